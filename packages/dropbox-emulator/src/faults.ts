/** Something that goes wrong on purpose. */
export type Fault = FaultKind & FaultScope

/** What goes wrong. */
export type FaultKind =
  | {
      /** Answers at once, without doing anything. */
      readonly type: 'status'
      /** For example 429, 500 or 503. */
      readonly status: number
      /** Seconds for the header `Retry-After`. @default 1 for 429, absent for others; `null` leaves it out */
      readonly retryAfter?: number | null | undefined
      /** Why a 429 is answered. @default 'too_many_requests' */
      readonly reason?: 'too_many_requests' | 'too_many_write_operations' | undefined
      /** JSON body to answer instead of Dropbox's usual one for this status. */
      readonly body?: unknown
    }
  /** Does what was asked and answers 500: the reply is lost, the effect is not. */
  | { readonly type: 'lostReply' }
  /** Waits, then goes on. */
  | { readonly type: 'delay'; readonly ms: number }
  | {
      /** Ends the connection without an answer. */
      readonly type: 'closedConnection'
      /** Whether what was asked is done before. @default 'before' */
      readonly when?: 'before' | 'after' | undefined
    }
  /** Answers, and ends the connection after so many bytes of the body. */
  | { readonly type: 'cutBody'; readonly afterBytes: number }
  /** Listings and feeds do not see the latest changes of the account yet: the next request after it does. */
  | { readonly type: 'staleListing'; readonly changes: number }

/** Which requests are hit. */
export interface FaultScope {
  /** `files/upload`, `oauth2/token`, `webhook` for what is sent to apps. @default every request of an app */
  readonly route?: string | undefined
  /** Email of the account. @default every account */
  readonly account?: string | undefined
  /** Text that the argument contains when written as JSON, e.g. `quote.pdf`. @default any argument */
  readonly containing?: string | undefined
  /** How many requests are hit. @default every one until the fault is removed */
  readonly count?: number | undefined
  /** How likely a request is hit, 0 to 1. @default 1 */
  readonly probability?: number | undefined
  /** Where the random numbers of `probability` start: the same seed hits the same requests again. @default 1 */
  readonly seed?: number | undefined
}

/** A fault that is switched on. */
export interface ActiveFault {
  readonly id: string
  readonly fault: Fault
  /** How many more requests it hits; `null` is no end. */
  readonly remaining: number | null
}

/** The faults that are switched on. */
export interface Faults {
  /** @returns the id to remove it with */
  add(fault: Fault): string
  remove(id: string): void
  clear(): void
  list(): readonly ActiveFault[]
}

/** Faults that requests can run into. */
export interface FaultSource extends Faults {
  /** The faults that hit this request. Counts them down. */
  take(request: { readonly route: string; readonly account: string | null; readonly arg: unknown }): readonly Fault[]
}

export function createFaults(): FaultSource {
  const active = new Map<string, { readonly fault: Fault; readonly random: () => number; remaining: number | null }>()
  let lastId = 0
  return {
    add(fault) {
      const { probability = 1, seed = 1 } = fault
      if (!(probability >= 0 && probability <= 1)) {
        throw new TypeError(`The probability of a fault is a number from 0 to 1, got "${probability}".`)
      }
      lastId += 1
      const id = `fault-${lastId}`
      active.set(id, { fault, random: randomNumbers(seed), remaining: fault.count ?? null })
      return id
    },
    remove: (id) => void active.delete(id),
    clear: () => active.clear(),
    list: () => [...active].map(([id, { fault, remaining }]) => ({ id, fault, remaining })),
    take(request) {
      const taken: Fault[] = []
      for (const [id, entry] of active) {
        if (!hits(entry.fault, request)) continue
        if (entry.fault.probability !== undefined && entry.random() >= entry.fault.probability) continue
        taken.push(entry.fault)
        if (entry.remaining === null) continue
        entry.remaining -= 1
        if (entry.remaining <= 0) active.delete(id)
      }
      return taken
    },
  }
}

function hits(
  fault: Fault,
  request: { readonly route: string; readonly account: string | null; readonly arg: unknown },
): boolean {
  return (
    (fault.route === request.route || (isForAll(fault) && request.route !== webhookRoute)) &&
    (fault.account === undefined || fault.account === request.account) &&
    (fault.containing === undefined || (JSON.stringify(request.arg) ?? '').includes(fault.containing))
  )
}

/** What the requests that the emulator itself sends to apps are called. */
export const webhookRoute = 'webhook'

function isForAll({ route }: Fault): boolean {
  return route === undefined || route === '*'
}

/** Numbers from 0 to 1 that look random and are the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
}
