import type { MemoryFile } from '@twinfolder/client/testing'
import { FilesWidget } from '@twinfolder/react'
import { expect, waitFor, within } from 'storybook/test'

import { inEnglish } from './in-english.ts'
import { overMemory } from './over-memory.tsx'
import preview from './preview.tsx'

const record = { module: 'companies', id: '1001' } as const
const meta = preview.meta({ title: 'Components/FilesWidget', component: FilesWidget, args: { record } })

const mebibyte = 1024 * 1024
const files: readonly MemoryFile[] = [
  { folder: ['Contracts'], name: 'Framework agreement.pdf' },
  { folder: ['Contracts'], name: 'Annex A.pdf' },
  { folder: ['Offers'], name: 'Offer 2026.docx' },
  { name: 'Floor plan.png', sizeBytes: 3.1 * mebibyte, updatedBy: 'Jonas' },
  { name: 'Price list.xlsx', sizeBytes: 88_000 },
  { name: 'Signed offer.pdf', sizeBytes: 1.2 * mebibyte, via: 'remote' },
]
const synced = files.map((file) => ({ ...file, sync: 'synced' as const }))
const settled = { phase: 'settled', lastSettledAt: new Date(Date.now() - 120_000).toISOString() } as const

/** One press: the files wait, go up, are synchronised, and the line beside the button says so. */
export const Press = meta.story({
  decorators: [overMemory({ files, stepMs: 120 })],
  play: inEnglish(async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Synchronise with Dropbox' }))
    await expect(await canvas.findByText('Synchronising 2 of 6')).toBeVisible()
    await expect(await canvas.findByText(/^Last synchronised/)).toBeVisible()
    await expect(canvas.getAllByRole('img', { name: 'Synchronised' })).toHaveLength(3)
  }),
})

/** Every state of a file: a shape and a text, never a colour alone. What needs somebody can be explained. */
export const EveryState = meta.story({
  decorators: [
    (Story) => (
      <div className="story-tall-list">
        <Story />
      </div>
    ),
    overMemory({
      files: [
        { folder: ['Contracts'], name: 'Framework agreement.pdf', sync: 'synced' },
        { name: '01 Synchronised.pdf', sync: 'synced' },
        { name: '02 Waiting.docx', sync: 'waiting' },
        { name: '03 Uploading.xlsx', sync: 'uploading', sizeBytes: 12 * mebibyte },
        { name: '04 Downloading.zip', sync: 'downloading', sizeBytes: 31 * mebibyte, via: 'remote' },
        { name: '05 Detached.txt', sync: { state: 'onlyInHost', code: 'removed_in_remote' } },
        { name: '06 Two versions.pptx', sync: 'conflict' },
        { name: '07 Held.pdf', sync: 'held' },
        { name: '08 Too large.mp4', sync: { state: 'blocked', code: 'file_too_large' }, sizeBytes: 73 * mebibyte },
        { name: '09 Blocked?.pdf', sync: { state: 'blocked', code: 'name_refused' } },
        {
          name: '10 Failed for now.pdf',
          sync: { state: 'failed', code: 'remote_busy', retryAt: new Date(Date.now() + 60_000).toISOString() },
        },
        { name: '11 Failed.pdf', sync: { state: 'failed', code: 'insufficient_space' } },
      ],
      remoteOnly: [
        {
          kind: 'remoteOnly',
          fileId: null,
          folder: [],
          name: '12 Only in Dropbox.mov',
          sync: { state: 'onlyInDropbox', code: 'file_too_large', retryAt: null },
        },
      ],
      sync: { ...settled, attention: 5 },
    }),
  ],
  play: inEnglish(async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Actions for 08 Too large.mp4' }))
    const body = within(document.body)
    await userEvent.click(await body.findByRole('menuitem', { name: 'Explain why' }))
    const dialog = await body.findByRole('dialog')
    await expect(dialog).toHaveTextContent('Files of up to 50 MB are synchronised.')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Close' }))
    await waitFor(() => expect(body.queryByRole('dialog')).toBeNull())
  }),
})

/** A record without files: the widget says what can be put here, and how large it may be. */
export const Empty = meta.story({
  decorators: [overMemory({ files: [] })],
  play: inEnglish(async ({ canvas }) => {
    await expect(await canvas.findByText('No files yet')).toBeVisible()
  }),
})

/** The answer never comes. */
export const Loading = meta.story({
  decorators: [overMemory({ latencyMs: Infinity })],
  play: inEnglish(async ({ canvas }) => {
    await expect(await canvas.findByText('Loading files')).toBeInTheDocument()
  }),
})

/** The CRM knows no such record. */
export const LoadFailed = meta.story({
  decorators: [overMemory({ records: [] })],
  play: inEnglish(async ({ canvas }) => {
    await expect(await canvas.findByText('The files could not be loaded.')).toBeVisible()
    await expect(canvas.getByRole('button', { name: 'Try again' })).toBeVisible()
  }),
})

const missing = [
  {
    code: 'projects.edit',
    label: 'Edit projects of others',
    howTo: 'An administrator gives it under Settings > Users > Rights.',
  },
]

