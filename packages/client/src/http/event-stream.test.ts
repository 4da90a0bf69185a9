import type { ServerEvent } from '@twinfolder/protocol'
import { expect, test } from 'vitest'

import { readEventStream } from './event-stream.ts'

const connection: ServerEvent = { type: 'connection' }
const bulk: ServerEvent = { type: 'bulk', bulkId: 'ü📄' }

async function eventsOf(...chunks: readonly (string | Uint8Array<ArrayBuffer>)[]): Promise<readonly ServerEvent[]> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks)
        controller.enqueue(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk)
      controller.close()
    },
  })
  const events: ServerEvent[] = []
  for await (const { event } of readEventStream(body)) events.push(event)
  return events
}

const textOf = (event: ServerEvent): string => `data: ${JSON.stringify(event)}\n\n`

test('reads several events of one chunk, in their order', async () => {
  expect(await eventsOf(textOf(connection) + textOf(bulk))).toEqual([connection, bulk])
})

test.each(['\n', '\r\n'])('reads the same wherever chunks end, with %j between lines', async (lineEnd) => {
  const stream = `: hello\n\n${textOf(connection)}id: 7\nevent: x\n${textOf(bulk)}`.replaceAll('\n', lineEnd)
  const bytes = new TextEncoder().encode(stream)
  for (let cut = 1; cut < bytes.length; cut += 1) {
    expect(await eventsOf(bytes.slice(0, cut), bytes.slice(cut))).toEqual([connection, bulk])
  }
  expect(await eventsOf(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual([connection, bulk])
})

test('joins the data lines of one event', async () => {
  expect(await eventsOf('data: {"type":\ndata: "connection"}\n\n')).toEqual([connection])
})

test('passes over comments, events without data, unknown types and what is no JSON', async () => {
  const strange = [
    ': still here',
    'event: ping',
    'data:',
    'data: {"type":"later"}',
    'data: null',
    'data: 7',
    'data: {"ty',
  ]
  expect(await eventsOf(...strange.map((block) => `${block}\n\n`), textOf(connection))).toEqual([connection])
})

test('drops an event that the stream does not finish', async () => {
  expect(await eventsOf(textOf(connection), 'data: {"type":"resync"}\n')).toEqual([connection])
})

test('releases the stream when nobody reads on', async () => {
  let reason: string | null = null
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode(textOf(connection))),
    cancel: () => {
      reason = 'cancelled'
    },
  })
  for await (const { event } of readEventStream(body)) {
    expect(event).toEqual(connection)
    break
  }
  expect(reason).toBe('cancelled')
})

test('tells where to go on after each event, where the server says so', async () => {
  const text = `id: a-1\nevent: connection\n${textOf(connection)}${textOf(bulk)}id: a-3\n${textOf(bulk)}`
  const body = new Response(text).body ?? new ReadableStream<Uint8Array>()
  const ids: (string | null)[] = []
  for await (const { id } of readEventStream(body)) ids.push(id)
  expect(ids).toEqual(['a-1', null, 'a-3'])
})
