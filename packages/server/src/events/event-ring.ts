import type { ServerEvent } from '@twinfolder/protocol'

/** Who may hear an event: one user of a tenant, or everybody in it who may see what it is about. */
export interface Audience {
  readonly tenantId: string
  readonly userId: string | null
}

/** An event with the id under which a browser remembers that it came. */
export interface SentEvent {
  readonly id: string
  readonly audience: Audience
  readonly event: ServerEvent
}

/** The last events of each tenant, in the order in which they came. */
export interface EventRing {
  add(entry: SentEvent): void
  /** What came after an event; `null` when that event is not known (any longer). */
  after(tenantId: string, id: string): readonly SentEvent[] | null
  clear(): void
}

const REMEMBERED_EVENTS = 1000

export function createEventRing(): EventRing {
  const rings = new Map<string, SentEvent[]>()
  return {
    add(entry) {
      const ring = rings.get(entry.audience.tenantId) ?? []
      ring.push(entry)
      if (ring.length > REMEMBERED_EVENTS) ring.splice(0, ring.length - REMEMBERED_EVENTS)
      rings.set(entry.audience.tenantId, ring)
    },
    after(tenantId, id) {
      const ring = rings.get(tenantId) ?? []
      const at = ring.findLastIndex((entry) => entry.id === id)
      return at === -1 ? null : ring.slice(at + 1)
    },
    clear: () => rings.clear(),
  }
}
