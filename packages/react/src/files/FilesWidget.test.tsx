import { act, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'

import { renderWithTwinfolder } from '../testing/index.ts'
import { FilesWidget } from './FilesWidget.tsx'

const record = { module: 'companies', id: '1001' } as const
const files = [
  { name: 'a.pdf', folder: ['Contracts'], sizeBytes: 1_258_291 },
  { name: 'offer.docx', sizeBytes: 48_213, updatedBy: 'Anna' },
  { name: 'plan.xlsx', sizeBytes: 2048, updatedBy: 'Sofie', via: 'remote' as const },
]

test('[P15] [P16] the widget lists all files of a record, folders first', async () => {
  renderWithTwinfolder(<FilesWidget record={record} />, { files })
  const panel = await screen.findByRole('region', { name: 'Files' })
  const grid = await within(panel).findByRole('grid', { name: 'Files' })
  expect(
    within(grid)
      .getAllByRole('row')
      .map((row) => row.getAttribute('aria-label')),
  ).toEqual(['Contracts', 'offer.docx', 'plan.xlsx'])
  expect(grid).toHaveAttribute('aria-rowcount', '3')
  expect(within(panel).getByRole('row', { name: 'offer.docx' })).toHaveAccessibleDescription(/47 kB ?Anna/)
})

test('[P37] a file from Dropbox says who put it there, and that it came that way', async () => {
  renderWithTwinfolder(<FilesWidget record={record} />, { files })
  expect(await screen.findByRole('row', { name: 'plan.xlsx' })).toHaveTextContent('Sofie via Dropbox')
})

test('[P17] a folder opens, and the path leads back', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<FilesWidget record={record} />, { files })
  expect(screen.queryByRole('navigation', { name: 'Folder path' })).not.toBeInTheDocument()
  await user.click(await screen.findByRole('row', { name: 'Contracts' }))
  expect(await screen.findByRole('row', { name: 'a.pdf' })).toHaveFocus()
  await user.click(
    within(screen.getByRole('navigation', { name: 'Folder path' })).getByRole('button', { name: 'All files' }),
  )
  expect(await screen.findByRole('row', { name: 'offer.docx' })).toBeInTheDocument()
})

test('[P17] a new folder appears; a name that can not be used is refused with the reason', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, { files })
  await user.click(await screen.findByRole('button', { name: 'Add' }))
  await user.click(await screen.findByRole('menuitem', { name: 'New folder' }))
  const dialog = await screen.findByRole('dialog', { name: 'New folder' })
  await user.click(within(dialog).getByRole('button', { name: 'Create' }))
  expect(within(dialog).getByRole('textbox', { name: 'Folder name' })).toHaveAccessibleDescription(/can't be used/)
  await user.type(within(dialog).getByRole('textbox', { name: 'Folder name' }), '2026{Enter}')
  expect(await screen.findByRole('row', { name: '2026' })).toBeInTheDocument()
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
  expect(adapter.calls.filter(({ operation }) => operation === 'createFolder')).toHaveLength(1)
})

test('[P56] files are uploaded into the open folder and appear as rows', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, { files })
  await user.click(await screen.findByRole('row', { name: 'Contracts' }))
  await screen.findByRole('row', { name: 'a.pdf' })
  await user.upload(screen.getByLabelText('Upload files'), [new File(['hello'], 'b.pdf'), new File(['x'], 'c.pdf')])
  expect(await screen.findByRole('row', { name: 'b.pdf' })).toBeInTheDocument()
  expect(await screen.findByRole('row', { name: 'c.pdf' })).toBeInTheDocument()
  const [upload] = adapter.calls.filter(({ operation }) => operation === 'uploadFile')
  expect(upload?.input).toMatchObject({ folder: ['Contracts'], name: 'b.pdf' })
  await waitFor(() => expect(screen.queryByRole('group', { name: /^Uploading/ })).not.toBeInTheDocument())
})

