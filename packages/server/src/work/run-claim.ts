import {
  type CallPriority,
  type Instant,
  type PassReport,
  type RecordKey,
  epochMsOf,
  instant,
  instantOf,
  recordKeyText,
} from '@twinfolder/core'

import { bulkEnds } from '../bulk/bulk-ends.ts'
import { enrolForBulk } from '../bulk/enrol-for-bulk.ts'
import { releaseCancelled } from '../bulk/release-cancelled.ts'
import { type WorkAgain, type WorkClaim, type WorkItem, workPriority } from '../ports/work-queue.ts'
import type { ServerParts } from '../server-parts.ts'
import { nextLook } from './reconcile.ts'
import type { RunningPass } from './running-passes.ts'
import { reasonOf } from './worker.ts'

/** How long a claim holds without a heartbeat: after a crash the work goes on elsewhere by then (Q2). */
export const CLAIM_MS = 6000
const LEASE_BUSY_MS = 2000
const FIRST_RETRY_MS = 5000
const LONGEST_RETRY_MS = 3_600_000

/** Runs one pass for what was claimed and gives the claim back, whatever happens. */
export async function runClaim(parts: ServerParts, claim: WorkClaim, signal: AbortSignal): Promise<void> {
  const { stores, settings, passes } = parts
  const named = sliceOf(claim.items)
  const pass = passes.start(claim.linkId, named.length > 0 ? named : claim.items, signal)
  const heartbeat = setInterval(() => {
    stores.work
      .heartbeat(claim, instantOf(settings.clock.now() + CLAIM_MS))
      .then((held) => (held ? undefined : pass.abort()))
      .catch((error: unknown) =>
        settings.log({ level: 'warn', event: 'heartbeat.failed', linkId: claim.linkId, reason: reasonOf(error) }),
      )
  }, CLAIM_MS / 3)
  try {
    await runItems(parts, claim, named, pass)
  } catch (error) {
    const attempts = Math.max(...claim.items.map((item) => item.attempts))
    const waitMs = Math.min(FIRST_RETRY_MS * 2 ** attempts, LONGEST_RETRY_MS) * (0.9 + 0.2 * settings.random.fraction())
    settings.log({ level: 'error', event: 'pass.failed', linkId: claim.linkId, attempts, reason: reasonOf(error) })
    await stores.work.fail(claim, instantOf(settings.clock.now() + waitMs))
  } finally {
    clearInterval(heartbeat)
    pass.end()
  }
}

/** Records that were named come first, in one pass; the feeds' own work is the next claim. */
async function runItems(
  parts: ServerParts,
  claim: WorkClaim,
  named: readonly NamedItem[],
  pass: RunningPass,
): Promise<void> {
  const { skipped, enrolled } = await enrolForBulk(parts, claim.linkId, named)
  const wanted = named.filter((item) => !skipped.has(recordKeyText(item.record)))
  if (wanted.length === 0 && claim.items.every((item) => item.record !== null)) {
    return parts.stores.work.ack(claim, named)
  }
  // The read of the remote begins later than this, so that what is told is never newer than it.
  const startedAt = instantOf(parts.settings.clock.now())
  const report = await parts.engine.runPass(claim.linkId, {
    records: wanted.length > 0 ? wanted.map((item) => item.record) : null,
    owner: claim.owner,
    signal: pass.signal,
    givesWay: (isThrough) => pass.givesWay(isThrough),
    priority: callPriority(wanted.length > 0 ? wanted : claim.items),
  })
  log(parts, report)
  if (report.outcome === 'done') await noteChecked(parts, claim.linkId, startedAt)
  if (report.outcome === 'cancelled') {
    const through = report.records.filter(({ end }) => isThrough(end))
    await releaseCancelled(parts, claim.linkId, enrolled, through)
  }
  const items = wanted.length > 0 ? named : claim.items
  await settle(parts, claim, items, report, pass.givesWay(true))
}

/** A pass is as urgent as the most urgent item that it serves. */
function callPriority(items: readonly WorkItem[]): CallPriority {
  const most = Math.max(...items.map(({ priority }) => priority))
  if (most >= workPriority.person) return 'person'
  if (most >= workPriority.webhook) return 'webhook'
  return most >= workPriority.bulk ? 'bulk' : 'reconcile'
}

/** Every pass that is done has read the remote to its end. Nobody is told: a record that is shown is asked for now and then. */
async function noteChecked({ settings, stores }: ServerParts, linkId: string, at: Instant): Promise<void> {
  const link = await stores.sync.link(linkId)
  if (link) await stores.links.noteChecked(linkId, at, nextLook(settings, link))
}

type NamedItem = WorkItem & { readonly record: RecordKey }

