import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'

import { focus } from '../testing/focus.ts'
import { renderWithTwinfolder } from '../testing/index.ts'
import { FilesWidget } from './FilesWidget.tsx'

const record = { module: 'companies', id: '1001' } as const
const files = [
  { name: 'a.pdf', folder: ['Contracts'], copies: [] },
  { name: 'b.pdf', folder: ['Offers'], copies: [] },
  { name: 'offer.docx', copies: [] },
  { name: 'plan.xlsx', copies: [] },
]
const names = () => screen.getAllByRole('row').map((row) => row.getAttribute('aria-label'))
const calls = ({ calls: all }: ReturnType<typeof renderWithTwinfolder>['adapter'], name: string) =>
  all.flatMap(({ operation, input }) => (operation === name ? [input] : []))

test('[S8] F2 renames in the row: the stem is selected, Enter saves, the focus follows the file to its new place', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, { files })
  focus(await screen.findByRole('row', { name: 'offer.docx' }))
  await user.keyboard('{F2}')
  const field = await screen.findByRole<HTMLInputElement>('textbox', { name: 'New name of offer.docx' })
  expect(field).toHaveFocus()
  expect(field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0)).toBe('offer')
  await user.keyboard('zebra{Enter}')
  // At once, before the server has answered.
  expect(await screen.findByRole('row', { name: 'zebra.docx' })).toBeInTheDocument()
  await waitFor(() => expect(names()).toEqual(['Contracts', 'Offers', 'plan.xlsx', 'zebra.docx']))
  await waitFor(() => expect(screen.getByRole('row', { name: 'zebra.docx' })).toHaveFocus())
  expect(calls(adapter, 'renameFile')).toMatchObject([{ body: { name: 'zebra.docx' } }])
})

test('[S8] a new name is shown at once, and never as synchronised before Dropbox has it', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<FilesWidget record={record} />, {
    files: [{ name: 'offer.docx', sync: 'synced' }],
    latencyMs: 100,
  })
  focus(await screen.findByRole('row', { name: 'offer.docx' }))
  await user.keyboard('{F2}')
  await screen.findByRole('textbox')
  await user.keyboard('zebra{Enter}')
  const row = await screen.findByRole('row', { name: 'zebra.docx' })
  expect(within(row).getByRole('img', { name: 'Waiting' })).toBeInTheDocument()
})

test('Escape keeps the old name, and nothing is sent', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, { files })
  focus(await screen.findByRole('row', { name: 'offer.docx' }))
  await user.keyboard('{F2}')
  await screen.findByRole('textbox')
  await user.keyboard('other{Escape}')
  expect(screen.getByRole('row', { name: 'offer.docx' })).toHaveFocus()
  expect(calls(adapter, 'renameFile')).toHaveLength(0)
})

test('[S12] a name that can not be, or is taken, is told in the row before anything is sent', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, { files })
  await user.click(await screen.findByRole('button', { name: 'Actions for offer.docx' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Rename' }))
  const field = await screen.findByRole('textbox', { name: 'New name of offer.docx' })
  await user.clear(field)
  await user.type(field, 'Plan.xlsx{Enter}')
  expect(screen.getByRole('alert')).toHaveTextContent('This name is taken')
  expect(field).toHaveFocus()
  await user.clear(field)
  await user.type(field, 'a/b{Enter}')
  expect(field).toBeInvalid()
  expect(calls(adapter, 'renameFile')).toHaveLength(0)
  await user.tab()
  expect(screen.queryByRole('textbox')).not.toBeInTheDocument()
  expect(screen.getByRole('row', { name: 'offer.docx' })).toBeInTheDocument()
})

test('a refused name goes back to the old one, with the reason', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, { files })
  focus(await screen.findByRole('row', { name: 'offer.docx' }))
  adapter.failNext('renameFile', 'forbidden')
  await user.keyboard('{F2}')
  await screen.findByRole('textbox')
  await user.keyboard('other{Enter}')
  expect(await screen.findByText('offer.docx: You may not do this')).toBeInTheDocument()
  expect(await screen.findByRole('row', { name: 'offer.docx' })).toBeInTheDocument()
  expect(screen.queryByRole('row', { name: 'other.docx' })).not.toBeInTheDocument()
})