test('[P57] [C64] a file over the limit is refused before a byte is sent, by name and limit, and blocks no other', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, { files, maxFileBytes: 1024 })
  await screen.findByRole('grid')
  await user.upload(screen.getByLabelText('Upload files'), [
    new File(['x'.repeat(1025)], 'film.mp4'),
    new File(['x'.repeat(1024)], 'fits.bin'),
  ])
  expect(await screen.findByRole('alert')).toHaveTextContent('1 file was not uploaded')
  expect(screen.getByRole('alert')).toHaveTextContent('film.mp4 is larger than 1 kB.')
  expect(await screen.findByRole('row', { name: 'fits.bin' })).toBeInTheDocument()
  expect(adapter.calls.filter(({ operation }) => operation === 'uploadFile')).toHaveLength(1)
  await user.click(screen.getByRole('button', { name: 'Dismiss' }))
  await waitFor(() => expect(screen.queryByRole('alert')).not.toBeInTheDocument())
})

test('a failed upload says why, and can be tried again', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, { files })
  await screen.findByRole('grid')
  adapter.failNext('uploadFile', 'unavailable')
  await user.upload(screen.getByLabelText('Upload files'), new File(['hello'], 'b.pdf'))
  expect(await screen.findByRole('alert')).toHaveTextContent('b.pdf: The service is not available')
  await user.click(screen.getByRole('button', { name: 'Try b.pdf again' }))
  expect(await screen.findByRole('row', { name: 'b.pdf' })).toBeInTheDocument()
})

