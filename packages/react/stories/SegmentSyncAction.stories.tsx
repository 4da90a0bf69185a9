import { SegmentSyncAction } from '@twinfolder/react'
import { expect, within } from 'storybook/test'

import { inEnglish } from './in-english.ts'
import { overMemory } from './over-memory.tsx'
import preview from './preview.tsx'
import { records, recordsWithFailures, segment } from './segment.ts'

const meta = preview.meta({ title: 'Components/SegmentSyncAction', component: SegmentSyncAction, args: { segment } })
const body = () => within(document.body)

/** It asks first: how many records and files, how long, and what is left out. */
export const Question = meta.story({
  decorators: [
    overMemory({
      bulk: {
        records,
        preflight: {
          files: 148,
          bytes: 92_400_000,
          estimatedSeconds: 240,
          excluded: [{ code: 'record_invisible', count: 2 }],
        },
      },
    }),
  ],
  play: inEnglish(async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Synchronise with Dropbox' }))
    const dialog = await body().findByRole('dialog', { name: 'Synchronise 10 companies?' })
    await expect(await within(dialog).findByText('About 4 minutes')).toBeVisible()
  }),
})

/** Without a Dropbox the question offers to connect one, and goes on. */
export const NotLinked = meta.story({
  decorators: [overMemory({ connection: { state: 'none' }, bulk: { records } })],
  play: inEnglish(async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Synchronise with Dropbox' }))
    await userEvent.click(await body().findByRole('button', { name: 'Connect Dropbox' }))
    await expect(await body().findByRole('dialog', { name: 'Synchronise 10 companies?' })).toBeVisible()
  }),
})

/** Some need attention, each with its reason and what to do. The others are not held up. */
export const DoneWithFailures = meta.story({
  decorators: [overMemory({ bulk: { records: recordsWithFailures }, stepMs: 50 })],
  play: inEnglish(async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Synchronise with Dropbox' }))
    await userEvent.click(await body().findByRole('button', { name: 'Start' }))
    const dialog = await body().findByRole('dialog', { name: 'Synchronise with Dropbox' })
    await expect(await within(dialog).findByText('8 synchronised, 2 need attention')).toBeVisible()
    await expect(await within(dialog).findByText(/Dropbox does not accept this name/)).toBeVisible()
  }),
})
