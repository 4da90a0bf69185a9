import { type RecordKey, recordKeyText } from '../domain/record-ref.ts'
import type { Cancellation } from '../ports/cancellation.ts'
import type { CallPriority } from '../ports/remote.ts'
import type { DirtyMark, Link } from '../ports/sync-rows.ts'
import type { StoreWrite } from '../ports/sync-store.ts'
import { dirtyKeyText } from '../state/dirty-key.ts'
import { epochMsOf, instantOf } from '../state/instant-of.ts'
import { type SyncError, type SyncErrorCode, asSyncError } from '../sync-error.ts'
import { putOff } from './3-plan/absent-files.ts'
import { pull } from './1-pull/pull.ts'
import { readFeed } from './1-pull/read-feed.ts'
import { guardVanished } from './1-pull/guard-vanished.ts'
import { accessOf } from './2-record/record-state.ts'
import { settleRecords } from './2-record/settle-records.ts'
import { takeUpWaiting } from './2-record/take-up-waiting.ts'
import { loadBatch, planLoaded } from './3-plan/load.ts'
import { execute } from './4-execute/execute.ts'
import { withOtherRecords, withoutHalves } from './3-plan/moved-between-records.ts'
import { holdDeletions } from './3-plan/hold-deletions.ts'
import type { GivesWay, PassReport } from './engine.ts'
import { LEASE_MS, type Pass, PassStopped, type Settings, createPass } from './pass.ts'
import { finish, report, stopped } from './pass-report.ts'
import { storeOfPass } from './store-of-pass.ts'

/** How many keys are planned together. */
const KEYS_A_ROUND = 1000
/** A pass that is not at rest after so many rounds gives way; the next one goes on. */
const MAX_ROUNDS = 100

/** What a pass is asked for. */
export interface PassRequest {
  readonly linkId: string
  readonly records: readonly RecordKey[] | null
  readonly owner: string
  readonly signal: Cancellation | undefined
  readonly priority?: CallPriority | undefined
  readonly givesWay?: GivesWay | undefined
}

/** One pass under the lease of its link: pull, feed, then rounds of plan and execute. */
export async function runPass(settings: Settings, request: PassRequest): Promise<PassReport> {
  const { store, clock } = settings
  const { linkId, owner, signal, priority, givesWay } = request
  const now = clock.now()
  const lease = await store.acquireLease(linkId, owner, instantOf(now), instantOf(now + LEASE_MS))
  // Read under the lease, as another worker moves the cursor on.
  const link = await store.link(linkId)
  const refused = refusal(link, now) ?? (lease ? null : report(linkId, 'leaseBusy'))
  if (!lease || !link || refused) {
    if (lease) await store.releaseLease(lease)
    return refused ?? report(linkId, 'paused')
  }
  settings.onEvent({ type: 'passStarted', linkId })
  let pass: Pass | null = null
  let silence: SyncError | null = null
  const ownStore = storeOfPass(store, (failure) => {
    silence = failure
    if (pass) pass.stopped ??= failure
  })
  try {
    const remote = await settings.remote(link)
    pass = createPass({ ...settings, store: ownStore }, { link, lease, remote, signal, priority, givesWay })
    const isAtRest = await work(pass, request.records)
    return await finish(pass, request.records, isAtRest)
  } catch (error) {
    if (pass) {
      if (!(error instanceof PassStopped)) pass.stopped = asSyncError(error)
      return await stopped(pass, request.records).catch((later: unknown) => {
        // The store does not even tell how the pass ended.
        throw later instanceof PassStopped ? (silence ?? later) : later
      })
    }
    const failure = asSyncError(error)
    if (failure.code === 'link_revoked')
      await store.commit(lease, [{ type: 'updateLink', set: { status: 'reconnect' } }])
    return { ...report(link.id, failure.code === 'link_revoked' ? 'reconnect' : 'blocked'), failure: failure.code }
  } finally {
    await store.releaseLease(lease).catch(() => undefined)
    settings.onEvent({ type: 'passEnded', linkId: link.id })
  }
}

function refusal(link: Link | null, now: number): PassReport | null {
  if (!link) return report('', 'paused')
  if (link.status === 'reconnect') return report(link.id, 'reconnect')
  if (link.status === 'revoked') return report(link.id, 'paused')
  if (link.blockedUntil !== null && epochMsOf(link.blockedUntil) > now) {
    return { ...report(link.id, 'blocked'), notBefore: link.blockedUntil }
  }
  return null
}

