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
/** How often the session behind a stream is asked for again: with the heartbeat after it, in less than five minutes. */
const RECHECK_MS = 4 * 60_000
/** More than this is not kept for a browser that does not read: it is told to ask for everything instead. */
const MOST_WAITING_BYTES = 64 * 1024
/** A browser that has not read on for so long after that is given up. */
const BEHIND_MS = 30_000

interface Waiting {
  readonly id: string
  readonly event: ServerEvent
  readonly bytes: number
}

/**
 * Opens a `text/event-stream` body. It is pulled: a browser that reads slowly gets the latest event of each thing. One that does not
 * read costs no more than 64 KiB, and is given up after half a minute.
 */
export function openEventStream(options: {
  readonly mayHear: (event: ServerEvent) => Promise<boolean>
  readonly isStillValid: () => Promise<boolean>
  readonly onEnd: () => void
}): EventStream {
  const waiting = new Map<string, Waiting>()
  let waitingBytes = 0
  let wake: (() => void) | null = null
  let behind: ReturnType<typeof setTimeout> | null = null
  let ended = false
  let checkedAt = performance.now()

  const end = (): void => {
    if (ended) return
    ended = true
    caughtUp()
    clear()
    options.onEnd()
    wake?.()
  }
  const clear = (): void => {
    waiting.clear()
    waitingBytes = 0
  }
  const caughtUp = (): void => {
    if (behind !== null) clearTimeout(behind)
    behind = null
  }
  const put = (id: string, event: ServerEvent): void => {
    const key = keyOf(event)
    const bytes = id.length + JSON.stringify(event).length
    waitingBytes += bytes - (waiting.get(key)?.bytes ?? 0)
    // Behind all others: the last id that was sent is the last one of all that came before it.
    waiting.delete(key)
    waiting.set(key, { id, event, bytes })
  }
  const takeWaiting = async (): Promise<string> => {
    await pause(GATHER_MS)
    const events = [...waiting.values()]
    clear()
    const may = await Promise.all(events.map(({ event }) => options.mayHear(event)))
    return events
      .filter((_, index) => may[index])
      .map(({ id, event }) => `id: ${id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
      .join('')
  }
  /** The next piece of the stream, at the latest a comment that keeps the line alive; `null` at the end. */
  const next = async (): Promise<string | null> => {
    for (;;) {
      if (ended) return null
      if (performance.now() - checkedAt > RECHECK_MS) {
        // A host that cannot say is taken for a no: the browser comes back.
        if (!(await options.isStillValid().catch(() => false))) return null
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
        caughtUp()
        const text = await next()
        if (text !== null) return controller.enqueue(utf8(text))
        const isStopping = ended
        end()
        // Not all at the same moment: another process has to take them. A session that is over need not come back.
        if (isStopping) controller.enqueue(utf8(`retry: ${1000 + Math.floor(Math.random() * 4000)}\n\n`))
        controller.close()
      },
      cancel: end,
    },
    { highWaterMark: 1 },
  )
  return {
    body,
    push(id, event) {
      if (ended) return
      put(id, event)
      if (waitingBytes > MOST_WAITING_BYTES) {
        clear()
        put(id, { type: 'resync' })
        behind ??= setTimeout(end, BEHIND_MS)
      }
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