test('[P45] deleting asks only where a Dropbox has the file, and says so', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, {
    files: [
      { name: 'only-here.txt', copies: [] },
      { name: 'shared.txt', copies: ['Jonas', 'Sofie'] },
    ],
  })
  await user.click(await screen.findByRole('button', { name: 'Actions for only-here.txt' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Delete' }))
  await waitFor(() => expect(screen.queryByRole('row', { name: 'only-here.txt' })).not.toBeInTheDocument())
  expect(await screen.findByText('1 file deleted')).toBeInTheDocument()

  await user.click(screen.getByRole('button', { name: 'Actions for shared.txt' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Delete' }))
  const dialog = await screen.findByRole('dialog', { name: 'Delete 1 file?' })
  expect(dialog).toHaveTextContent('This also removes the file from Dropbox.')
  expect(dialog).toHaveTextContent('In the Dropbox of Jonas and Sofie')
  await user.click(within(dialog).getByRole('button', { name: 'Cancel' }))
  expect(screen.getByRole('row', { name: 'shared.txt' })).toBeInTheDocument()
  expect(adapter.calls.filter(({ operation }) => operation === 'deleteFiles')).toHaveLength(1)
})

test('what was not deleted is said, with the reason', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, { files: [{ name: 'x.txt', copies: [] }] })
  adapter.failNext('deleteFiles', 'forbidden')
  await user.click(await screen.findByRole('button', { name: 'Actions for x.txt' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Delete' }))
  expect(await screen.findByText('1 file was not deleted: You may not do this')).toBeInTheDocument()
  expect(screen.getByRole('row', { name: 'x.txt' })).toBeInTheDocument()
})

test('a download gets an address for the file and saves it', async () => {
  const user = userEvent.setup()
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, {
    files: [{ name: 'x.txt', content: 'x' }],
  })
  await user.click(await screen.findByRole('button', { name: 'Actions for x.txt' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Download' }))
  await waitFor(() => expect(click).toHaveBeenCalledOnce())
  expect(adapter.calls.some(({ operation }) => operation === 'getContentUrl')).toBe(true)
  click.mockRestore()
})

test('[P61] a state with a code is explained: what, why, what to do', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<FilesWidget record={record} />, {
    files: [{ name: 'film.mp4', sync: { state: 'blocked', code: 'file_too_large' } }],
  })
  const row = await screen.findByRole('row', { name: 'film.mp4' })
  expect(within(row).getByRole('img', { name: 'Larger than 50 MB; not synchronised' })).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Actions for film.mp4' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Explain why' }))
  const dialog = await screen.findByRole('dialog', { name: 'Larger than 50 MB; not synchronised' })
  expect(dialog).toHaveTextContent('Files of up to 50 MB are synchronised.')
  expect(dialog).toHaveTextContent('Make the file smaller, or open it where it is.')
})

test('[P61] an explanation that is open goes on with the state: it never says what is over', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, {
    files: [{ name: 'offer.docx', sync: 'waiting' }],
  })
  await user.click(await screen.findByRole('button', { name: 'Actions for offer.docx' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Explain why' }))
  await screen.findByRole('dialog', { name: 'Waiting' })
  act(() => adapter.setFile('offer.docx', { sync: 'synced' }))
  expect(await screen.findByRole('dialog', { name: 'Synchronised' })).toHaveTextContent('offer.docx')
})

test('[P57] [C65] what is only in Dropbox is listed after the files, with the reason', async () => {
  renderWithTwinfolder(<FilesWidget record={record} />, {
    files,
    remoteOnly: [
      {
        kind: 'remoteOnly',
        fileId: null,
        name: 'film.mov',
        folder: [],
        sync: { state: 'blocked', code: 'file_too_large', retryAt: null },
      },
    ],
  })
  await screen.findByRole('grid')
  const rows = screen.getAllByRole('row')
  expect(rows.at(-1)).toHaveAccessibleName('film.mov')
  expect(rows.at(-1)).toHaveTextContent('Larger than 50 MB; not synchronised')
})

test('[P38] [P40] who may not edit learns it before any pass, with the right that is missing', async () => {
  const missing = [
    { code: 'x', label: 'Projects > Access > Admin access to all projects', howTo: 'Ask an administrator.' },
  ]
  renderWithTwinfolder(<FilesWidget record={{ module: 'projects', id: '7' }} />, {
    files,
    access: { read: true, write: false, missing },
    sync: { direction: 'toDropbox', missing },
  })
  const note = await screen.findByRole('note')
  expect(note).toHaveTextContent('You may not edit this project. Changes from Dropbox will not come back.')
  expect(within(note).getByRole('list', { name: 'What is missing' })).toHaveTextContent('Admin access to all projects')
  expect(screen.queryByRole('button', { name: 'Add' })).not.toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Synchronise with Dropbox' })).toBeEnabled()
})

test('a CRM that takes no uploads says so from the start', async () => {
  renderWithTwinfolder(<FilesWidget record={record} />, {
    files,
    capabilities: { upload: false },
    sync: { direction: 'toDropbox' },
  })
  expect(await screen.findByRole('note')).toHaveTextContent('Demo CRM does not accept uploads here.')
})

test('[P24] a record without files says so in one line, with a button and the limit', async () => {
  renderWithTwinfolder(<FilesWidget record={record} />, { files: [] })
  expect(await screen.findByText('No files yet')).toBeInTheDocument()
  expect(screen.getByText('Any file type, up to 50 MB')).toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Upload files' })).toBeInTheDocument()
})

test('an error is shown where it happened; what was there stays', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, { files })
  await screen.findByRole('row', { name: 'offer.docx' })
  adapter.failNext('listFiles', 'forbidden')
  adapter.emit({ type: 'record', record })
  expect(await screen.findByRole('alert')).toHaveTextContent('The list could not be refreshed.')
  expect(screen.getByRole('row', { name: 'offer.docx' })).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(screen.queryByRole('alert')).not.toBeInTheDocument())
})

test('[P33] a file that comes in from Dropbox appears by itself and is announced once', async () => {
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, { files })
  await screen.findByRole('row', { name: 'offer.docx' })
  adapter.addFile({ name: 'signed.pdf', via: 'remote', updatedBy: 'Sofie' })
  expect(await screen.findByRole('row', { name: 'signed.pdf' })).toHaveTextContent('Sofie via Dropbox')
  expect(screen.getByText('1 new file')).toHaveRole('status')
})

