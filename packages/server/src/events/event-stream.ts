import type { ServerEvent } from '@twinfolder/protocol'

import { utf8 } from '../crypto/bytes.ts'

/** One browser's stream of events. */
export interface EventStream {
  readonly body: ReadableStream<Uint8Array>
  /** Queues an event; one about the same thing that still waits is replaced by it. */
  push(id: string, event: ServerEvent): void
  end(): void
}

const HEARTBEAT_MS = 15_000
/** How long events gather before they are sent together. */
const GATHER_MS = 50
/** How often the session behind a stream is asked for again. */
const RECHECK_MS = 5 * 60_000

/**
 * Opens a `text/event-stream` body. It is pulled: a browser that reads slowly gets the latest event of each thing, and the
 * queue never outgrows the number of things.
 */
export function openEventStream(options: {
  readonly mayHear: (event: ServerEvent) => Promise<boolean>
  readonly isStillValid: () => Promise<boolean>
  readonly onEnd: () => void
}): EventStream {
  const waiting = new Map<string, { readonly id: string; readonly event: ServerEvent }>()
  let wake: (() => void) | null = null
  let ended = false
  let checkedAt = performance.now()

  const end = (): void => {
    if (ended) return
    ended = true
    options.onEnd()
    wake?.()
  }
  const takeWaiting = async (): Promise<string> => {
    await pause(GATHER_MS)
    const events = [...waiting.values()]
    waiting.clear()
    let text = ''
    for (const { id, event } of events) {
      if (await options.mayHear(event)) text += `id: ${id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
    }
    return text
  }
  /** The next piece of the stream, at the latest a comment that keeps the line alive; `null` at the end. */
  const next = async (): Promise<string | null> => {
    for (;;) {
      if (ended) return null
      if (performance.now() - checkedAt > RECHECK_MS) {
        if (!(await options.isStillValid())) return null
        checkedAt = performance.now()
      }
      if (waiting.size > 0) {
        const text = await takeWaiting()
        if (text !== '') return text
        continue
      }
      if (!(await wakened())) return ': still here\n\n'
    }
  }
  /** Waits for an event or the end; `false` when it is time for a heartbeat. */
  const wakened = (): Promise<boolean> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), HEARTBEAT_MS)
      wake = () => {
        clearTimeout(timer)
        resolve(true)
      }
    })

  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(utf8(': hello\n\n')),
      async pull(controller) {
        const text = await next()
        if (text !== null) return controller.enqueue(utf8(text))
        end()
        // Not all at the same moment: another process has to take them.
        controller.enqueue(utf8(`retry: ${1000 + Math.floor(Math.random() * 4000)}\n\n`))
        controller.close()
      },
      cancel: end,
    },
    { highWaterMark: 1 },
  )
  return {
    body,
    push(id, event) {
      const key = keyOf(event)
      waiting.delete(key)
      waiting.set(key, { id, event })
      wake?.()
    },
    end,
  }
}

/** Events with the same key are about the same thing: the latest one says it all. */
export function keyOf(event: ServerEvent): string {
  switch (event.type) {
    case 'record':
      return JSON.stringify([event.type, event.record.module, event.record.id])
    case 'progress':
      return JSON.stringify([event.type, event.record.module, event.record.id, event.fileId])
    case 'bulk':
      return JSON.stringify([event.type, event.bulkId])
    default:
      return event.type
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
