import type { ServerEvent } from '@twinfolder/protocol'
import { afterEach, expect, test, vi } from 'vitest'

import type { HttpTarget } from './call-operation.ts'
import { listenTogether } from './listen-together.ts'

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

let names = 0
/** A server with numbered events, and tabs that listen to it. */
function browser() {
  names += 1
  const session = `sofie-${names}`
  const streams: {
    readonly controller: ReadableStreamDefaultController<Uint8Array>
    readonly lastEventId: string | null
  }[] = []
  let open = 0
  let sent = 0
  const target: HttpTarget = {
    baseUrl: 'http://crm.example/t',
    headers: async () => ({}),
    async fetch(input, init) {
      const { headers, signal } = new Request(input, init)
      open += 1
      signal.addEventListener('abort', () => (open -= 1))
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => void streams.push({ controller, lastEventId: headers.get('last-event-id') }),
      })
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
    },
  }
  return {
    streams,
    openStreams: () => open,
    send: (event: ServerEvent) => {
      sent += 1
      const text = `id: a-${sent}\ndata: ${JSON.stringify(event)}\n\n`
      streams.at(-1)?.controller.enqueue(new TextEncoder().encode(text))
    },
    tab: (of = session) => {
      const log: (string | ServerEvent)[] = []
      const stop = listenTogether(target, of, {
        onStatus: (status) => log.push(status),
        onEvent: (event) => log.push(event),
      })
      stops.push(stop)
      return { log, stop, isLive: () => expect.poll(() => log).toContain('live') }
    },
  }
}

const connection: ServerEvent = { type: 'connection' }
const bulk: ServerEvent = { type: 'bulk', bulkId: 'one' }

test('six tabs share one stream, and each hears everything once', async () => {
  const { tab, send, openStreams, streams } = browser()
  const tabs = Array.from({ length: 6 }, () => tab())
  for (const one of tabs) await one.isLive()
  send(connection)
  send(bulk)
  for (const { log } of tabs) {
    await expect.poll(() => log).toEqual(['connecting', 'live', connection, bulk])
  }
  expect([openStreams(), streams.length]).toEqual([1, 1])
})

test('when the tab with the stream is closed another one goes on behind the last event', async () => {
  const { tab, send, openStreams, streams } = browser()
  const first = tab()
  await first.isLive()
  const [second, third] = [tab(), tab()]
  await second.isLive()
  await third.isLive()
  send(connection)
  await expect.poll(() => third.log).toContainEqual(connection)
  first.stop()
  await expect.poll(() => streams).toHaveLength(2)
  expect(streams[1]?.lastEventId).toBe('a-1')
  send(bulk)
  for (const { log } of [second, third]) {
    await expect.poll(() => log).toEqual(['connecting', 'live', connection, bulk])
  }
  expect(first.log).toEqual(['connecting', 'live', connection])
  await expect.poll(openStreams).toBe(1)
})

test('[X35] tabs of another user share nothing', async () => {
  const { tab, send, openStreams } = browser()
  const sofie = tab()
  await sofie.isLive()
  const jonas = tab('jonas')
  await jonas.isLive()
  expect(openStreams()).toBe(2)
  // The last stream is that of Jonas.
  send(connection)
  await expect.poll(() => jonas.log).toContainEqual(connection)
  expect(sofie.log).toEqual(['connecting', 'live'])
})

test('a browser without locks has a stream for each tab', async () => {
  vi.stubGlobal('navigator', {})
  try {
    const { tab, openStreams } = browser()
    const tabs = [tab(), tab()]
    for (const one of tabs) await one.isLive()
    expect(openStreams()).toBe(2)
  } finally {
    vi.unstubAllGlobals()
  }
})

test('a tab that hears of nobody polls, and is live when it gets the stream', async () => {
  const { tab } = browser()
  let release: () => void = () => undefined
  // A tab that is frozen holds the lock, and tells nothing.
  const name = `twinfolder-events sofie-${names}`
  void navigator.locks.request(name, () => new Promise<void>((resolve) => (release = resolve)))
  const late = tab()
  await expect.poll(() => late.log).toEqual(['connecting', 'down'])
  release()
  await expect.poll(() => late.log.at(-1)).toBe('live')
})
