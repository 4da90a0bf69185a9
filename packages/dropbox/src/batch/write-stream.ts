import type { CallOptions, Clock } from '@twinfolder/core'

import type { AccountPace } from '../pace/account-pace.ts'
import { type Waiter, createLine } from '../pace/line.ts'
import { NoAnswer } from '../transport.ts'

/** How writes of one kind are sent. */
export interface WriteKind<Entry, Result> {
  /** How many one request carries. */
  readonly most: number
  /** Entries with the same key go one after the other, not in one batch. */
  readonly key: (entry: Entry) => string
  /** Sends them in one request; the outcomes in the same order. What it throws is every entry's outcome. */
  readonly send: (entries: readonly Entry[], signal: AbortSignal) => Promise<readonly Outcome<Result>[]>
}

/** What became of one entry of a batch; `error` as a request of its own would have thrown it. */
export type Outcome<Result> = { readonly result: Result } | { readonly error: unknown }

/** Makes one attempt of one write. @throws what a request of its own would throw, `remote_busy`, `cancelled` */
export type Write<Entry, Result> = (entry: Entry, turn: CallOptions) => Promise<Result>

/**
 * The writes of one namespace. Dropbox lets one writer in at a time and refuses the others, so there is one request at a time
 * here; whoever comes meanwhile goes together with the next one.
 */
export interface WriteStream {
  /** Nothing is under way, and nobody waits. */
  readonly isIdle: boolean
  /** Adds a kind of writes. */
  kind<Entry, Result>(kind: WriteKind<Entry, Result>): Write<Entry, Result>
}

interface Lane {
  /** When the first one's turn is; `null` when nobody waits. */
  firstAt(): number | null
  failAll(error: unknown): void
  sendNext(): Promise<void>
}

export function writeStream(clock: Clock, { account, namespace }: AccountPace): WriteStream {
  const lanes: Lane[] = []
  let isWriting = false
  let isLooking = false

  const look = (): void => {
    isLooking = false
    const refusal = account.refusal() ?? namespace.refusal()
    if (refusal) for (const lane of lanes) lane.failAll(refusal)
    const next = firstOf(lanes)
    if (isWriting || !next || account.isResting || namespace.isResting) return
    isWriting = true
    void next.sendNext().finally(() => {
      isWriting = false
      lookSoon()
    })
  }
  /** One turn of the event loop later, so that those who come at the same moment go together. */
  const lookSoon = (): void => {
    if (isLooking) return
    isLooking = true
    setTimeout(look, 0)
  }
  account.onChange(lookSoon)
  namespace.onChange(lookSoon)

  return {
    get isIdle() {
      return !isWriting && firstOf(lanes) === null
    },
    kind<Entry, Result>(kind: WriteKind<Entry, Result>): Write<Entry, Result> {
      const line = createLine<Entry, Result>(clock)
      lanes.push({
        firstAt: () => line.waiting()[0]?.at ?? null,
        failAll: (error) => line.failAll(error),
        async sendNext() {
          const batch = gathered(line.waiting(), kind)
          const signal = line.serve(batch)
          await sendAll(batch, kind, signal)
        },
      })
      return (entry, turn) => {
        const outcome = line.wait(entry, turn)
        lookSoon()
        return outcome
      }
    },
  }
}

function firstOf(lanes: readonly Lane[]): Lane | null {
  let first: Lane | null = null
  for (const lane of lanes) {
    const at = lane.firstAt()
    if (at !== null && at < (first?.firstAt() ?? Number.POSITIVE_INFINITY)) first = lane
  }
  return first
}

/** As many as one request carries, in the order of their turns, no two with the same key. */
function gathered<Entry, Result>(
  waiting: readonly Waiter<Entry, Result>[],
  { most, key }: WriteKind<Entry, Result>,
): readonly Waiter<Entry, Result>[] {
  const keys = new Set<string>()
  const batch: Waiter<Entry, Result>[] = []
  for (const waiter of waiting) {
    if (batch.length >= most) break
    const own = key(waiter.asked)
    if (keys.has(own)) continue
    keys.add(own)
    batch.push(waiter)
  }
  return batch
}

async function sendAll<Entry, Result>(
  batch: readonly Waiter<Entry, Result>[],
  { send }: WriteKind<Entry, Result>,
  signal: AbortSignal,
): Promise<void> {
  const entries = batch.map(({ asked }) => asked)
  try {
    const outcomes = await send(entries, signal)
    // Which one is missing nobody can say, so each has to be looked up.
    if (outcomes.length !== batch.length) throw new NoAnswer('The reply has not one outcome for each entry.')
    batch.forEach((waiter, index) => {
      const outcome = outcomes[index]
      if (outcome && 'result' in outcome) waiter.go(outcome.result)
      else waiter.fail(outcome?.error)
    })
  } catch (error) {
    for (const waiter of batch) waiter.fail(error)
  }
}
