import { instantOf } from '@twinfolder/core'

import type { ServerParts } from '../server-parts.ts'
import { sweepUploads } from '../uploads/sweep-uploads.ts'
import { followChanges } from './follow-changes.ts'
import { reconcileDue } from './reconcile.ts'
import { CLAIM_MS, runClaim } from './run-claim.ts'
import { pause, workBell } from './work-bell.ts'

/**
 * How many records one pass takes on at most; then other links have their turn, and who watches a bulk run sees that it moved on. What a
 * pass costs beside its records is then little for each of them.
 */
const RECORDS_PER_PASS = 50
/** How often an idle worker looks for work that became due, or whose request it did not hear of. */
const IDLE_MS = 2000
/** How long a worker rests when the stores themselves fail. */
const TROUBLE_MS = 2000

/**
 * Works off what is asked for until `signal` is aborted; resolves when the last pass has ended. One look at the queue at a time
 * for the whole process, whatever wakes it.
 */
export async function work(parts: ServerParts, signal: AbortSignal): Promise<void> {
  const { stores, settings } = parts
  const owner = settings.random.id()
  const reconcile = reconcileDue(parts)
  const jobs = keepJobs(parts, signal)
  const bell = workBell(stores.pubSub)
  const running = new Set<Promise<void>>()

  const serveNext = async (): Promise<boolean> => {
    if (running.size >= settings.concurrency) return false
    const now = settings.clock.now()
    const options = { now: instantOf(now), until: instantOf(now + CLAIM_MS), limit: RECORDS_PER_PASS }
    const claim = await stores.work.claim(owner, options)
    if (!claim) return false
    const pass = runClaim(parts, claim, signal)
      .catch((error: unknown) => logFailure(parts, error))
      .finally(() => {
        running.delete(pass)
        bell.ring()
      })
    running.add(pass)
    return true
  }

  try {
    while (!signal.aborted) {
      const rung = bell.next()
      try {
        await reconcile()
        if (!(await serveNext())) await pause(IDLE_MS, signal, rung)
      } catch (error) {
        logFailure(parts, error)
        await pause(TROUBLE_MS, signal)
      }
    }
  } finally {
    bell.close()
    await Promise.all(running)
    await jobs
  }
}

/** Takes part in what is done once for all processes, whatever happens to the database meanwhile. */
async function keepJobs(parts: ServerParts, signal: AbortSignal): Promise<void> {
  const { stores, settings } = parts
  stores.jobs.add({ name: 'sweep-uploads', every: 'hour', run: (until) => sweepUploads(parts, until) })
  if (settings.followChanges) {
    stores.jobs.add({ name: 'follow-changes', every: 'minute', run: (until) => followChanges(parts, until) })
  }
  const onFailure = (job: string, error: unknown): void =>
    settings.log({ level: 'warn', event: 'job.failed', job, reason: reasonOf(error) })
  while (!signal.aborted) {
    await stores.jobs.run({ signal, onFailure }).catch((error: unknown) => onFailure('all', error))
    await pause(TROUBLE_MS, signal)
  }
}

function logFailure({ settings }: Pick<ServerParts, 'settings'>, error: unknown): void {
  settings.log({ level: 'error', event: 'worker.failed', reason: reasonOf(error) })
}

/** What a log says of a failure: for operators, never for browsers. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