test('[P23] a transfer shows how far it is', async () => {
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, {
    files: [{ name: 'big.zip', sizeBytes: 1000, sync: 'uploading' }],
  })
  const row = await screen.findByRole('row', { name: 'big.zip' })
  expect(within(row).getByRole('img', { name: 'Uploading to Dropbox' })).toBeInTheDocument()
  const { entries } = await adapter
    .call('listFiles', { path: { module: 'companies', recordId: '1001' } })
    .then((answer) => (answer.ok ? answer.value : { entries: [] }))
  const file = entries.find((entry) => entry.kind === 'file')
  const fileId = file?.kind === 'file' ? file.id : null
  act(() => {
    adapter.emit({ type: 'progress', record, fileId, state: 'uploading', sentBytes: 400, totalBytes: 1000 })
  })
  expect(await within(row).findByRole('img', { name: 'Uploading to Dropbox 40%' })).toBeInTheDocument()
})

test('keys: one tab stop, arrows move, Space selects, Delete deletes, Enter opens', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<FilesWidget record={record} />, { files })
  const grid = await screen.findByRole('grid')
  expect(
    within(grid)
      .getAllByRole('row')
      .filter((row) => row.tabIndex === 0),
  ).toHaveLength(1)
  for (const name of ['Search files', 'Filter by state', 'Sort', 'Add']) {
    await user.tab()
    expect(screen.getByRole('button', { name })).toHaveFocus()
  }
  await user.tab()
  expect(screen.getByRole('row', { name: 'Contracts' })).toHaveFocus()
  await user.keyboard('{ArrowDown}[Space]{Shift>}{ArrowDown}{/Shift}')
  expect(screen.getByRole('row', { name: 'plan.xlsx' })).toHaveFocus()
  expect(screen.getByRole('row', { name: 'plan.xlsx' })).toHaveAttribute('aria-selected', 'true')
  const bar = await screen.findByRole('toolbar', { name: '2 selected' })
  expect(within(bar).getByRole('button', { name: 'Download' })).toBeInTheDocument()
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('toolbar')).not.toBeInTheDocument()
  await user.keyboard('{ArrowRight}')
  expect(screen.getByRole('button', { name: 'Actions for plan.xlsx' })).toHaveFocus()
  await user.keyboard('{ArrowLeft}{Home}{Enter}')
  expect(await screen.findByRole('row', { name: 'a.pdf' })).toHaveFocus()
  await user.keyboard('{Backspace}')
  expect(await screen.findByRole('row', { name: 'Contracts' })).toHaveFocus()
})

test('the active row stays with its file when others come in above it', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, { files })
  await screen.findByRole('grid')
  await user.click(screen.getByRole('button', { name: 'Add' }))
  await user.keyboard('{Escape}')
  await user.tab()
  await user.keyboard('{ArrowDown}')
  expect(screen.getByRole('row', { name: 'offer.docx' })).toHaveFocus()
  adapter.addFile({ name: 'aaa.pdf' })
  await screen.findByRole('row', { name: 'aaa.pdf' })
  expect(screen.getByRole('row', { name: 'offer.docx' })).toHaveFocus()
})

test('readOnly lists and downloads, and nothing else', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<FilesWidget record={record} readOnly />, { files })
  await user.click(await screen.findByRole('button', { name: 'Actions for offer.docx' }))
  expect((await screen.findAllByRole('menuitem')).map((item) => item.textContent)).toEqual([
    'Open',
    'Download',
    'Details',
    'Explain why',
  ])
  expect(screen.queryByRole('button', { name: 'Add' })).not.toBeInTheDocument()
  expect(screen.queryByRole('button', { name: 'Synchronise with Dropbox' })).not.toBeInTheDocument()
})