/** Without the right to edit the project, files go to Dropbox and nothing comes back. The note says what is missing. */
export const OneWay = meta.story({
  args: { record: { module: 'projects', id: '7' } },
  decorators: [
    overMemory({
      record: { name: 'Riverside', number: '7' },
      files: synced,
      access: { write: false, missing },
      sync: { ...settled, direction: 'toDropbox', missing },
    }),
  ],
  play: inEnglish(async ({ canvas }) => {
    await expect(await canvas.findByText('To Dropbox only')).toBeVisible()
    await expect(canvas.getByRole('note')).toHaveTextContent('You may not edit this project.')
  }),
})

/** 10,000 files cost as many elements as a screen of them. */
export const TenThousandFiles = meta.story({
  decorators: [
    overMemory({
      files: Array.from({ length: 10_000 }, (_, at) => ({
        name: `Delivery note ${String(at + 1).padStart(5, '0')}.pdf`,
        sizeBytes: 20_000 + 37 * at,
        sync: 'synced' as const,
      })),
      sync: settled,
    }),
  ],
  play: inEnglish(async ({ canvas }) => {
    await canvas.findByRole('row', { name: 'Delivery note 00001.pdf' })
    const grid = canvas.getByRole('grid', { name: 'Files' })
    grid.scrollTop = grid.scrollHeight
    await expect(await canvas.findByRole('row', { name: 'Delivery note 10000.pdf' })).toBeInTheDocument()
    await expect(canvas.getAllByRole('row').length).toBeLessThan(40)
    grid.scrollTop = 0
  }),
})

/** Lists and downloads only. */
export const ReadOnly = meta.story({
  args: { readOnly: true },
  decorators: [overMemory({ files: synced, sync: settled })],
  play: inEnglish(async ({ canvas }) => {
    await canvas.findByRole('row', { name: 'Price list.xlsx' })
    await expect(canvas.queryByRole('button', { name: 'Add' })).toBeNull()
    await expect(canvas.queryByRole('button', { name: 'Synchronise with Dropbox' })).toBeNull()
  }),
})

/** More files than a person follows one by one: a line for all, a few rows, a number for the rest. */
export const UploadingMany = meta.story({
  decorators: [overMemory({ files: synced, sync: settled, latencyMs: 400 })],
  play: inEnglish(async ({ canvas, userEvent }) => {
    await canvas.findByRole('row', { name: 'Price list.xlsx' })
    const chosen = Array.from({ length: 200 }, (_, at) => new File([`${at}`.repeat(5000)], `Delivery note ${at}.pdf`))
    await userEvent.upload(canvas.getByLabelText('Upload files'), chosen)
    const group = await canvas.findByRole('group', { name: /^Uploading/ })
    await expect(await canvas.findByText('and 196 more')).toBeVisible()
    await expect(group.querySelectorAll('li').length).toBeLessThanOrEqual(4)
  }),
})

/** Without a network uploads wait, and go on by themselves. */
export const UploadsWait = meta.story({
  decorators: [overMemory({ files: synced, sync: settled }, { network: 'lost' })],
  play: inEnglish(async ({ canvas, userEvent }) => {
    await canvas.findByRole('row', { name: 'Price list.xlsx' })
    await userEvent.upload(canvas.getByLabelText('Upload files'), new File(['photos'], 'Site photos.zip'))
    await expect(await canvas.findByText('No connection. Uploading goes on by itself.')).toBeVisible()
  }),
})

/** Files with contents that are here already are sent only when the user says so. */
export const AlreadyHere = meta.story({
  decorators: [overMemory({ files: [], sync: settled })],
  play: inEnglish(async ({ canvas, userEvent }) => {
    await canvas.findByText('No files yet')
    const [input] = canvas.getAllByLabelText('Upload files', { selector: 'input' })
    if (!input) throw new Error('There is no input.')
    await userEvent.upload(input, [new File(['an offer'], 'Offer.pdf'), new File(['a plan'], 'Plan.pdf')])
    await canvas.findByRole('row', { name: 'Plan.pdf' })
    const copies = [new File(['an offer'], 'Offer (copy).pdf'), new File(['a plan'], 'Plan (copy).pdf')]
    await userEvent.upload(canvas.getByLabelText('Upload files', { selector: 'input' }), copies)
    await expect(await canvas.findByText('Already here as Offer.pdf')).toBeVisible()
    await expect(canvas.getByText('All 2 files')).toBeVisible()
  }),
})

/** Files on their way into the CRM. One is refused before anything of it is sent. */
export const Uploading = meta.story({
  decorators: [overMemory({ files: synced, sync: settled, maxFileBytes: 4 * mebibyte, latencyMs: 400 })],
  play: inEnglish(async ({ canvas, userEvent }) => {
    await canvas.findByRole('row', { name: 'Price list.xlsx' })
    const chosen = [
      new File([new Uint8Array(3 * mebibyte)], 'Site photos.zip'),
      new File([new Uint8Array(mebibyte)], 'Minutes.docx'),
      new File([new Uint8Array(5 * mebibyte)], 'Walk-through.mp4'),
    ]
    await userEvent.upload(canvas.getByLabelText('Upload files'), chosen)
    await expect(await canvas.findByText('Walk-through.mp4 is larger than 4 MB.')).toBeVisible()
    await expect(await canvas.findByRole('row', { name: 'Minutes.docx' })).toBeVisible()
  }),
})
