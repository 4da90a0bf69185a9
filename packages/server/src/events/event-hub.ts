import type { UserKey } from '@twinfolder/core'
import type { ServerEvent } from '@twinfolder/protocol'

import { problem } from '../http/problem.ts'
import type { Session } from '../options.ts'
import { type EventStream, openEventStream } from './event-stream.ts'

/** Who may hear an event: one user of a tenant, or everybody in it who may see what it is about. */
export interface Audience {
  readonly tenantId: string
  readonly userId: string | null
}

/** Hands events of this process to the browsers that listen. */
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

interface SentEvent {
  readonly id: number
  readonly audience: Audience
  readonly event: ServerEvent
}

const STREAMS_PER_USER = 6
const REMEMBERED_EVENTS = 1000

/** @param epoch tells the event ids of this process from those of another one */
export function createEventHub(epoch: string): EventHub {
  const streams = new Map<EventStream, UserKey>()
  const sent = new Map<string, SentEvent[]>()
  let lastId = 0

  const remember = (entry: SentEvent): void => {
    const ofTenant = sent.get(entry.audience.tenantId) ?? []
    ofTenant.push(entry)
    if (ofTenant.length > REMEMBERED_EVENTS) ofTenant.splice(0, ofTenant.length - REMEMBERED_EVENTS)
    sent.set(entry.audience.tenantId, ofTenant)
  }
  /** What a browser has missed; `null` when that is no longer known. */
  const missedSince = (user: UserKey, eventId: string): readonly SentEvent[] | null => {
    const [ofEpoch, text] = eventId.split('-')
    const id = Number(text)
    const known = sent.get(user.tenantId) ?? []
    const oldest = known[0]?.id ?? lastId
    if (ofEpoch !== epoch || !Number.isInteger(id) || id > lastId || (id < oldest - 1 && known.length > 0)) return null
    return known.filter((entry) => entry.id > id && isFor(entry.audience, user))
  }

  return {
    publish(audience, event) {
      lastId += 1
      const entry = { id: lastId, audience, event }
      remember(entry)
      for (const [stream, user] of streams) if (isFor(audience, user)) stream.push(`${epoch}-${entry.id}`, event)
    },
    open(session, { lastEventId, mayHear, isStillValid }) {
      const own = [...streams.values()].filter((user) => isSame(user, session))
      if (own.length >= STREAMS_PER_USER) {
        const detail = `A user has at most ${STREAMS_PER_USER} event streams at a time.`
        throw problem('rate_limited', detail, { retryAfterSeconds: 30 })
      }
      const stream = openEventStream({ mayHear, isStillValid, onEnd: () => streams.delete(stream) })
      streams.set(stream, { tenantId: session.tenantId, userId: session.userId })
      if (lastEventId !== null) {
        const missed = missedSince(session, lastEventId)
        if (missed === null) stream.push(`${epoch}-${lastId}`, { type: 'resync' })
        else for (const { id, event } of missed) stream.push(`${epoch}-${id}`, event)
      }
      return stream.body
    },
    close() {
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
