import { type ServerEvent, PROTOCOL_HEADER, PROTOCOL_VERSION } from '@twinfolder/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { listen } from './listen.ts'

const LONGER_THAN_ANY_WAIT_MS = 31_000

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A server whose streams the test opens, feeds and ends. */
function eventServer({ onEvent = () => undefined }: { readonly onEvent?: () => void } = {}) {
  const requests: Request[] = []
  const streams: ReadableStreamDefaultController<Uint8Array>[] = []
  let answer: () => Response | Promise<Response> = () => {
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void streams.push(controller) })
    return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } })
  }
  const log: (string | ServerEvent)[] = []
  const stop = listen(
    {
      baseUrl: 'http://crm.example/t',
      headers: async () => ({ authorization: 'Bearer x' }),
      fetch: async (input, init) => {
        requests.push(new Request(input, init))
        return answer()
      },
    },
    {
      onStatus: (status) => log.push(status),
      onEvent(event) {
        log.push(event)
        onEvent()
      },
    },
  )
  return {
    requests,
    log,
    stop,
    streams,
    answers: (next: typeof answer) => (answer = next),
    send: (event: ServerEvent, id?: string) =>
      streams.at(-1)?.enqueue(new TextEncoder().encode(`${id ? `id: ${id}\n` : ''}data: ${JSON.stringify(event)}\n\n`)),
    settle: () => vi.advanceTimersByTimeAsync(0),
  }
}

test('connects, is live, and passes events on', async () => {
  const server = eventServer()
  expect(server.log).toEqual(['connecting'])
  await server.settle()
  server.send({ type: 'connection' })
  await server.settle()
  expect(server.log).toEqual(['connecting', 'live', { type: 'connection' }])
  const [request] = server.requests
  expect(request?.url).toBe('http://crm.example/t/events')
  expect(request?.headers.get('accept')).toBe('text/event-stream')
  expect(request?.headers.get('authorization')).toBe('Bearer x')
  expect(request?.headers.get(PROTOCOL_HEADER)).toBe(PROTOCOL_VERSION)
  server.stop()
})

test.each(['ends', 'breaks'])('when the stream %s it reconnects, and asks for what was missed', async (how) => {
  // The wait before a new try is chance: here it is not none.
  const chance = vi.spyOn(Math, 'random').mockReturnValue(0.5)
  const server = eventServer()
  await server.settle()
  if (how === 'ends') server.streams[0]?.close()
  else server.streams[0]?.error(new TypeError('terminated'))
  await server.settle()
  expect(server.log).toEqual(['connecting', 'live'])
  await vi.advanceTimersByTimeAsync(1000)
  expect(server.log).toEqual(['connecting', 'live', 'live', { type: 'resync' }])
  server.stop()
  chance.mockRestore()
})

test('where the server numbers its events the stream goes on behind the last one, and nothing is asked for', async () => {
  const server = eventServer()
  await server.settle()
  server.send({ type: 'connection' }, 'a-1')
  server.send({ type: 'connection' }, 'a-2')
  await server.settle()
  server.streams[0]?.close()
  await vi.advanceTimersByTimeAsync(1000)
  expect(server.requests.map(({ headers }) => headers.get('last-event-id'))).toEqual([null, 'a-2'])
  expect(server.log.slice(-1)).toEqual(['live'])
  server.stop()
})

test('after two failures the widget polls, until the stream is back', async () => {
  const server = eventServer()
  await server.settle()
  const answer = () => new Response('', { status: 503 })
  server.answers(answer)
  server.streams[0]?.close()
  await server.settle()
  expect(server.log).toEqual(['connecting', 'live'])
  await vi.advanceTimersByTimeAsync(1000)
  expect(server.log).toEqual(['connecting', 'live', 'down'])
  await vi.advanceTimersByTimeAsync(LONGER_THAN_ANY_WAIT_MS)
  expect(server.log).toEqual(['connecting', 'live', 'down'])
  const body = new ReadableStream<Uint8Array>()
  server.answers(() => new Response(body, { headers: { 'content-type': 'text/event-stream' } }))
  await vi.advanceTimersByTimeAsync(LONGER_THAN_ANY_WAIT_MS)
  expect(server.log).toEqual(['connecting', 'live', 'down', 'live', { type: 'resync' }])
  server.stop()
})

