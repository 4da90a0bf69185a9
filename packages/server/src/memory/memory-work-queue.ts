import { type RecordKey, recordKeyText } from '@twinfolder/core'

import type { PubSub } from '../ports/pub-sub.ts'
import {
  type ClaimKey,
  type WorkAgain,
  type WorkItem,
  type WorkQueue,
  type WorkRequest,
  workPriority,
} from '../ports/work-queue.ts'
import { memoryPubSub } from './memory-pub-sub.ts'

interface Row {
  readonly linkId: string
  readonly record: RecordKey | null
  generation: number
  doneGeneration: number
  priority: number
  /** Milliseconds since 1970; 0 is "at once". */
  readyAtMs: number
  sinceMs: number
  attempts: number
  bulkId: string | null
}

interface LinkWork {
  readonly rows: Map<string, Row>
  claim: { readonly owner: string; readonly items: ReadonlySet<string>; untilMs: number } | null
  /** When it was last served: links with equally urgent work take turns. */
  servedAtMs: number
}

/** A {@link WorkQueue} in memory, for one process. */
export function memoryWorkQueue(pubSub: PubSub = memoryPubSub()): WorkQueue {
  const links = new Map<string, LinkWork>()
  let claims = 0
  /** Generations never repeat, so that a request after a `cancel` is not taken for what a running claim has done. */
  let generations = 0

  const linkWork = (linkId: string): LinkWork => {
    const known = links.get(linkId)
    if (known) return known
    const work: LinkWork = { rows: new Map(), claim: null, servedAtMs: 0 }
    links.set(linkId, work)
    return work
  }
  /** The link of a claim that is still in force. */
  const held = (claim: ClaimKey): LinkWork | null => {
    const work = links.get(claim.linkId)
    return work?.claim?.owner === claim.owner ? work : null
  }

  return {
    async request(requests) {
      if (requests.length === 0) return
      for (const request of requests) merge(linkWork(request.linkId), request, (generations += 1))
      const urgent = requests.flatMap(({ linkId, priority }) => (priority >= workPriority.person ? linkId : []))
      for (const linkId of urgent.length > 0 ? new Set(urgent) : ['']) pubSub.publish('work', linkId)
    },
    async claim(owner, { now, until, limit }) {
      const nowMs = Date.parse(now)
      const next = mostUrgent(links, nowMs)
      if (!next) return null
      const [linkId, work] = next
      const items = readyRows(work, nowMs).slice(0, limit)
      claims += 1
      const token = `${owner}#${claims}`
      work.servedAtMs = performance.timeOrigin + performance.now()
      work.claim = { owner: token, items: new Set(items.map(rowKey)), untilMs: Date.parse(until) }
      return { linkId, owner: token, items: items.map(itemOf) }
    },
    async heartbeat(claim, until) {
      const work = held(claim)
      if (work?.claim) work.claim.untilMs = Date.parse(until)
      return work !== null
    },
    async ack(claim, done, again) {
      const work = held(claim)
      if (!work) return
      for (const item of done) {
        const row = work.rows.get(recordText(item.record))
        if (!row) continue
        row.doneGeneration = Math.max(row.doneGeneration, item.generation)
        row.attempts = 0
        if (!isPending(row)) work.rows.delete(rowKey(row))
      }
      if (again) lookAgain(work, { linkId: claim.linkId, record: null, ...again }, (generations += 1))
      release(links, claim.linkId, work)
    },
    async fail(claim, notBefore) {
      const work = held(claim)
      if (!work) return
      for (const item of claim.items) {
        const row = work.rows.get(recordText(item.record))
        if (!row) continue
        row.attempts += 1
        row.readyAtMs = Math.max(row.readyAtMs, Date.parse(notBefore))
      }
      release(links, claim.linkId, work)
    },
    async cancel({ linkId, bulkId }) {
      const work = links.get(linkId)
      if (!work) return []
      const dropped = [...work.rows.values()].filter((row) => bulkId === undefined || row.bulkId === bulkId)
      for (const row of dropped) work.rows.delete(rowKey(row))
      const { claim } = work
      if (work.rows.size === 0 && !claim) links.delete(linkId)
      return claim && dropped.some((row) => claim.items.has(rowKey(row))) ? [{ linkId, owner: claim.owner }] : []
    },
    isHeld: async (claim) => held(claim) !== null,
    async stats() {
      let waiting = 0
      let claimed = 0
      for (const work of links.values()) {
        for (const key of work.rows.keys()) {
          if (work.claim?.items.has(key)) claimed += 1
          else waiting += 1
        }
      }
      return { waiting, claimed }
    },
    isWanted: async (linkId, record) => links.get(linkId)?.rows.has(recordText(record)) ?? false,
  }
}