test('[P17] a folder is renamed in its row, too', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<FilesWidget record={record} />, { files })
  focus(await screen.findByRole('row', { name: 'Contracts' }))
  await user.keyboard('{F2}')
  await screen.findByRole('textbox')
  await user.keyboard('Papers{Enter}')
  await waitFor(() => expect(names()).toEqual(['Offers', 'Papers', 'offer.docx', 'plan.xlsx']))
  await waitFor(() => expect(screen.getByRole('row', { name: 'Papers' })).toHaveFocus())
})

test('[S8] files are moved by a dialog, and the note moves them back', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, { files })
  focus(await screen.findByRole('row', { name: 'offer.docx' }))
  await user.keyboard('[Space]{ArrowDown}{Control>}[Space]{/Control}')
  await user.click(within(screen.getByRole('toolbar', { name: '2 selected' })).getByRole('button', { name: 'Move' }))
  const dialog = await screen.findByRole('dialog', { name: 'Move 2 entries' })
  // They are here already.
  expect(within(dialog).getByRole('button', { name: 'Move here' })).toBeDisabled()
  await user.click(await within(dialog).findByRole('button', { name: 'Contracts' }))
  await user.click(within(dialog).getByRole('button', { name: 'Move here' }))
  await waitFor(() => expect(names()).toEqual(['Contracts', 'Offers']))
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
  expect(await screen.findByText('2 moved to Contracts')).toBeInTheDocument()
  expect(calls(adapter, 'moveFiles')).toMatchObject([{ body: { folder: ['Contracts'] } }])
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(names()).toEqual(['Contracts', 'Offers', 'offer.docx', 'plan.xlsx']))
  expect(await screen.findByText('2 moved back')).toBeInTheDocument()
})

test('a folder can be made on the way, and a folder does not go into itself', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<FilesWidget record={record} />, { files })
  focus(await screen.findByRole('row', { name: 'Contracts' }))
  await user.keyboard('m')
  const dialog = await screen.findByRole('dialog', { name: 'Move “Contracts”' })
  expect(await within(dialog).findByRole('button', { name: 'Contracts' })).toBeDisabled()
  await user.click(within(dialog).getByRole('button', { name: 'New folder' }))
  await user.keyboard('Archive{Enter}')
  await user.click(await within(dialog).findByRole('button', { name: 'Move here' }))
  await waitFor(() => expect(names()).toEqual(['Archive', 'Offers', 'offer.docx', 'plan.xlsx']))
  expect(await screen.findByText('1 moved to Archive')).toBeInTheDocument()
})

test('what was not moved stays, with the reason', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<FilesWidget record={record} />, {
    files: [...files, { name: 'a.pdf', copies: [] }],
  })
  focus(await screen.findByRole('row', { name: 'a.pdf' }))
  await user.keyboard('m')
  const dialog = await screen.findByRole('dialog', { name: 'Move “a.pdf”' })
  await user.click(await within(dialog).findByRole('button', { name: 'Contracts' }))
  await user.click(within(dialog).getByRole('button', { name: 'Move here' }))
  expect(await screen.findByText(/^1 was not moved: /)).toBeInTheDocument()
  expect(await screen.findByRole('row', { name: 'a.pdf' })).toBeInTheDocument()
})

test('[P45] [C112] a folder is deleted as one, and one Undo brings all of it back', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<FilesWidget record={record} />, { files, folders: [['Contracts', 'Empty']] })
  focus(await screen.findByRole('row', { name: 'Contracts' }))
  await user.keyboard('{Control>}[Space]{/Control}{ArrowDown}{ArrowDown}{Control>}[Space]{/Control}{Delete}')
  expect(await screen.findByText('2 entries deleted')).toBeInTheDocument()
  expect(names()).toEqual(['Offers', 'plan.xlsx'])
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(names()).toEqual(['Contracts', 'Offers', 'offer.docx', 'plan.xlsx']))
  await user.click(screen.getByRole('row', { name: 'Contracts' }))
  expect(await screen.findByRole('row', { name: 'Empty' })).toBeInTheDocument()
})