test('[S5] a file that was removed in Dropbox is only in the CRM, and its menu and its explanation put it back', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, {
    files: [
      { name: 'a.pdf', sync: { state: 'onlyInHost', code: 'removed_in_remote' } },
      { name: 'b.pdf', sync: { state: 'onlyInHost', code: 'removed_in_remote' } },
    ],
    sync: { phase: 'settled' },
  })
  const row = await screen.findByRole('row', { name: 'a.pdf' })
  expect(within(row).getByRole('img', { name: 'Only in Demo CRM' })).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Actions for a.pdf' }))
  expect(screen.queryByRole('menuitem', { name: 'Delete' })).not.toBeInTheDocument()
  expect(await screen.findByRole('menuitem', { name: 'Delete here too' })).toBeInTheDocument()
  await user.click(await screen.findByRole('menuitem', { name: 'Put back in Dropbox' }))
  expect(await within(row).findByRole('img', { name: 'Synchronised' })).toBeInTheDocument()

  await user.click(screen.getByRole('button', { name: 'Actions for b.pdf' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Explain why' }))
  const dialog = await screen.findByRole('dialog', { name: 'Removed in Dropbox, kept here' })
  await user.click(within(dialog).getByRole('button', { name: 'Put back in Dropbox' }))
  await waitFor(() =>
    expect(
      adapter.calls.flatMap(({ operation, input }) => (operation === 'answerDetached' ? [input] : [])),
    ).toMatchObject([
      { body: { answer: 'putBack', files: ['file-1'] } },
      { body: { answer: 'putBack', files: ['file-2'] } },
    ]),
  )
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
})

test('[S15] a deletion that waits is a row with its two answers', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<FilesWidget record={record} />, {
    sync: { phase: 'settled' },
    remoteOnly: [
      {
        kind: 'remoteOnly',
        fileId: 'x',
        name: 'x.pdf',
        folder: [],
        sync: { state: 'held', code: 'deletion_held', retryAt: null },
      },
    ],
  })
  expect(await screen.findByRole('row', { name: 'x.pdf' })).toHaveTextContent('Deleted here, still in Dropbox')
  await user.click(screen.getByRole('button', { name: 'Actions for x.pdf' }))
  expect(await screen.findByRole('menuitem', { name: 'Delete in Dropbox too' })).toBeInTheDocument()
  await user.click(await screen.findByRole('menuitem', { name: 'Bring back' }))
  expect(await within(await screen.findByRole('row', { name: 'x.pdf' })).findByText('1 kB')).toBeInTheDocument()
})

test('[C112] the note of a deletion undoes it', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<FilesWidget record={record} />, { files: [{ name: 'x.txt', copies: [] }] })
  await user.click(await screen.findByRole('button', { name: 'Actions for x.txt' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Delete' }))
  await waitFor(() => expect(screen.queryByRole('row', { name: 'x.txt' })).not.toBeInTheDocument())
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  expect(await screen.findByRole('row', { name: 'x.txt' })).toBeInTheDocument()
  expect(screen.getByText('1 file is back')).toBeInTheDocument()
})

test('a CRM without a trash offers no undo', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<FilesWidget record={record} />, {
    files: [{ name: 'x.txt', copies: [] }],
    capabilities: { trash: false },
  })
  await user.click(await screen.findByRole('button', { name: 'Actions for x.txt' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Delete' }))
  expect(await screen.findByText('1 file deleted')).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: 'Undo' })).not.toBeInTheDocument()
})

test('a list that is read only decides nothing', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<FilesWidget record={record} readOnly />, {
    files: [{ name: 'a.pdf', sync: { state: 'onlyInHost', code: 'removed_in_remote' } }],
  })
  await user.click(await screen.findByRole('button', { name: 'Actions for a.pdf' }))
  expect((await screen.findAllByRole('menuitem')).map((item) => item.textContent)).toEqual([
    'Open',
    'Download',
    'Details',
    'Explain why',
  ])
})
