import type { UserKey } from '@twinfolder/core'
import type { ServerEvent } from '@twinfolder/protocol'

import { problem } from '../http/problem.ts'
import type { Session } from '../options.ts'
import type { PubSub } from '../ports/pub-sub.ts'
import { type Audience, createEventRing } from './event-ring.ts'
import { type EventStream, keyOf, openEventStream } from './event-stream.ts'
import { throttled } from './throttle.ts'

/** Hands events of all processes to the browsers that listen to this one. */
export interface EventHub {
  publish(audience: Audience, event: ServerEvent): void
  /**
   * A stream for one browser, from `lastEventId` on if it is still known.
   * @throws HttpProblem `rate_limited` above six streams of one user
   */
  open(
    session: Session,
    options: {
      readonly lastEventId: string | null
      readonly mayHear: (event: ServerEvent) => Promise<boolean>
      readonly isStillValid: () => Promise<boolean>
    },
  ): ReadableStream<Uint8Array>
  /** Ends all streams. */
  close(): void
}

const STREAMS_PER_USER = 6
/** How long an event waits for a newer one about the same thing, after one was sent. */
const THROTTLE_MS = 100

/**
 * Events reach every process over {@link PubSub}, in one order and with one id, so that a browser can go on at another
 * process where it was. When some may have been lost, all browsers are told to ask for everything.
 *
 * @param epoch tells the event ids of this process from those of others
 */
export function createEventHub(epoch: string, pubSub: PubSub): EventHub {
  const streams = new Map<EventStream, UserKey>()
  const ring = createEventRing()
  let lastNumber = 0

  const nextId = (): string => {
    lastNumber += 1
    return `${epoch}-${lastNumber}`
  }
  const outgoing = throttled(THROTTLE_MS, (message) => pubSub.publish('event', `${nextId()} ${message}`))
  const receive = (message: string): void => {
    const at = message.indexOf(' ')
    const id = message.slice(0, at)
    const [tenantId, userId, event] = JSON.parse(message.slice(at + 1)) as [string, string | null, ServerEvent]
    const audience = { tenantId, userId }
    ring.add({ id, audience, event })
    for (const [stream, user] of streams) if (isFor(audience, user)) stream.push(id, event)
  }
  /** Its id stays in the ring, so that a browser that was told can go on from there. */
  const resync = (stream: EventStream, { tenantId }: UserKey): void => {
    const id = nextId()
    ring.add({ id, audience: { tenantId, userId: '' }, event: { type: 'resync' } })
    stream.push(id, { type: 'resync' })
  }
  const leave = [
    pubSub.subscribe('event', receive),
    pubSub.onGap(() => {
      ring.clear()
      for (const [stream, user] of streams) resync(stream, user)
    }),
  ]

  return {
    publish(audience, event) {
      const { tenantId, userId } = audience
      outgoing.send(JSON.stringify([tenantId, userId, keyOf(event)]), JSON.stringify([tenantId, userId, event]))
    },
    open(session, { lastEventId, mayHear, isStillValid }) {
      const own = [...streams.values()].filter((user) => isSame(user, session))
      if (own.length >= STREAMS_PER_USER) {
        const detail = `A user has at most ${STREAMS_PER_USER} event streams at a time.`
        throw problem('rate_limited', detail, { retryAfterSeconds: 30 })
      }
      const stream = openEventStream({ mayHear, isStillValid, onEnd: () => streams.delete(stream) })
      const user = { tenantId: session.tenantId, userId: session.userId }
      streams.set(stream, user)
      if (lastEventId !== null) {
        const missed = ring.after(user.tenantId, lastEventId)
        if (missed === null) resync(stream, user)
        else for (const { id, audience, event } of missed) if (isFor(audience, user)) stream.push(id, event)
      }
      return stream.body
    },
    close() {
      outgoing.close()
      for (const end of leave) end()
      for (const stream of streams.keys()) stream.end()
    },
  }
}

function isFor({ tenantId, userId }: Audience, user: UserKey): boolean {
  return tenantId === user.tenantId && (userId === null || userId === user.userId)
}

function isSame(a: UserKey, b: UserKey): boolean {
  return a.tenantId === b.tenantId && a.userId === b.userId
}
