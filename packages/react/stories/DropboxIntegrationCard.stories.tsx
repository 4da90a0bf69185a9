import { consentCallback } from '@twinfolder/client/testing'
import { DropboxIntegrationCard } from '@twinfolder/react'
import { expect, within } from 'storybook/test'

import { inEnglish } from './in-english.ts'
import { overMemory } from './over-memory.tsx'
import preview from './preview.tsx'

const meta = preview.meta({
  title: 'Components/DropboxIntegrationCard',
  component: DropboxIntegrationCard,
  args: { headingLevel: 2 },
  decorators: [
    (Story) => (
      <div className="story-card-width">
        <Story />
      </div>
    ),
  ],
})

/** Before linking: what the app may see, that it is each user's own, and which accounts are refused. */
export const NotLinked = meta.story({
  decorators: [overMemory({ connection: { state: 'none' } })],
  play: inEnglish(async ({ canvas }) => {
    await expect(await canvas.findByText('Dropbox is not connected')).toBeVisible()
    await expect(canvas.getByText('Each user connects their own Dropbox.')).toBeVisible()
  }),
})

/** Linked, with what has happened lately. Leaving asks first, and says what stays. */
export const Linked = meta.story({
  decorators: [
    overMemory({
      connection: { state: 'linked', records: 312, lastOkAt: new Date(Date.now() - 40_000).toISOString() },
      activity: [
        { code: 'linked', subject: 'Dropbox' },
        { code: 'uploaded', subject: 'Framework agreement.pdf' },
        { code: 'imported', subject: 'Signed offer.pdf', via: 'remote' },
        { code: 'keptAfterRemoteDelete', subject: 'Old offer.pdf', via: 'remote' },
        { code: 'notInARecord', subject: 'holiday.jpg', via: 'remote' },
      ],
    }),
  ],
  play: inEnglish(async ({ canvas, userEvent }) => {
    await expect(await canvas.findByText('Connected as sofie@example.com')).toBeVisible()
    await userEvent.click(canvas.getByRole('button', { name: 'Disconnect Dropbox' }))
    const dialog = within(await within(document.body).findByRole('dialog'))
    await expect(dialog.getByText('Your files stay in Demo CRM and in Dropbox.')).toBeVisible()
    await userEvent.click(dialog.getByRole('button', { name: 'Cancel' }))
  }),
})

/** Everything rests until its user resumes it. */
export const Paused = meta.story({
  decorators: [overMemory({ connection: { state: 'linked', health: 'paused', records: 312 } })],
  play: inEnglish(async ({ canvas, userEvent }) => {
    const resume = await canvas.findByRole('button', { name: 'Resume all' })
    await expect(canvas.getByText('Paused. Nothing is transferred until you resume.')).toBeVisible()
    await userEvent.click(resume)
    await userEvent.click(await canvas.findByRole('button', { name: 'Pause all' }))
    await expect(await canvas.findByRole('button', { name: 'Resume all' })).toBeVisible()
  }),
})

/** So many files were gone at once that nothing follows from it before somebody answers. */
export const Held = meta.story({
  decorators: [overMemory({ connection: { state: 'linked', hold: { vanished: 312 }, records: 312 } })],
  play: inEnglish(async ({ canvas }) => {
    await expect(await canvas.findByText('312 files are gone from your Dropbox')).toBeVisible()
    await expect(canvas.getByRole('button', { name: 'Put back' })).toBeVisible()
    await expect(canvas.getByRole('button', { name: 'Stop synchronising them' })).toBeVisible()
  }),
})

/** The app was removed in Dropbox: one press, and it goes on where it stopped. */
export const Reconnect = meta.story({
  decorators: [overMemory({ connection: { state: 'reconnect' } })],
  play: inEnglish(async ({ canvas }) => {
    await expect(await canvas.findByText('Dropbox has to be connected again')).toBeVisible()
    await expect(canvas.getByRole('button', { name: 'Reconnect Dropbox' })).toBeVisible()
  }),
})

/** An account of a kind that the CRM does not accept. The card names what Dropbox reported. */
export const Refused = meta.story({
  decorators: [overMemory({ connection: { state: 'refused' } })],
  play: inEnglish(async ({ canvas }) => {
    await expect(await canvas.findByText('Dropbox reported: pro, 3 TB')).toBeVisible()
  }),
})

/** Linking went wrong: the first help that always works, and the reason. */
export const Failed = meta.story({
  decorators: [
    overMemory(
      { connection: { state: 'none' } },
      { authorize: (url) => Promise.resolve(`${consentCallback(url)}-of-yesterday`) },
    ),
  ],
  play: inEnglish(async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Connect Dropbox' }))
    await expect(await canvas.findByRole('alert')).toHaveTextContent('Log out of Dropbox, log in again and retry.')
  }),
})
