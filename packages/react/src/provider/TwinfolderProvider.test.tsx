import { QueryClient } from '@tanstack/react-query'
import { act, render, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { createSyncClient } from '@twinfolder/client'
import { memoryAdapter } from '@twinfolder/client/testing'
import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { expect, test, vi } from 'vitest'

import { filesPage } from '../files/files-page.ts'
import { FilesWidget } from '../files/FilesWidget.tsx'
import { de } from '../locales/de.ts'
import { en } from '../locales/en.ts'
import { queryKeys } from './query-keys.ts'
import { TwinfolderProvider } from './TwinfolderProvider.tsx'

const record = { module: 'companies', id: '1001' } as const
const files = [{ name: 'offer.docx', updatedBy: 'Anna', sync: 'synced' as const }]

test('[P60] a locale alone loads its language; another one follows without a remount', async () => {
  const adapter = memoryAdapter({ files })
  const view = render(
    <TwinfolderProvider adapter={adapter} locale="de-AT">
      <FilesWidget record={record} />
    </TwinfolderProvider>,
  )
  const panel = await screen.findByRole('region', { name: 'Dateien' })
  expect(screen.getByRole('button', { name: 'Mit Dropbox synchronisieren' })).toBeInTheDocument()
  view.rerender(
    <TwinfolderProvider adapter={adapter} locale="en">
      <FilesWidget record={record} />
    </TwinfolderProvider>,
  )
  expect(await screen.findByRole('region', { name: 'Files' })).toBe(panel)
})

test('[P60] a host replaces single texts, of a whole language or of the loaded one', async () => {
  const adapter = memoryAdapter({ files })
  const view = render(
    <TwinfolderProvider adapter={adapter} messages={{ ...de, 'files.title': 'Unterlagen' }}>
      <FilesWidget record={record} />
    </TwinfolderProvider>,
  )
  expect(screen.getByRole('region', { name: 'Unterlagen' })).toBeInTheDocument()
  view.unmount()
  render(
    <TwinfolderProvider adapter={adapter} locale="en" messages={{ 'files.title': 'Documents' }}>
      <FilesWidget record={record} />
    </TwinfolderProvider>,
  )
  expect(await screen.findByRole('region', { name: 'Documents' })).toBeInTheDocument()
})

test('[P60] a text of a part that is loaded later is replaced, too', async () => {
  const user = userEvent.setup()
  for (const provider of [
    { messages: { ...de, 'newFolder.name': 'Wie soll er heißen?' } },
    { locale: 'de', messages: { 'newFolder.name': 'Wie soll er heißen?' } },
  ]) {
    const view = render(
      <TwinfolderProvider adapter={memoryAdapter({ files })} {...provider}>
        <FilesWidget record={record} />
      </TwinfolderProvider>,
    )
    await user.click(await screen.findByRole('button', { name: 'Hinzufügen' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Neuer Ordner' }))
    expect(await screen.findByRole('textbox', { name: 'Wie soll er heißen?' })).toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Anlegen' })).toBeInTheDocument()
    view.unmount()
  }
})

test('[P60] an open dialog stays open while the language changes, and is never without texts', async () => {
  const user = userEvent.setup()
  const adapter = memoryAdapter({ files })
  for (const [from, to] of [
    [{ messages: de }, { messages: en }],
    [{ locale: 'de' }, { locale: 'en' }],
  ]) {
    const view = render(
      <TwinfolderProvider adapter={adapter} {...from}>
        <FilesWidget record={record} />
      </TwinfolderProvider>,
    )
    await user.click(await screen.findByRole('button', { name: 'Hinzufügen' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Neuer Ordner' }))
    await user.type(await screen.findByRole('textbox', { name: 'Name des Ordners' }), 'Fotos')
    view.rerender(
      <TwinfolderProvider adapter={adapter} {...to}>
        <FilesWidget record={record} />
      </TwinfolderProvider>,
    )
    expect(screen.getByRole('textbox')).toHaveValue('Fotos')
    expect(await screen.findByRole('textbox', { name: 'Folder name' })).toHaveValue('Fotos')
    expect(screen.getByRole('region', { name: 'Files', hidden: true })).toBeInTheDocument()
    view.unmount()
  }
})

test('[P62] a server writes the names of prefetched files, and the page takes over without a warning', async () => {
  const adapter = memoryAdapter({ files })
  const client = createSyncClient(adapter)
  const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: 60_000 } } })
  await queryClient.prefetchQuery(filesPage(client, record, { folder: [] }, 0))
  await queryClient.prefetchQuery({ queryKey: queryKeys.recordView(record), queryFn: () => client.getRecord(record) })
  const app = (
    <StrictMode>
      <TwinfolderProvider client={client} queryClient={queryClient} messages={en} timeZone="Europe/Berlin">
        <FilesWidget record={record} />
      </TwinfolderProvider>
    </StrictMode>
  )
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
  const html = renderToString(app)
  expect(html).toContain('aria-label="offer.docx"')
  expect(html).toContain('Jan 5, 2026, 10:00 AM')
  expect(html).not.toContain('<script')
  // React 18 complains of layout effects, as this server looks like a page. On a real one: server.test.tsx.
  expect(complaints.mock.calls.filter(([text]) => !String(text).includes('useLayoutEffect'))).toEqual([])
  complaints.mockClear()
  const root = document.createElement('div')
  document.body.append(root)
  root.innerHTML = html
  const hydrated = await act(async () => hydrateRoot(root, app))
  await waitFor(() => expect(root.querySelector('time')).toHaveTextContent('Jan 5, 2026'))
  expect(complaints).not.toHaveBeenCalled()
  complaints.mockRestore()
  act(() => hydrated.unmount())
  root.remove()
})

test('[P62] two widgets share one stream of hints, and unmounting ends it', async () => {
  const adapter = memoryAdapter({ files })
  const end = vi.fn()
  const subscribe = vi.spyOn(adapter, 'subscribe').mockImplementation(() => end)
  const view = render(
    <TwinfolderProvider adapter={adapter} messages={en}>
      <FilesWidget record={record} />
      <FilesWidget record={{ module: 'companies', id: '1002' }} />
    </TwinfolderProvider>,
  )
  await screen.findAllByRole('row', { name: 'offer.docx' })
  expect(subscribe).toHaveBeenCalledOnce()
  view.unmount()
  expect(end).toHaveBeenCalledOnce()
})

test('another client never sees what the one before has read', async () => {
  const queryClient = new QueryClient()
  const widget = (name: string) => (
    <TwinfolderProvider client={name === 'sofie' ? sofie : jonas} queryClient={queryClient} messages={en}>
      <FilesWidget record={record} />
    </TwinfolderProvider>
  )
  const sofie = createSyncClient(memoryAdapter({ files: [{ name: 'secret of sofie.pdf' }] }))
  const jonas = createSyncClient(memoryAdapter({ files: [{ name: 'x.pdf' }], latencyMs: 50 }))
  const view = render(widget('sofie'))
  await screen.findByRole('row', { name: 'secret of sofie.pdf' })
  view.rerender(widget('jonas'))
  expect(screen.queryByRole('row', { name: 'secret of sofie.pdf' })).not.toBeInTheDocument()
  expect(await screen.findByRole('row', { name: 'x.pdf' })).toBeInTheDocument()
})

test('a burst of hints is read at most a few times', async () => {
  const adapter = memoryAdapter({ files })
  render(
    <TwinfolderProvider adapter={adapter} messages={en}>
      <FilesWidget record={record} />
    </TwinfolderProvider>,
  )
  await screen.findByRole('row', { name: 'offer.docx' })
  const before = adapter.calls.length
  for (let hint = 0; hint < 50; hint += 1) adapter.emit({ type: 'record', record })
  await waitFor(() => expect(adapter.calls.length).toBeGreaterThan(before + 2))
  await new Promise((later) => setTimeout(later, 900))
  expect(adapter.calls.length - before).toBeLessThanOrEqual(6)
})
