import '../styles.css'

import { QueryClient } from '@tanstack/react-query'
import { memoryAdapter } from '@twinfolder/client/testing'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, expect, test } from 'vitest'
import { cdp } from 'vitest/browser'

import { SegmentSyncProgress } from '../bulk/SegmentSyncProgress.tsx'
import { FilesWidget } from '../files/FilesWidget.tsx'
import { DropboxIntegrationCard } from '../link/DropboxIntegrationCard.tsx'
import { en } from '../locales/en.ts'
import { TwinfolderProvider } from '../provider/TwinfolderProvider.tsx'
import { type Alive, watchAlive } from './watch-alive.ts'

let alive: Alive | undefined
afterEach(() => alive?.restore())

const files = Array.from({ length: 200 }, (_, at) => ({ name: `file ${at}.pdf`, sync: 'synced' as const }))

/**
 * Mounts everything over a memory of its own, waits for its files, opens a menu, and unmounts it. Without Testing Library, which keeps
 * what it has rendered.
 */
async function once(at: number): Promise<void> {
  const adapter = memoryAdapter({ files, sync: { phase: 'settled', lastSettledAt: new Date().toISOString() } })
  const container = document.createElement('div')
  document.body.append(container)
  const root = createRoot(container)
  root.render(
    <StrictMode>
      <TwinfolderProvider
        adapter={adapter}
        messages={en}
        // What a page's cache keeps for five minutes is no leak.
        queryClient={new QueryClient({ defaultOptions: { queries: { gcTime: 0 } } })}
        user={`user ${at}`}
      >
        <DropboxIntegrationCard />
        <FilesWidget record={{ module: 'companies', id: String(at) }} />
        <SegmentSyncProgress />
      </TwinfolderProvider>
    </StrictMode>,
  )
  await until(() => container.querySelector('[role=row][aria-label="file 0.pdf"]') !== null)
  container.querySelector<HTMLElement>('[data-part=more]')?.click()
  await until(() => document.querySelector('[role=menu]') !== null)
  root.unmount()
  container.remove()
}

/** Unlike `expect.poll`, which a test holds to its end with all that it has seen. */
async function until(isSo: () => boolean): Promise<void> {
  const latest = performance.now() + 20_000
  while (!isSo()) {
    if (performance.now() > latest) throw new Error(`Not within 20 s: ${String(isSo)}`)
    await new Promise((later) => setTimeout(later, 4))
  }
}

test('[P62] unmounting leaves no timer, no listener on the page and no observer behind', async () => {
  await once(0)
  await settle()
  alive = watchAlive()
  const forgotten = setInterval(() => {}, 60_000)
  expect(alive.now().intervals).toHaveLength(1)
  clearInterval(forgotten)
  for (let at = 1; at <= 5; at += 1) await once(at)
  await settle()
  expect(alive.now()).toEqual({ intervals: [], timeouts: [], listeners: [], observers: [] })
})

test(
  '[P62] fifty mounts leave the heap, the nodes and the listeners where they were',
  { timeout: 120_000 },
  async () => {
    for (let at = 0; at < 5; at += 1) await once(at)
    const before = await measure()
    for (let at = 0; at < 50; at += 1) await once(at)
    const after = await measure()
    const grown = (name: keyof typeof before) => after[name] - before[name]
    expect(grown('JSHeapUsedSize') / 50).toBeLessThan(20_000)
    expect(grown('Nodes')).toBeLessThan(500)
    // React puts some 140 on each root, and the browser may still hold the latest: fifty of them would be 7,000.
    expect(grown('JSEventListeners')).toBeLessThan(400)
  },
)

/** What ends a moment after its reader is gone. */
async function settle(): Promise<void> {
  await new Promise((later) => setTimeout(later, 600))
}

async function measure(): Promise<Readonly<Record<'JSHeapUsedSize' | 'Nodes' | 'JSEventListeners', number>>> {
  await settle()
  const session = cdp()
  await session.send('Performance.enable')
  for (let round = 0; round < 3; round += 1) await session.send('HeapProfiler.collectGarbage')
  const { metrics } = await session.send('Performance.getMetrics')
  const value = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? NaN
  return { JSHeapUsedSize: value('JSHeapUsedSize'), Nodes: value('Nodes'), JSEventListeners: value('JSEventListeners') }
}
