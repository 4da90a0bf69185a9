import { QueryClient } from '@tanstack/react-query'
import { createSyncClient } from '@twinfolder/client'
import { memoryAdapter } from '@twinfolder/client/testing'
import { StrictMode, createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { FilesWidget } from '../files/FilesWidget.tsx'
import { filesPage } from '../files/files-page.ts'
import { DropboxIntegrationCard } from '../link/DropboxIntegrationCard.tsx'
import { en } from '../locales/en.ts'
import { recordView } from '../files/use-record.ts'
import { TwinfolderProvider } from '../provider/TwinfolderProvider.tsx'
import { SegmentSyncAction } from '../bulk/SegmentSyncAction.tsx'
import { SegmentSyncProgress } from '../bulk/SegmentSyncProgress.tsx'
import { DropboxSyncButton } from '../sync/DropboxSyncButton.tsx'

// In Node, where there is no `window`: what a server does.

const record = { module: 'companies', id: '1001' } as const
const files = [
  { name: 'Offer <2026> & annex.pdf', updatedBy: 'Anna', sync: 'synced' as const },
  { name: 'Plan.png', folder: ['Drawings'] },
]

test('[P62] a server writes the prefetched files, their dates absolute, without a connection or a timer of its own', async () => {
  expect(typeof window).toBe('undefined')
  const adapter = memoryAdapter({ files })
  const subscribe = vi.spyOn(adapter, 'subscribe')
  const timers = vi.spyOn(globalThis, 'setInterval')
  const client = createSyncClient(adapter)
  const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: 60_000 } } })
  await queryClient.prefetchQuery(filesPage(client, record, { folder: [] }, 0))
  await queryClient.prefetchQuery(recordView(client, record))
  const asked = adapter.calls.length

  const html = page({ client, queryClient }, createElement(FilesWidget, { record }))

  expect(html).toContain('Offer &lt;2026&gt; &amp; annex.pdf')
  expect(html).toContain('Drawings')
  expect(html).toContain('Jan 5, 2026, 10:00 AM')
  expect(html).toContain('Synchronise with Dropbox')
  // A strict Content Security Policy refuses both.
  expect(html).not.toMatch(/ style="|<script|<style/)
  expect(adapter.calls.length).toBe(asked)
  expect(subscribe).not.toHaveBeenCalled()
  expect(timers).not.toHaveBeenCalled()
})

afterEach(() => {
  vi.restoreAllMocks()
})
beforeEach(() => {
  // React complains about what can't work on a server.
  vi.spyOn(console, 'error').mockImplementation((...said) => expect.fail(said.join(' ')))
})

test('[P62] every component renders on a server, with nothing prefetched and no words loaded', () => {
  const client = createSyncClient(memoryAdapter({ files }))
  for (const messages of [en, undefined]) {
    for (const component of [
      createElement(FilesWidget, { record }),
      createElement(DropboxSyncButton, { record }),
      createElement(SegmentSyncAction, { segment: { module: 'companies', id: 's' } }),
      createElement(SegmentSyncProgress),
      createElement(DropboxIntegrationCard),
    ])
      expect(page({ client, queryClient: new QueryClient(), messages }, component)).toBeTypeOf('string')
  }
})

function page(
  { messages = en, ...given }: Pick<Parameters<typeof TwinfolderProvider>[0], 'client' | 'queryClient' | 'messages'>,
  children: ReturnType<typeof createElement>,
): string {
  const props = { ...given, messages, timeZone: 'Europe/Berlin', children } as Parameters<typeof TwinfolderProvider>[0]
  return renderToString(createElement(StrictMode, null, createElement(TwinfolderProvider, props)))
}
