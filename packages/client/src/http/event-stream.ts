import type { ServerEvent } from '@twinfolder/protocol'

/** An event as it came. */
export interface StreamedEvent {
  readonly event: ServerEvent
  /** Where to go on after it; `null` where the server gives no ids. */
  readonly id: string | null
}

/** Yields the events of a `text/event-stream` body. A chunk may hold half an event; comments keep the line alive. */
export async function* readEventStream(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamedEvent> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      // Replaced in the whole rest, since a chunk may end between the two characters.
      rest = (rest + decoder.decode(value, { stream: true })).replaceAll('\r\n', '\n')
      const blocks = rest.split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const event = parseBlock(block)
        if (event) yield event
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

const types: readonly ServerEvent['type'][] = ['record', 'progress', 'connection', 'bulk', 'resync']

function parseBlock(block: string): StreamedEvent | null {
  const field = (name: string): readonly string[] =>
    block
      .split('\n')
      .filter((line) => line.startsWith(`${name}:`))
      .map((line) => line.slice(name.length + 1).trimStart())
  const data = field('data').join('\n')
  if (data === '') return null
  try {
    const event: ServerEvent = JSON.parse(data)
    return types.includes(event.type) ? { event, id: field('id').at(-1) ?? null } : null
  } catch {
    return null
  }
}