test('a server that says when to come back is left alone until then, at most half a minute', async () => {
  const server = eventServer()
  server.answers(() => new Response('', { status: 429, headers: { 'retry-after': '20' } }))
  await server.settle()
  await vi.advanceTimersByTimeAsync(19_900)
  expect(server.requests).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1200)
  expect(server.requests).toHaveLength(2)
  server.answers(() => new Response('', { status: 429, headers: { 'retry-after': '86400' } }))
  await vi.advanceTimersByTimeAsync(95_000)
  expect(server.requests.length).toBeGreaterThanOrEqual(4)
  server.stop()
})

test('five hundred browsers that lose their streams together come back spread over the window', async () => {
  const servers = Array.from({ length: 500 }, () => eventServer())
  for (const server of servers) server.answers(() => new Response('', { status: 503 }))
  await vi.advanceTimersByTimeAsync(0)
  const asked = (): number => servers.reduce((sum, { requests }) => sum + requests.length, 0)
  let before = asked()
  const tenths: number[] = []
  for (let tenth = 0; tenth < 10; tenth += 1) {
    await vi.advanceTimersByTimeAsync(100)
    tenths.push(asked() - before)
    before = asked()
  }
  // Each tenth of the first second gets about a tenth of them, and none a crowd.
  expect(Math.min(...tenths.slice(0, 9))).toBeGreaterThan(20)
  expect(Math.max(...tenths)).toBeLessThan(150)
  for (const server of servers) server.stop()
})

test.each([
  ['a refusal', () => new Response('', { status: 429 })],
  ['no server', () => Promise.reject(new TypeError('fetch failed'))],
  ['a page of the host', () => new Response('<h1>', { headers: { 'content-type': 'text/html' } })],
])('after %s it is down, waits longer each time, and goes on trying', async (_, answer) => {
  const server = eventServer()
  server.answers(answer)
  await vi.advanceTimersByTimeAsync(1000)
  expect(new Set(server.log)).toEqual(new Set(['connecting', 'down']))
  expect(server.requests.length).toBeGreaterThanOrEqual(2)
  for (let minute = 0; minute < 5; minute += 1) await vi.advanceTimersByTimeAsync(60_000)
  const late = server.requests.length
  expect(late).toBeGreaterThanOrEqual(10)
  expect(late).toBeLessThanOrEqual(45)
  await vi.advanceTimersByTimeAsync(LONGER_THAN_ANY_WAIT_MS)
  expect(server.requests.length).toBeGreaterThan(late)
  server.stop()
})

test('stops at once: no event, no status, no request, and the server hears of it', async () => {
  const server = eventServer()
  await server.settle()
  server.send({ type: 'connection' })
  server.send({ type: 'resync' })
  server.stop()
  await vi.advanceTimersByTimeAsync(LONGER_THAN_ANY_WAIT_MS)
  expect(server.log).toEqual(['connecting', 'live'])
  expect(server.requests).toHaveLength(1)
  expect(server.requests[0]?.signal.aborted).toBe(true)
})

test('stops between two events of one chunk', async () => {
  const server = eventServer({ onEvent: () => server.stop() })
  await server.settle()
  server.streams[0]?.enqueue(new TextEncoder().encode('data: {"type":"connection"}\n\n'.repeat(2)))
  await server.settle()
  expect(server.log).toEqual(['connecting', 'live', { type: 'connection' }])
})

test('stops while it waits for the next attempt, and leaves no timer behind', async () => {
  const server = eventServer()
  server.answers(() => new Response('', { status: 503 }))
  await server.settle()
  expect(vi.getTimerCount()).toBe(1)
  server.stop()
  await server.settle()
  expect(vi.getTimerCount()).toBe(0)
  expect(server.requests).toHaveLength(1)
})
