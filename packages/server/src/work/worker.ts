import { instantOf } from '@twinfolder/core'

import type { ServerParts } from '../server-parts.ts'
import { sweepUploads } from '../uploads/sweep-uploads.ts'
import { reconcileDue } from './reconcile.ts'
import { CLAIM_MS, runClaim } from './run-claim.ts'

/** How many links one worker serves at a time: a slow link keeps nobody else waiting. */
const LINKS_AT_A_TIME = 4
/** How many records one pass takes on at most; then other links have their turn. */
const RECORDS_PER_PASS = 50
/** How often an idle worker looks for work that became due, or was asked for in another process. */
const IDLE_MS = 1000
/** How long a worker rests when the stores themselves fail. */
const TROUBLE_MS = 5000

/** Works off what is asked for until `signal` is aborted; resolves when the last pass has ended. */
export async function work(parts: ServerParts, signal: AbortSignal): Promise<void> {
  const owner = parts.settings.random.id()
  const housekeeping = [reconcileDue(parts), sweepUploads(parts)]
  const slots = Array.from({ length: LINKS_AT_A_TIME }, (_, slot) =>
    serve(parts, `${owner}/${slot}`, signal, slot === 0 ? housekeeping : []),
  )
  await Promise.all(slots)
}

async function serve(
  parts: ServerParts,
  owner: string,
  signal: AbortSignal,
  housekeeping: readonly (() => Promise<void>)[],
): Promise<void> {
  const { stores, settings } = parts
  const bell = requestBell(stores.work)
  try {
    while (!signal.aborted) {
      const rung = bell.next()
      try {
        for (const keep of housekeeping) await keep()
        const now = settings.clock.now()
        const claim = await stores.work.claim(owner, {
          now: instantOf(now),
          until: instantOf(now + CLAIM_MS),
          limit: RECORDS_PER_PASS,
        })
        if (claim) await runClaim(parts, claim, signal)
        else await pause(IDLE_MS, signal, rung)
      } catch (error) {
        settings.log({ level: 'error', event: 'worker.failed', reason: reasonOf(error) })
        await pause(TROUBLE_MS, signal)
      }
    }
  } finally {
    bell.close()
  }
}

/** Rings when work is asked for in this process, also between two looks at the queue. */
function requestBell(queue: ServerParts['stores']['work']) {
  let ring: () => void = () => undefined
  const leave = queue.onRequest(() => ring())
  return {
    /** Resolves at the next request from now on. */
    next: (): Promise<void> =>
      new Promise((resolve) => {
        ring = resolve
      }),
    close: leave,
  }
}

function pause(ms: number, signal: AbortSignal, sooner?: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms)
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done, { once: true })
    if (signal.aborted) done()
    void sooner?.then(done)
  })
}

/** What a log says of a failure: for operators, never for browsers. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