/** Pull, feed, then rounds of plan and execute; `true` when nothing is left that can be done now. */
async function work(pass: Pass, wanted: readonly RecordKey[] | null): Promise<boolean> {
  await pull(pass)
  await readFeed(pass, wanted)
  await guardVanished(pass)
  // A link that is paused is watched only (S19).
  if (pass.link.status === 'paused') pass.stop('paused')
  await markDue(pass, wanted)
  if (wanted) await runRounds(pass, wanted)
  pass.isThrough = true
  return runRounds(pass, null)
}

/** Rounds over some records, or over all; `false` when they do not come to an end. */
async function runRounds(pass: Pass, scope: readonly RecordKey[] | null): Promise<boolean> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const isFirst = scope !== null && round === 0
    if (!(await runRound(pass, scope, isFirst))) return true
    if (pass.needsPull) {
      pass.needsPull = false
      await pull(pass)
      await guardVanished(pass)
    }
  }
  return false
}

/** Marks what is due for another attempt, and what waits for a right that came back (C107). */
async function markDue(pass: Pass, wanted: readonly RecordKey[] | null): Promise<void> {
  const { store, link, clock } = pass
  const due = await store.dueProblems(link.id, instantOf(clock.now()), KEYS_A_ROUND)
  const keys = due.map(({ key }) => key)
  const problems = wanted ? await store.problemsByRecord(link.id, wanted) : []
  for (const [at, record] of (wanted ?? []).entries()) {
    const waiting = (problems[at] ?? []).filter(({ code }) => rightCodes.includes(code))
    if (waiting.length === 0) continue
    const access = await accessOf(pass, record)
    keys.push(
      ...waiting.filter(({ code }) => (code === 'missing_right' ? access.write : access.read)).map(({ key }) => key),
    )
  }
  const unique = new Map(keys.map((key) => [dirtyKeyText(key), key]))
  if (unique.size > 0) await pass.commit([...unique.values()].map((key): StoreWrite => ({ type: 'markDirty', key })))
}

const rightCodes: readonly SyncErrorCode[] = ['missing_right', 'record_invisible']

/** One round; `false` when there was nothing to do. */
async function runRound(pass: Pass, scope: readonly RecordKey[] | null, isFirst: boolean): Promise<boolean> {
  const { store, link } = pass
  await pass.assertGoingOn()
  const asked = await store.dirty(link.id, { records: scope, limit: KEYS_A_ROUND })
  if (asked.length === 0 && !isFirst) return false
  const isAll = scope === null && asked.length < KEYS_A_ROUND
  const marks = isAll ? asked : await withOtherRecords(pass, asked)
  if (await readdress(pass, marks)) return true
  const records = new Map<string, RecordKey>()
  for (const record of isFirst ? (scope ?? []) : []) records.set(recordKeyText(record), record)
  for (const { key } of marks) if (key.record) records.set(recordKeyText(key.record), key.record)

  const views = await settleRecords(pass, records, marks)
  if (await takeUpWaiting(pass, views, marks)) return true
  const batch = await loadBatch(pass, views, withoutHalves(marks, views))
  await putOff(pass, batch.doubts)
  const plan = await planLoaded(pass, batch)
  await execute(pass, await holdDeletions(pass, plan, isAll))
  return marks.length > 0
}

/**
 * Paths belong to the record whose folder they are in now: folders move, and records are enrolled. A path that was marked under
 * another record, or under none, is marked anew.
 */
async function readdress(pass: Pass, marks: readonly DirtyMark[]): Promise<boolean> {
  if (!marks.some(({ key }) => key.type === 'path')) return false
  const index = await pass.enrolments()
  const writes = marks.flatMap(({ key, mark }): StoreWrite[] => {
    if (key.type !== 'path') return []
    const record = index.recordAt(key.pathLower)
    if (recordText(record) === recordText(key.record)) return []
    return [
      { type: 'clearDirty', key, mark },
      { type: 'deleteProblem', key },
      { type: 'markDirty', key: { ...key, record } },
    ]
  })
  if (writes.length > 0) await pass.commit(writes)
  return writes.length > 0
}

function recordText(record: RecordKey | null): string | null {
  return record && recordKeyText(record)
}
