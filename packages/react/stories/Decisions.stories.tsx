import type { MemoryFile } from '@twinfolder/client/testing'
import { FilesWidget } from '@twinfolder/react'
import { expect, waitFor, within } from 'storybook/test'

import { inEnglish } from './in-english.ts'
import { overMemory } from './over-memory.tsx'
import preview from './preview.tsx'

const record = { module: 'companies', id: '1001' } as const
const meta = preview.meta({ title: 'Components/FilesWidget/Decisions', component: FilesWidget, args: { record } })
const body = () => within(document.body)

const settled = { phase: 'settled', lastSettledAt: new Date(Date.now() - 120_000).toISOString() } as const
const detached = { state: 'onlyInHost', code: 'removed_in_remote' } as const
const held = { kind: 'remoteOnly', folder: [], sync: { state: 'held', code: 'deletion_held', retryAt: null } } as const
const yesterday = new Date(Date.now() - 30 * 60 * 60_000).toISOString()
const thisMorning = new Date(Date.now() - 3 * 60 * 60_000).toISOString()

const versions: readonly MemoryFile[] = [
  { name: 'Offer 2026.docx', sizeBytes: 48_213, updatedBy: 'Anna', updatedAt: yesterday },
  {
    name: 'Offer 2026 (Dropbox, Sofie, 2026-11-22).docx',
    sizeBytes: 51_870,
    updatedBy: 'Sofie',
    updatedAt: thisMorning,
    via: 'remote',
  },
  { name: 'Price list.xlsx', sizeBytes: 88_000, updatedBy: 'Jonas', updatedAt: thisMorning },
  {
    name: 'Price list (Dropbox, Sofie, 2026-11-22).xlsx',
    sizeBytes: 88_412,
    updatedBy: 'Sofie',
    updatedAt: yesterday,
    via: 'remote',
  },
]
const offer = { host: 'Offer 2026.docx', remote: 'Offer 2026 (Dropbox, Sofie, 2026-11-22).docx' }
const priceList = { host: 'Price list.xlsx', remote: 'Price list (Dropbox, Sofie, 2026-11-22).xlsx' }
const conflicts = [offer, priceList]

/** Everything that can wait for a person at once: each has a line with its answers, and its rows say it, too. */
export const EveryDecision = meta.story({
  decorators: [
    (Story) => (
      <div className="story-tall-list">
        <Story />
      </div>
    ),
    overMemory({
      files: [
        ...versions,
        { name: 'Minutes.txt', sync: 'synced' },
        { name: 'Old offer.pdf', sync: detached },
        { name: 'Old plan.pdf', sync: detached },
      ],
      conflicts,
      remoteOnly: [{ ...held, fileId: 'x', name: 'Draft.docx' }],
      sync: settled,
    }),
  ],
  play: inEnglish(async ({ canvas, userEvent }) => {
    await expect(await canvas.findByText('2 files have two versions')).toBeVisible()
    await expect(canvas.getByText('2 files were removed in Dropbox and kept here')).toBeVisible()
    await expect(canvas.getByText('1 file was deleted here and is still in Dropbox')).toBeVisible()
    await userEvent.click(canvas.getByRole('button', { name: 'Put back in Dropbox' }))
    await waitFor(() => expect(canvas.queryByText(/were removed in Dropbox and kept here/)).toBeNull())
    await userEvent.click(canvas.getByRole('button', { name: 'Bring back' }))
    await expect(await canvas.findByRole('row', { name: 'Draft.docx' })).toBeVisible()
  }),
})

/** Two versions side by side, one file after the other. */
export const TwoVersions = meta.story({
  decorators: [overMemory({ files: versions, conflicts, sync: settled })],
  play: inEnglish(async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Compare…' }))
    const dialog = within(await body().findByRole('dialog', { name: 'Two versions' }))
    const ours = await dialog.findByRole('group', { name: 'The version in Demo CRM' })
    await waitFor(() => expect(dialog.getAllByRole('link', { name: 'Open' })).toHaveLength(2))
    await userEvent.click(within(ours).getByRole('button', { name: 'Keep this one' }))
    await expect(await dialog.findByText('Price list.xlsx', { selector: '.tf-strong' })).toBeVisible()
  }),
})

/** A CRM that can't replace contents: Dropbox's version can only be kept beside. */
export const NoReplacing = meta.story({
  decorators: [overMemory({ files: versions, conflicts: [{ ...offer, choices: ['host', 'both'] }], sync: settled })],
  play: inEnglish(async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Compare…' }))
    await expect(await body().findByText(/can't replace the contents/)).toBeVisible()
  }),
})

/** Deleting here what was removed in Dropbox is asked once more. */
export const DeleteHereToo = meta.story({
  decorators: [overMemory({ files: [{ name: 'Old offer.pdf', sync: detached }], sync: settled })],
  play: inEnglish(async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Delete here too' }))
    await expect(await body().findByRole('dialog', { name: 'Delete 1 file here too?' })).toBeVisible()
  }),
})

/** What happened on a record; what can be undone has its button. */
export const Activity = meta.story({
  decorators: [
    overMemory({
      files: [{ name: 'Minutes.txt', sync: 'synced' }],
      sync: settled,
      activity: [
        { code: 'recordFolderCreated', subject: 'Acme GmbH (1001)', record, direction: 'toDropbox' },
        { code: 'uploaded', subject: 'Minutes.txt', record, direction: 'toDropbox' },
        { code: 'conflictCopyStored', subject: 'Offer 2026.docx', record, direction: 'toHost' },
        {
          code: 'deletedInRemote',
          subject: 'A document with quite a long name that has to be broken somewhere.pdf',
          record,
          direction: 'toDropbox',
          undo: { until: new Date(Date.now() + 86_400_000).toISOString() },
        },
        { code: 'paused', subject: 'Acme GmbH (1001)', record },
      ],
    }),
  ],
  play: inEnglish(async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'More about Dropbox' }))
    await userEvent.click(await body().findByRole('menuitem', { name: 'Activity' }))
    const dialog = within(await body().findByRole('dialog', { name: 'Activity' }))
    await expect(await dialog.findByRole('button', { name: /^Undo: A document/ })).toBeVisible()
  }),
})

/** The note of a deletion undoes it, as long as it is there; afterwards the activity does. */
export const UndoDeletion = meta.story({
  decorators: [overMemory({ files: [{ name: 'Minutes.txt', sync: 'synced' }], sync: settled })],
  play: inEnglish(async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Actions for Minutes.txt' }))
    await userEvent.click(await body().findByRole('menuitem', { name: 'Delete' }))
    await userEvent.click(within(await body().findByRole('dialog')).getByRole('button', { name: 'Delete' }))
    await userEvent.click(await body().findByRole('button', { name: 'Undo' }))
    await expect(await canvas.findByRole('row', { name: 'Minutes.txt' })).toBeVisible()
  }),
})