test('[P45] a folder that is in Dropbox asks first, and says in whose', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<FilesWidget record={record} />, {
    files: files.map((file) => ({ ...file, sync: 'synced' as const })),
    alsoSyncedBy: ['Jonas'],
    sync: { phase: 'settled' },
  })
  await user.click(await screen.findByRole('button', { name: 'Actions for Contracts' }))
  expect((await screen.findAllByRole('menuitem')).map((item) => item.textContent)).toEqual([
    'Open',
    'Upload here',
    'Rename',
    'Move…',
    'Delete',
  ])
  await user.click(await screen.findByRole('menuitem', { name: 'Delete' }))
  const dialog = await screen.findByRole('dialog', { name: 'Delete the folder “Contracts”?' })
  expect(dialog).toHaveTextContent('In the Dropbox of Jonas')
  await user.click(within(dialog).getByRole('button', { name: 'Delete' }))
  expect(await screen.findByText('Folder “Contracts” deleted')).toBeInTheDocument()
})

test('files are uploaded into a folder by its menu', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, { files })
  await user.click(await screen.findByRole('button', { name: 'Actions for Offers' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Upload here' }))
  await user.upload(screen.getByLabelText('Upload here'), new File(['x'], 'c.pdf'))
  await waitFor(() => expect(calls(adapter, 'uploadFile')).toMatchObject([{ folder: ['Offers'], name: 'c.pdf' }]))
})

test('[S5] what was removed in Dropbox is put back for a whole selection', async () => {
  const user = userEvent.setup()
  const gone = { state: 'onlyInHost', code: 'removed_in_remote' } as const
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, {
    files: [{ name: 'a.pdf', sync: gone }, { name: 'b.pdf', sync: gone }, { name: 'c.pdf' }],
    sync: { phase: 'settled' },
  })
  focus(await screen.findByRole('row', { name: 'a.pdf' }))
  await user.keyboard('{Control>}a{/Control}')
  const bar = await screen.findByRole('toolbar', { name: '3 selected' })
  await user.click(within(bar).getByRole('button', { name: 'Put back in Dropbox' }))
  await waitFor(() =>
    expect(calls(adapter, 'answerDetached')).toMatchObject([
      { body: { answer: 'putBack', files: ['file-1', 'file-2'] } },
    ]),
  )
})

test('[P61] one state alone is listed, from the filter and from the line that says how many need attention', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<FilesWidget record={record} />, {
    files: [
      { name: 'good.pdf', sync: 'synced' },
      { name: 'film.mp4', folder: ['Films'], sync: { state: 'blocked', code: 'file_too_large' } },
      { name: 'alone.txt', sync: { state: 'onlyInHost', code: 'removed_in_remote' } },
    ],
    sync: { phase: 'settled', lastSettledAt: '2026-01-05T09:00:00.000Z' },
  })
  await screen.findByRole('row', { name: 'good.pdf' })
  await user.click(screen.getByRole('button', { name: 'Filter by state' }))
  await user.click(await screen.findByRole('menuitemradio', { name: 'Only in Demo CRM' }))
  await waitFor(() => expect(names()).toEqual(['alone.txt']))
  expect(screen.getByText('1 file found')).toHaveRole('status')
  await user.click(screen.getByRole('button', { name: 'End filter: Only in Demo CRM' }))
  await waitFor(() => expect(names()).toEqual(['Films', 'alone.txt', 'good.pdf']))
  await user.click(screen.getByRole('button', { name: 'Show' }))
  await waitFor(() => expect(names()).toContain('film.mp4'))
  expect(names()).not.toContain('good.pdf')
  expect(screen.getByRole('row', { name: 'film.mp4' })).toHaveTextContent('Films')
})
