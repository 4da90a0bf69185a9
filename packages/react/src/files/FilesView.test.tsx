import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'

import { focus } from '../testing/focus.ts'
import { renderWithTwinfolder } from '../testing/index.ts'
import type { FilesView } from './files-view.ts'
import { FilesWidget } from './FilesWidget.tsx'

const record = { module: 'companies', id: '1001' } as const
const files = [
  { name: 'a.pdf', folder: ['Contracts'], sizeBytes: 900 },
  { name: 'b.pdf', folder: ['Contracts', '2026'], sizeBytes: 800 },
  { name: 'offer.docx', sizeBytes: 300 },
  { name: 'plan.pdf', sizeBytes: 5000 },
]
const names = () => screen.getAllByRole('row').map((row) => row.getAttribute('aria-label'))
const queries = ({ calls }: ReturnType<typeof renderWithTwinfolder>['adapter']) =>
  calls.flatMap(({ operation, input }) => (operation === 'listFiles' ? [input] : []))

test('[P16] the search finds names below the folder, says where each lies and once how many there are', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, { files })
  await screen.findByRole('row', { name: 'offer.docx' })
  await user.click(screen.getByRole('button', { name: 'Search files' }))
  const field = screen.getByRole('searchbox', { name: 'Search files' })
  expect(field).toHaveFocus()
  await user.type(field, 'pdf')
  await waitFor(() => expect(names()).toEqual(['a.pdf', 'b.pdf', 'plan.pdf']))
  expect(screen.getByRole('row', { name: 'b.pdf' })).toHaveTextContent('Contracts / 2026')
  expect(screen.getByText('3 files found')).toHaveRole('status')
  // One question for the word, not one for each letter.
  expect(queries(adapter).filter((input) => JSON.stringify(input).includes('"search"'))).toHaveLength(1)
})

test('Escape ends the search, brings the list back and gives the focus back', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<FilesWidget record={record} />, { files })
  const row = await screen.findByRole('row', { name: 'offer.docx' })
  focus(row)
  await user.keyboard('/plan')
  await waitFor(() => expect(names()).toEqual(['plan.pdf']))
  await user.keyboard('{ArrowDown}')
  expect(screen.getByRole('row', { name: 'plan.pdf' })).toHaveFocus()
  await user.keyboard('{Control>}f{/Control}')
  expect(screen.getByRole('searchbox')).toHaveFocus()
  await user.keyboard('{Escape}')
  await waitFor(() => expect(names()).toEqual(['Contracts', 'offer.docx', 'plan.pdf']))
  expect(screen.queryByRole('searchbox')).not.toBeInTheDocument()
  await waitFor(() => expect(document.activeElement).toHaveAttribute('role', 'row'))
})

test('a search without a result says so, and one press clears it', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<FilesWidget record={record} />, { files })
  await user.click(await screen.findByRole('button', { name: 'Search files' }))
  await user.keyboard('nowhere')
  expect(await screen.findByText('No file matches “nowhere”.')).toBeInTheDocument()
  expect(screen.getByText('Nothing found')).toHaveRole('status')
  await user.click(screen.getByRole('button', { name: 'Clear' }))
  expect(await screen.findByRole('row', { name: 'offer.docx' })).toBeInTheDocument()
})

test('the menu sorts, and the same choice turns the order round', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<FilesWidget record={record} />, { files })
  await screen.findByRole('row', { name: 'offer.docx' })
  const sort = async (name: RegExp) => {
    await user.click(screen.getByRole('button', { name: 'Sort' }))
    await user.click(await screen.findByRole('menuitemradio', { name }))
  }
  await sort(/^Size/)
  await waitFor(() => expect(names()).toEqual(['Contracts', 'plan.pdf', 'offer.docx']))
  await user.click(screen.getByRole('button', { name: 'Sort' }))
  expect(await screen.findByRole('menuitemradio', { checked: true })).toHaveTextContent('Size descending')
  await user.keyboard('{Escape}')
  await sort(/^Size/)
  await waitFor(() => expect(names()).toEqual(['Contracts', 'offer.docx', 'plan.pdf']))
})

test('a new order keeps the old rows until the new ones are there: no skeleton, no empty list', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<FilesWidget record={record} />, { files, latencyMs: 60 })
  await screen.findByRole('row', { name: 'offer.docx' })
  await user.click(screen.getByRole('button', { name: 'Sort' }))
  await user.click(await screen.findByRole('menuitemradio', { name: /^Name/ }))
  expect(screen.getByRole('grid')).toHaveAttribute('aria-busy', 'true')
  expect(names()).toEqual(['Contracts', 'offer.docx', 'plan.pdf'])
  await waitFor(() => expect(names()).toEqual(['Contracts', 'plan.pdf', 'offer.docx']))
  expect(screen.getByRole('grid')).toHaveAttribute('aria-busy', 'false')
})

test('[P62] the page can begin with a view, follow it, and decide it', async () => {
  const user = userEvent.setup()
  const seen = vi.fn<(view: FilesView) => void>()
  renderWithTwinfolder(
    <FilesWidget record={record} defaultView={{ folder: ['Contracts'], sort: '-name' }} onViewChange={seen} />,
    { files },
  )
  expect(await screen.findByRole('row', { name: 'a.pdf' })).toBeInTheDocument()
  await user.click(screen.getByRole('row', { name: '2026' }))
  expect(seen).toHaveBeenLastCalledWith({ folder: ['Contracts', '2026'], sort: '-name', search: undefined })
  expect(await screen.findByRole('row', { name: 'b.pdf' })).toBeInTheDocument()
})

test('[P62] a page that decides the view and refuses a change keeps the list as it is', async () => {
  const user = userEvent.setup()
  function Page() {
    const [folder, setFolder] = useState<readonly string[]>([])
    return (
      <>
        <button type="button" onClick={() => setFolder(['Contracts'])}>
          Contracts, please
        </button>
        <FilesWidget record={record} view={{ folder }} onViewChange={() => {}} />
      </>
    )
  }
  renderWithTwinfolder(<Page />, { files })
  await user.click(await screen.findByRole('row', { name: 'Contracts' }))
  expect(screen.getByRole('row', { name: 'offer.docx' })).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Contracts, please' }))
  expect(await screen.findByRole('row', { name: 'a.pdf' })).toBeInTheDocument()
})

test('a selection survives another order, and the search takes its place', async () => {
  const user = userEvent.setup()
  function Page() {
    const [view, setView] = useState<FilesView>({ folder: [] })
    return (
      <>
        <button type="button" onClick={() => setView({ folder: [], sort: '-name' })}>
          From the end
        </button>
        <FilesWidget record={record} view={view} onViewChange={setView} />
      </>
    )
  }
  renderWithTwinfolder(<Page />, { files })
  const row = await screen.findByRole('row', { name: 'plan.pdf' })
  focus(row)
  await user.keyboard('{Control>}[Space]{/Control}')
  const bar = screen.getByRole('toolbar', { name: '1 selected' })
  expect(within(bar).getByRole('button', { name: 'Download' })).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'From the end' }))
  await waitFor(() => expect(names()).toEqual(['Contracts', 'plan.pdf', 'offer.docx']))
  expect(screen.getByRole('toolbar', { name: '1 selected' })).toBeInTheDocument()
  focus(screen.getByRole('row', { name: 'plan.pdf' }))
  await user.keyboard('/off')
  await waitFor(() => expect(names()).toEqual(['offer.docx']))
  expect(screen.queryByRole('toolbar')).not.toBeInTheDocument()
})
