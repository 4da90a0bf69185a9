import type { CallOptions, CallPriority, Clock } from '@twinfolder/core'

import { abortSignalOf, cancelledError, throwIfCancelled } from '../cancellation.ts'

/** One who waits for a turn, and what was asked for. */
export interface Waiter<Asked, Given> {
  readonly asked: Asked
  readonly priority: CallPriority
  /** Orders those who wait: when they came, later by their priority. */
  readonly at: number
  go(given: Given): void
  fail(error: unknown): void
}

/** Those who wait, the more urgent first; one who has waited long is as urgent as those who come. */
export interface Line<Asked, Given> {
  readonly length: number
  /** Waits in the line; leaves it at once when `turn` is cancelled. @throws `cancelled`, or what it is failed with */
  wait(asked: Asked, turn: CallOptions): Promise<Given>
  /** In the order of their turns. */
  waiting(): readonly Waiter<Asked, Given>[]
  /**
   * Takes some out of the line: they are being served. A cancelled one is failed at once, also now; the signal tells when
   * nobody of them is left.
   */
  serve(waiters: readonly Waiter<Asked, Given>[]): AbortSignal
  failAll(error: unknown): void
}

const order: readonly CallPriority[] = ['person', 'webhook', 'bulk', 'reconcile']
/** Who is one step less urgent has to come so much earlier to go first. */
const STEP_MS = 5000

interface Place<Asked, Given> extends Waiter<Asked, Given> {
  /** Called when the one who waits gives up while being served. */
  left: () => void
}

/** An empty line. */
export function createLine<Asked, Given>(clock: Clock): Line<Asked, Given> {
  const places: Place<Asked, Given>[] = []

  const leave = (place: Place<Asked, Given>): void => {
    const index = places.indexOf(place)
    if (index >= 0) places.splice(index, 1)
  }
  const add = (place: Place<Asked, Given>): void => {
    let index = places.length
    while (index > 0 && (places[index - 1]?.at ?? 0) > place.at) index -= 1
    places.splice(index, 0, place)
  }

  return {
    get length() {
      return places.length
    },
    waiting: () => places,
    async wait(asked, turn) {
      throwIfCancelled(turn.signal)
      const listening = abortSignalOf(turn.signal)
      const priority = turn.priority ?? 'person'
      return new Promise((resolve, reject) => {
        const end = (): void => {
          leave(place)
          listening?.removeEventListener('abort', stop)
        }
        const place: Place<Asked, Given> = {
          asked,
          priority,
          at: clock.now() + order.indexOf(priority) * STEP_MS,
          left: () => undefined,
          go(given) {
            end()
            resolve(given)
          },
          fail(error) {
            end()
            reject(error)
          },
        }
        const stop = (): void => {
          if (!listening) return
          place.fail(cancelledError(listening))
          place.left()
        }
        listening?.addEventListener('abort', stop, { once: true })
        add(place)
      })
    },
    serve(waiters) {
      const served = new Set<unknown>(waiters)
      const abandoned = new AbortController()
      let left = 0
      for (const place of places.filter((each) => served.has(each))) {
        leave(place)
        place.left = () => {
          left += 1
          if (left === served.size) abandoned.abort(new Error('Nobody waits for the call any more.'))
        }
      }
      return abandoned.signal
    },
    failAll(error) {
      for (const place of places.slice()) place.fail(error)
    },
  }
}