/** What one pass takes on: the records that persons wait for, and none else; where nobody waits, all that were claimed. */
function sliceOf(items: readonly WorkItem[]): readonly NamedItem[] {
  const named = items.flatMap((item) => (item.record ? [{ ...item, record: item.record }] : []))
  const awaited = named.filter(({ priority }) => priority >= workPriority.person)
  return awaited.length > 0 ? awaited : named
}

/** A pass that the remote did not let go on is said on every record that waits for it. */
async function noteTrouble(
  { hub, stores }: ServerParts,
  { linkId }: WorkClaim,
  items: readonly WorkItem[],
  { outcome, failure }: PassReport,
): Promise<void> {
  const before = await stores.links.troubleOf(linkId)
  const code = outcome === 'blocked' ? (failure ?? before) : null
  if (code === before) return
  await stores.links.setTrouble(linkId, code)
  const link = await stores.sync.link(linkId)
  if (!link) return
  for (const { record } of items) {
    if (record) hub.publish(link.user, { type: 'record', record: { module: record.module, id: record.id } })
  }
  hub.publish(link.user, { type: 'connection' })
}

/** Gives the claim back as the report says: done, to go on, or to wait. */
async function settle(
  parts: ServerParts,
  claim: WorkClaim,
  items: readonly WorkItem[],
  report: PassReport,
  hasGivenWay: boolean,
): Promise<void> {
  const { stores, settings } = parts
  const { work } = stores
  const now = settings.clock.now()
  if (report.outcome !== 'leaseBusy') await noteTrouble(parts, claim, items, report)
  switch (report.outcome) {
    case 'done':
      await bulkEnds(parts, claim.linkId, report.records)
      return work.ack(claim, items, await lookAgain(parts, claim.linkId, report.notBefore))
    case 'more':
    case 'cancelled': {
      const ended = report.records.filter(({ end }) => isThrough(end))
      await bulkEnds(parts, claim.linkId, ended)
      const through = new Set(ended.map(({ record }) => recordKeyText(record)))
      const isStuck =
        report.outcome === 'more' && !hasGivenWay && ended.length === 0 && Object.keys(report.ops).length === 0
      // A pass that could do nothing at all would find the same again at once.
      if (isStuck) return work.fail(claim, instantOf(now + FIRST_RETRY_MS))
      return work.ack(
        claim,
        items.filter(({ record }) => record !== null && through.has(recordKeyText(record))),
      )
    }
    case 'blocked':
      return work.fail(claim, report.notBefore ?? instantOf(now + FIRST_RETRY_MS))
    case 'leaseBusy':
      return work.fail(claim, instantOf(now + LEASE_BUSY_MS))
    case 'reconnect':
      await endAll(parts, claim.linkId, items, 'failed', 'link_revoked')
      return work.ack(claim, claim.items)
    case 'paused':
      await endAll(parts, claim.linkId, items, 'skipped', 'link_paused')
      return work.ack(claim, claim.items)
    case 'held':
      await endAll(parts, claim.linkId, items, 'skipped', 'files_vanished')
      return work.ack(claim, claim.items)
  }
}

/**
 * Whether a pass that ended early is done with a record for sure. One that it did not come to is told as failed, or as
 * without anything to do; it stays wanted until a pass is done with it.
 */
function isThrough(end: PassReport['records'][number]['end']): boolean {
  return end !== 'failed' && end !== 'nothingToDo'
}

async function endAll(
  parts: ServerParts,
  linkId: string,
  items: readonly WorkItem[],
  end: 'failed' | 'skipped',
  code: 'link_revoked' | 'link_paused' | 'files_vanished',
): Promise<void> {
  const records: readonly RecordKey[] = items.flatMap(({ record }) => record ?? [])
  await bulkEnds(
    parts,
    linkId,
    records.map((record) => ({ record, end, code })),
  )
}

const endOfTime = instant('9999-12-31T00:00:00Z')

/** A file that failed is tried again by itself when its time has come (S14), and so is one that a listing left in doubt (S6). */
async function lookAgain(
  { stores }: ServerParts,
  linkId: string,
  notBefore: PassReport['notBefore'],
): Promise<WorkAgain | undefined> {
  const [next] = await stores.sync.dueProblems(linkId, endOfTime, 1)
  const dates = [next?.retryAt ?? null, notBefore].filter((at) => at !== null)
  const [readyAt] = dates.toSorted((a, b) => epochMsOf(a) - epochMsOf(b))
  return readyAt && { readyAt, priority: workPriority.reconcile }
}

function log({ settings }: ServerParts, { linkId, outcome, ops, failure, notBefore }: PassReport): void {
  const level = failure === null ? 'info' : 'warn'
  settings.log({ level, event: 'pass.ended', linkId, outcome, ops, failure, notBefore })
}
