import { DropboxIntegrationCard } from '@twinfolder/react'
import { expect, within } from 'storybook/test'

import { inEnglish } from '../../packages/react/stories/in-english.ts'
import preview from '../../packages/react/stories/preview.tsx'
import { InPageStage } from '../InPageStage.tsx'
import { stageWords } from '../stage-words.ts'

const setup = { records: [{ module: 'companies' as const, id: '1001', name: 'Acme GmbH' }], files: [] }

const meta = preview.meta({
  title: 'Pages/Marketplace',
  args: { linked: false },
  render: ({ linked }: { readonly linked: boolean }, { globals }) => (
    <InPageStage setup={setup} linked={linked} locale={String(globals['locale'])}>
      <h1>{stageWords(String(globals['locale'])).marketplace}</h1>
      <DropboxIntegrationCard headingLevel={2} />
    </InPageStage>
  ),
})

/** Connecting: the consent page opens, here as a dialog, and the app's folder appears in the Dropbox. */
export const Connect = meta.story({
  play: inEnglish(async ({ canvas, userEvent }) => {
    await expect(await canvas.findByText('Dropbox is not connected')).toBeVisible()
    await userEvent.click(canvas.getByRole('button', { name: 'Connect Dropbox' }))
    const consent = await within(document.body).findByRole('dialog', { name: 'Connect Demo CRM to Dropbox' })
    await userEvent.click(within(consent).getByRole('button', { name: 'Allow' }))
    await expect(await canvas.findByText('Connected as sofie@example.com')).toBeVisible()
    const dropbox = within(canvas.getByRole('region', { name: 'Dropbox of Sofie' }))
    await expect(await dropbox.findByText('Demo CRM')).toBeVisible()
  }),
})

/** The user says no: calm, and nothing has changed. */
export const Denied = meta.story({
  play: inEnglish(async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Connect Dropbox' }))
    const consent = await within(document.body).findByRole('dialog', { name: 'Connect Demo CRM to Dropbox' })
    await userEvent.click(within(consent).getByRole('button', { name: 'Cancel' }))
    await expect(await canvas.findByText('Dropbox is not connected')).toBeVisible()
  }),
})

/** Connected before: the same card offers another account, and leaving. */
export const Linked = meta.story({
  args: { linked: true },
  play: inEnglish(async ({ canvas }) => {
    await expect(await canvas.findByText('Connected as sofie@example.com')).toBeVisible()
    await expect(canvas.getByRole('button', { name: 'Disconnect Dropbox' })).toBeVisible()
  }),
})
