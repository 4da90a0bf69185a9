import { QueryClient } from '@tanstack/react-query'
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { createSyncClient } from '@twinfolder/client'
import { memoryAdapter } from '@twinfolder/client/testing'
import { FilesWidget, TwinfolderProvider, filesPage, recordView } from '@twinfolder/react'
import { en } from '@twinfolder/react/locales/en'
import { StrictMode, version } from 'react'
import { version as domVersion } from 'react-dom'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { expect, test, vi } from 'vitest'

// The host's own view: only public entries, and the types of React 18. The widget's own tests run over it as well.

const record = { module: 'companies', id: '1001' } as const

test('[J10] [P62] a page on React 18.3: strict mode, an upload, and unmounting, without a complaint', async () => {
  expect([version, domVersion]).toEqual(['18.3.1', '18.3.1'])
  const complaints = vi.spyOn(console, 'error')
  const adapter = memoryAdapter({ files: [{ name: 'offer.docx' }] })
  const view = render(
    <StrictMode>
      <TwinfolderProvider adapter={adapter} locale="en" timeZone="UTC">
        <FilesWidget record={record} className="mine" />
      </TwinfolderProvider>
    </StrictMode>,
  )
  await screen.findByRole('row', { name: 'offer.docx' })
  const input = view.container.querySelector<HTMLInputElement>('input[type=file]')
  if (!input) throw new Error('No input for files.')
  fireEvent.change(input, { target: { files: [new File(['new'], 'new.txt', { type: 'text/plain' })] } })
  await screen.findByRole('row', { name: 'new.txt' })
  view.unmount()
  expect(complaints).not.toHaveBeenCalled()
  complaints.mockRestore()
})

test('[J10] [P62] React 18.3 takes over what a server rendered, without a warning', async () => {
  const client = createSyncClient(memoryAdapter({ files: [{ name: 'offer.docx' }] }))
  const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: 60_000 } } })
  await queryClient.prefetchQuery(filesPage(client, record, { folder: [] }, 0))
  await queryClient.prefetchQuery(recordView(client, record))
  const app = (
    <StrictMode>
      <TwinfolderProvider client={client} queryClient={queryClient} messages={en} timeZone="Europe/Berlin">
        <FilesWidget record={record} />
      </TwinfolderProvider>
    </StrictMode>
  )
  const root = document.createElement('div')
  document.body.append(root)
  // That the server itself has no complaint either is proved where there is no window.
  vi.spyOn(console, 'error').mockImplementation(() => {})
  root.innerHTML = renderToString(app)
  vi.restoreAllMocks()
  const complaints = vi.spyOn(console, 'error')
  expect(root.textContent).toContain('offer.docx')
  const hydrated = await act(() => Promise.resolve(hydrateRoot(root, app)))
  await waitFor(() => expect(root.querySelector('time')?.textContent).toContain('Jan 5, 2026'))
  expect(complaints).not.toHaveBeenCalled()
  complaints.mockRestore()
  act(() => hydrated.unmount())
  root.remove()
})
