import type { ServerEvent } from '@twinfolder/protocol'
import { expect } from 'vitest'

import type { TestServer, Who } from './test-server.ts'

/** A browser that listens to a server and keeps what it heard. */
export async function listen(server: TestServer, who: Who, lastEventId?: string) {
  const headers: Record<string, string> = lastEventId === undefined ? {} : { 'last-event-id': lastEventId }
  const response = await server.send(who, 'GET', '/events', { headers })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const events: ServerEvent[] = []
  const ids: string[] = []
  const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader()
  const ended = (async () => {
    const decoder = new TextDecoder()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      for (const line of decoder.decode(value).split('\n')) {
        if (line.startsWith('data: ')) events.push(JSON.parse(line.slice(6)) as ServerEvent)
        if (line.startsWith('id: ')) ids.push(line.slice(4))
      }
    }
  })()
  return { events, ids, ended, leave: () => reader.cancel() }
}