/** The same request twice is one row of a newer generation. A row that others want too belongs to no bulk run alone. */
function merge(work: LinkWork, request: WorkRequest, generation: number): void {
  const { linkId, record, priority, readyAt, since, bulkId } = request
  const readyAtMs = readyAt === undefined ? 0 : Date.parse(readyAt)
  const sinceMs = since === undefined ? performance.timeOrigin + performance.now() : Date.parse(since)
  const row = work.rows.get(recordText(record))
  if (!row) {
    work.rows.set(recordText(record), {
      linkId,
      record,
      generation,
      doneGeneration: 0,
      priority,
      readyAtMs,
      sinceMs,
      attempts: 0,
      bulkId: bulkId ?? null,
    })
    return
  }
  row.generation = generation
  row.priority = Math.max(row.priority, priority)
  const isSooner = row.attempts === 0 || priority >= workPriority.person
  if (isSooner) row.readyAtMs = Math.min(row.readyAtMs, readyAtMs)
  row.sinceMs = Math.min(row.sinceMs, sinceMs)
  row.bulkId = row.bulkId === (bulkId ?? null) ? row.bulkId : null
}

/** What waits for the link already is looked at by then; it does not become new work by this. */
function lookAgain(work: LinkWork, request: WorkRequest & WorkAgain, generation: number): void {
  const row = work.rows.get(recordText(null))
  if (row) row.readyAtMs = Math.min(row.readyAtMs, Date.parse(request.readyAt))
  else merge(work, request, generation)
}

function mostUrgent(links: ReadonlyMap<string, LinkWork>, nowMs: number): readonly [string, LinkWork] | null {
  let best: { readonly entry: readonly [string, LinkWork]; readonly urgency: Urgency } | null = null
  for (const entry of links) {
    const [, work] = entry
    if (work.claim && work.claim.untilMs > nowMs) continue
    const [first] = readyRows(work, nowMs)
    if (!first) continue
    // What waits counts from when the link was last served, so that many rows do not go before a few of another link.
    const urgency = urgencyOf({ ...first, sinceMs: Math.max(first.sinceMs, work.servedAtMs) })
    if (!best || compare(urgency, best.urgency) < 0) best = { entry, urgency }
  }
  return best?.entry ?? null
}

function readyRows(work: LinkWork, nowMs: number): readonly Row[] {
  return [...work.rows.values()]
    .filter((row) => isPending(row) && row.readyAtMs <= nowMs)
    .sort((a, b) => compare(urgencyOf(a), urgencyOf(b)) || a.generation - b.generation)
}

/** Persons first, then what is wanted since the earliest: each point of priority is a minute. */
type Urgency = readonly [isForPerson: boolean, wantedAtMs: number]

function urgencyOf({ priority, sinceMs }: Pick<Row, 'priority' | 'sinceMs'>): Urgency {
  return [priority >= workPriority.person, sinceMs - priority * 60_000]
}

function compare([person, wantedAtMs]: Urgency, [otherPerson, otherWantedAtMs]: Urgency): number {
  return Number(otherPerson) - Number(person) || wantedAtMs - otherWantedAtMs
}

function release(links: Map<string, LinkWork>, linkId: string, work: LinkWork): void {
  work.claim = null
  if (work.rows.size === 0) links.delete(linkId)
}

function isPending(row: Row): boolean {
  return row.generation > row.doneGeneration
}

function itemOf({ record, generation, priority, attempts, bulkId }: Row): WorkItem {
  return { record, generation, priority, attempts, bulkId }
}

function rowKey(row: Row): string {
  return recordText(row.record)
}

function recordText(record: RecordKey | null): string {
  return record === null ? '' : recordKeyText(record)
}
