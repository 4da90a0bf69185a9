import { type Kysely, sql } from 'kysely'

import { memoryPubSub } from '../../memory/memory-pub-sub.ts'
import type { PubSub, Topic } from '../../ports/pub-sub.ts'
import type { Schema } from '../schema/schema.ts'
import { type Listening, listenTo } from './listening-connection.ts'

/** A {@link PubSub} that holds a connection. */
export interface PostgresPubSub extends PubSub {
  /** Resolves when this process hears the others. */
  ready(): Promise<void>
  close(): Promise<void>
}

/** One channel for everything: its messages have one order, the same in every process. */
const CHANNEL = 'twinfolder'
/** How long messages gather before they are sent together: a commit that notifies takes turns with all others of the cluster. */
const GATHER_MS = 5
/** PostgreSQL takes 8,000 bytes. */
const LONGEST_MESSAGE_BYTES = 7900
/** In place of a message that is too long: everybody looks for themselves. */
const GAP = 'gap'

/**
 * {@link PubSub} by PostgreSQL's NOTIFY, with one connection that listens. When that breaks it is replaced, and listeners of gaps
 * are told; meanwhile this process still hears itself.
 *
 * It needs a connection of its own for as long as the process runs, which PgBouncer has in its session mode only.
 */
export function postgresPubSub(
  url: string,
  db: Kysely<Schema>,
  onTrouble: (error: Error) => void = () => undefined,
): PostgresPubSub {
  const local = memoryPubSub()
  const gaps = new Set<() => void>()
  const self = crypto.randomUUID().slice(0, 8)
  let waiting: string[] = []
  let timer: ReturnType<typeof setTimeout> | null = null
  let sending = Promise.resolve()

  const deliver = (message: string): void => {
    if (message === GAP) return tellGap()
    const at = message.indexOf(' ')
    local.publish(message.slice(0, at) as Topic, message.slice(at + 1))
  }
  const tellGap = (): void => {
    for (const listener of gaps) listener()
  }
  /** The first word is whom a message is not for: a process that has heard it already. */
  const hear = (payload: string): void => {
    const at = payload.indexOf(' ')
    if (payload.slice(0, at) !== self) deliver(payload.slice(at + 1))
  }
  const listening: Listening = listenTo(url, CHANNEL, { onMessage: hear, onGap: tellGap, onTrouble })

  const send = async (): Promise<void> => {
    const messages = waiting
    waiting = []
    if (messages.length === 0) return
    // Who does not listen would not hear itself.
    const isHeard = listening.isListening()
    if (!isHeard) for (const message of messages) deliver(message)
    const notFor = isHeard ? 'nobody' : self
    try {
      await sql`select pg_notify(${CHANNEL}, ${`${notFor} `} || message) from unnest(${messages}::text[]) as message`.execute(
        db,
      )
    } catch (error) {
      if (isHeard) for (const message of messages) deliver(message)
      onTrouble(error instanceof Error ? error : new Error(String(error)))
    }
  }
  /** One after the other, or they would overtake each other on several connections. */
  const flush = (): void => {
    timer = null
    sending = sending.then(send)
  }

  return {
    publish(topic, message) {
      const text = `${topic} ${message}`
      waiting.push(new TextEncoder().encode(text).byteLength > LONGEST_MESSAGE_BYTES ? GAP : text)
      timer ??= setTimeout(flush, GATHER_MS)
    },
    subscribe: (topic, listener) => local.subscribe(topic, listener),
    onGap(listener) {
      gaps.add(listener)
      return () => gaps.delete(listener)
    },
    ready: () => listening.ready(),
    async close() {
      if (timer !== null) {
        clearTimeout(timer)
        flush()
      }
      await sending
      await listening.close()
    },
  }
}
