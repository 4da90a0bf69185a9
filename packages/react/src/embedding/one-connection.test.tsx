import { QueryClient } from '@tanstack/react-query'
import { act, render, screen, waitFor } from '@testing-library/react'
import { type MemoryAdapter, memoryAdapter } from '@twinfolder/client/testing'
import { StrictMode } from 'react'
import { expect, test } from 'vitest'

import { SegmentSyncAction } from '../bulk/SegmentSyncAction.tsx'
import { SegmentSyncProgress } from '../bulk/SegmentSyncProgress.tsx'
import { FilesWidget } from '../files/FilesWidget.tsx'
import { DropboxIntegrationCard } from '../link/DropboxIntegrationCard.tsx'
import { en } from '../locales/en.ts'
import { TwinfolderProvider } from '../provider/TwinfolderProvider.tsx'
import { DropboxSyncButton } from '../sync/DropboxSyncButton.tsx'

const record = { module: 'companies', id: '1001' } as const

/** A memory that counts who listens to it now, and how often each thing was asked for. */
function countedAdapter(): {
  readonly adapter: MemoryAdapter
  readonly listening: () => number
  readonly most: () => number
  readonly asked: () => Readonly<Record<string, number>>
} {
  const made = memoryAdapter({ files: [{ name: 'offer.docx', sync: 'synced' }] })
  let listening = 0
  let most = 0
  const subscribe: typeof made.subscribe = (...given) => {
    listening += 1
    most = Math.max(most, listening)
    const end = made.subscribe(...given)
    let isEnded = false
    return () => {
      if (!isEnded) listening -= 1
      isEnded = true
      end()
    }
  }
  return {
    adapter: { ...made, subscribe },
    listening: () => listening,
    most: () => most,
    asked: () => {
      const counts: Record<string, number> = {}
      for (const { operation } of made.calls) counts[operation] = (counts[operation] ?? 0) + 1
      return counts
    },
  }
}

test('[P62] two widgets, a button, a card and a segment bar in strict mode: one stream of hints, each thing asked once', async () => {
  const { adapter, listening, most, asked } = countedAdapter()
  const view = render(
    <StrictMode>
      <TwinfolderProvider adapter={adapter} messages={en} queryClient={new QueryClient()}>
        <DropboxIntegrationCard />
        <FilesWidget record={record} />
        <FilesWidget record={{ ...record }} syncButton={false} />
        <DropboxSyncButton record={record} />
        <SegmentSyncAction segment={{ module: 'companies', id: 'belgium' }} as="button" />
        <SegmentSyncProgress module="companies" />
      </TwinfolderProvider>
    </StrictMode>,
  )
  expect(await screen.findAllByRole('row', { name: 'offer.docx' })).toHaveLength(2)
  await waitFor(() => expect(asked()['getConnection']).toBe(1))
  await act(() => new Promise((later) => setTimeout(later, 100)))
  expect(listening()).toBe(1)
  // Strict mode mounts, unmounts and mounts again: never two at a time.
  expect(most()).toBe(1)
  const counts = asked()
  expect(counts['listFiles']).toBe(1)
  expect(counts['getRecord']).toBe(1)
  expect(Object.entries(counts).filter(([, times]) => times > 1)).toEqual([])
  view.unmount()
  expect(listening()).toBe(0)
})
