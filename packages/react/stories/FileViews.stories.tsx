import type { MemoryFile } from '@twinfolder/client/testing'
import { FilesWidget } from '@twinfolder/react'
import { expect, waitFor, within } from 'storybook/test'

import { inEnglish } from './in-english.ts'
import { overMemory } from './over-memory.tsx'
import preview from './preview.tsx'

const record = { module: 'companies', id: '1001' } as const
const meta = preview.meta({ title: 'Components/FilesWidget/One file', component: FilesWidget, args: { record } })
const body = () => within(document.body)
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 260" width="400" height="260"><rect width="400" height="260" fill="#f3efe6"/><circle cx="130" cy="130" r="70" fill="#8fb6d9"/><path d="M220 200 290 70l70 130z" fill="#2f6f5e"/></svg>`
const files: readonly MemoryFile[] = [
  {
    name: 'Offer.docx',
    sizeBytes: 48_213,
    updatedBy: 'Jonas',
    via: 'remote',
    updatedAt: hoursAgo(3),
    createdAt: hoursAgo(90),
    createdBy: 'Anna',
    sync: 'synced',
    copies: ['Sofie', 'Jonas'],
    versions: [
      { sizeBytes: 40_213, updatedAt: hoursAgo(30), updatedBy: 'Sofie' },
      { sizeBytes: 39_000, updatedAt: hoursAgo(90), updatedBy: 'Anna' },
    ],
  },
  { name: 'Emblem.svg', content: drawing, sync: 'synced' },
  {
    name: 'Notes.txt',
    content: 'The roof of the north hall is to be done before winter.\n'.repeat(30),
    sync: 'synced',
  },
  { name: 'Drawings.zip', sizeBytes: 3_000_000, sync: 'waiting' },
]
const decorators = [
  overMemory({
    files,
    sync: { phase: 'settled', lastSettledAt: hoursAgo(2), checkedAt: new Date(Date.now() - 12_000).toISOString() },
    activity: [
      { code: 'uploaded', subject: 'Offer.docx', fileId: 'file-1', record, direction: 'toDropbox', at: hoursAgo(89) },
      {
        code: 'updatedInHost',
        subject: 'Offer.docx',
        fileId: 'file-1',
        record,
        direction: 'toHost',
        via: 'remote',
        actor: 'Jonas',
        at: hoursAgo(3),
      },
    ],
  }),
]

async function choose(
  canvas: ReturnType<typeof within>,
  userEvent: { readonly click: (element: Element) => Promise<void> },
  file: string,
  entry: string,
): Promise<void> {
  await userEvent.click(await canvas.findByRole('button', { name: `Actions for ${file}` }))
  await userEvent.click(await body().findByRole('menuitem', { name: entry }))
}

/** Everything about a file: a sheet at the side of a wide window, a dialog in a narrow one. */
export const Details = meta.story({
  decorators,
  play: inEnglish(async ({ canvas, userEvent }) => {
    await choose(canvas, userEvent, 'Offer.docx', 'Details')
    const dialog = within(await body().findByRole('dialog', { name: 'Offer.docx' }))
    const versions = await dialog.findByRole('list', { name: 'Versions' })
    await waitFor(() => expect(versions).toBeVisible())
    await expect(dialog.getAllByRole('button', { name: /^Make current/ })).toHaveLength(2)
  }),
})

/** A drawing is shown as a still picture, and nothing in it runs. */
export const Picture = meta.story({
  decorators,
  play: inEnglish(async ({ canvas, userEvent }) => {
    await choose(canvas, userEvent, 'Emblem.svg', 'Open')
    const dialog = within(await body().findByRole('dialog', { name: 'Emblem.svg' }))
    await expect(await dialog.findByRole('img', { name: 'Emblem.svg' })).toBeVisible()
  }),
})

/** Text, never as markup. */
export const Text = meta.story({
  decorators,
  play: inEnglish(async ({ canvas, userEvent }) => {
    await choose(canvas, userEvent, 'Notes.txt', 'Open')
    const dialog = within(await body().findByRole('dialog', { name: 'Notes.txt' }))
    await expect(await dialog.findByText(/The roof of the north hall/)).toBeVisible()
  }),
})

/** A kind that no browser shows: what it is, and how to save it. */
export const NoPreview = meta.story({
  decorators,
  play: inEnglish(async ({ canvas, userEvent }) => {
    await choose(canvas, userEvent, 'Drawings.zip', 'Open')
    await expect(await body().findByText('There is no preview for this kind of file.')).toBeVisible()
  }),
})

/** Why a file is in its state, since when, and how that is known. */
export const Explained = meta.story({
  decorators,
  play: inEnglish(async ({ canvas, userEvent }) => {
    await choose(canvas, userEvent, 'Offer.docx', 'Explain why')
    const dialog = await body().findByRole('dialog', { name: 'Synchronised' })
    await expect(await within(dialog).findByText('Dropbox last checked')).toBeVisible()
  }),
})

/** Why the whole record is in its state. */
export const ExplainedRecord = meta.story({
  decorators,
  play: inEnglish(async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'More about Dropbox' }))
    await userEvent.click(await body().findByRole('menuitem', { name: 'Explain why' }))
    await expect(await body().findByRole('dialog', { name: 'Up to date' })).toBeVisible()
  }),
})
