import { type RecordKey, recordKeyText } from '../domain/record-ref.ts'
import type { Cancellation } from '../ports/cancellation.ts'
import type { DirtyKey, Link, StoreWrite } from '../ports/sync-store.ts'
import { dirtyKeyText } from '../state/dirty-key.ts'
import { epochMsOf, instantOf } from '../state/instant-of.ts'
import { type SyncError, type SyncErrorCode, asSyncError } from '../sync-error.ts'
import { type RecordView } from './3-plan/cell.ts'
import type { Engine, EngineOptions, PassReport } from './engine.ts'
import { enrolRecord } from './requests/enrol.ts'
import { execute, failRecord } from './4-execute/execute.ts'
import { expandRecord } from './2-record/expand-record.ts'
import { readFeed } from './1-pull/read-feed.ts'
import { loadBatch, planLoaded } from './3-plan/load.ts'
import { LEASE_MS, type Pass, PassStopped, type Settings, createPass, settingsOf } from './pass.ts'
import { pull } from './1-pull/pull.ts'
import { putBackFiles } from './requests/put-back.ts'
import { accessOf, settleRecord } from './2-record/settle-record.ts'
import { unlinkLink } from './requests/unlink.ts'

/** How many keys are planned together. */
const KEYS_A_ROUND = 500
/** A pass that is not at rest after so many rounds gives way; the next one goes on. */
const MAX_ROUNDS = 100

/** The sync engine over its plug points. Keeps no state of its own: any number of engines may work on one store. */
export function createEngine(options: EngineOptions): Engine {
  const settings = settingsOf(options)
  return {
    enrol: (linkId, record, enrolledBy) => enrolRecord(settings, linkId, record, enrolledBy),
    putBack: (linkId, record, fileIds) => putBackFiles(settings, linkId, record, fileIds),
    unlink: (linkId) => unlinkLink(settings, linkId),
    runPass: (linkId, { records, owner, signal }) => runPass(settings, { linkId, records, owner, signal }),
  }
}

interface PassRequest {
  readonly linkId: string
  readonly records: readonly RecordKey[] | null
  readonly owner: string
  readonly signal: Cancellation | undefined
}

async function runPass(settings: Settings, request: PassRequest): Promise<PassReport> {
  const { store, clock } = settings
  const link = await store.link(request.linkId)
  const refused = refusal(link, clock.now())
  if (!link || refused) return refused ?? report(request.linkId, 'paused')
  const now = clock.now()
  const lease = await store.acquireLease(link.id, request.owner, instantOf(now), instantOf(now + LEASE_MS))
  if (!lease) return report(link.id, 'leaseBusy')
  settings.onEvent({ type: 'passStarted', linkId: link.id })
  let pass: Pass | null = null
  try {
    // Read again under the lease: another worker may have moved the cursor on.
    const present = (await store.link(link.id)) ?? link
    pass = createPass(settings, {
      link: present,
      lease,
      remote: await settings.remote(present),
      signal: request.signal,
    })
    await work(pass, request.records)
    return await finish(pass, request.records)
  } catch (error) {
    if (pass && error instanceof PassStopped) return await stopped(pass, request.records)
    const failure = asSyncError(error)
    if (pass) {
      pass.stopped = failure
      return await stopped(pass, request.records)
    }
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
  if (link.status !== 'active') return report(link.id, 'paused')
  if (link.blockedUntil !== null && epochMsOf(link.blockedUntil) > now) {
    return { ...report(link.id, 'blocked'), notBefore: link.blockedUntil }
  }
  return null
}

function report(linkId: string, outcome: PassReport['outcome']): PassReport {
  return { linkId, outcome, notBefore: null, ops: {}, records: [], failure: null }
}

/** Pull, feed, then rounds of plan and execute until nothing is left that can be done now. */
async function work(pass: Pass, wanted: readonly RecordKey[] | null): Promise<void> {
  await pass.assertGoingOn()
  await pull(pass)
  await readFeed(pass)
  await markDue(pass, wanted)
  for (const scope of wanted ? [wanted, null] : [null]) {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const isFirst = scope !== null && round === 0
      if (!(await runRound(pass, scope, isFirst))) break
      if (pass.needsPull) {
        pass.needsPull = false
        await pull(pass)
      }
    }
  }
}

/** Marks what is due for another attempt, and what waits for a right that came back (C107). */
async function markDue(pass: Pass, wanted: readonly RecordKey[] | null): Promise<void> {
  const { store, link, clock } = pass
  const due = await store.dueProblems(link.id, instantOf(clock.now()), KEYS_A_ROUND)
  const keys = due.map(({ key }) => key)
  for (const record of wanted ?? []) {
    const waiting = (await store.problems(link.id, record)).filter(({ code }) => rightCodes.includes(code))
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
  const keys = await store.dirty(link.id, { records: scope, limit: KEYS_A_ROUND })
  if (keys.length === 0 && !isFirst) return false
  if (await readdress(pass, keys)) return true
  const records = new Map<string, RecordKey>()
  for (const record of isFirst ? (scope ?? []) : []) records.set(recordKeyText(record), record)
  for (const key of keys) if (key.record) records.set(recordKeyText(key.record), key.record)

  const views = new Map<string, RecordView>()
  for (const [text, record] of records) {
    const own = keys.filter((key) => key.record && recordKeyText(key.record) === text)
    if (own.length > 0) pass.touched.set(text, record)
    const view = await recordAttempt(pass, record, own, () => prepareRecord(pass, record, own))
    if (view) views.set(text, view)
  }
  const batch = await loadBatch(pass, views, keys)
  await execute(pass, await planLoaded(pass, batch))
  return keys.length > 0
}

/** Brings a record's folder in order and looks at the record as a whole if that was asked; then its files can be planned. */
async function prepareRecord(pass: Pass, record: RecordKey, keys: readonly DirtyKey[]): Promise<RecordView | null> {
  const view = await settleRecord(pass, record, keys)
  if (!view) return null
  const [whole] = await pass.store.dirty(pass.link.id, { records: [record], limit: 1 })
  if (!keys.some((key) => key.type === 'record') && whole?.type !== 'record') return view
  await expandRecord(pass, view)
  return null
}

/** A record that cannot be prepared has a problem of its own and blocks no other (S14). */
async function recordAttempt<Result>(
  pass: Pass,
  record: RecordKey,
  keys: readonly DirtyKey[],
  attempt: () => Promise<Result>,
): Promise<Result | null> {
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof PassStopped) throw error
    await failRecord(pass, record, keys, asSyncError(error))
    return null
  }
}

/**
 * Paths belong to the record whose folder they are in now: folders move, and records are enrolled. A path that was marked under
 * another record, or under none, is marked anew.
 */
async function readdress(pass: Pass, keys: readonly DirtyKey[]): Promise<boolean> {
  if (!keys.some((key) => key.type === 'path')) return false
  const index = await pass.enrolments()
  const writes = keys.flatMap((key): StoreWrite[] => {
    if (key.type !== 'path') return []
    const record = index.recordAt(key.pathLower)
    if (recordText(record) === recordText(key.record)) return []
    return [
      { type: 'clearDirty', key },
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

/** Nothing is left that can be done now. */
async function finish(pass: Pass, wanted: readonly RecordKey[] | null): Promise<PassReport> {
  const { store, link, clock } = pass
  const at = instantOf(clock.now())
  const writes: StoreWrite[] = []
  const changed: RecordKey[] = []
  for (const record of recordsOf(pass, wanted)) {
    const isTouched = pass.touched.has(recordKeyText(record))
    const left = await store.dirty(link.id, { records: [record], limit: 1 })
    const enrolment = await store.enrolment(link.id, record)
    if (left.length > 0 || enrolment?.status !== 'active') continue
    const access = pass.accesses.get(recordKeyText(record))
    const isBothWays = access?.write !== false && pass.files.capabilities(record.module).upload
    const direction = isBothWays ? 'both' : 'toDropbox'
    if (!isTouched && enrolment.lastSettledAt !== null && enrolment.direction === direction) continue
    writes.push({ type: 'putEnrolment', enrolment: { ...enrolment, direction, lastSettledAt: at } })
    changed.push(record)
  }
  if (writes.length > 0 || pass.hasWorked)
    await pass.commit([...writes, { type: 'updateLink', set: { lastOkAt: at, blockedUntil: null } }], changed)
  const left = await store.dirty(link.id, { records: null, limit: 1 })
  return {
    ...report(link.id, left.length > 0 ? 'more' : 'done'),
    ops: opsOf(pass),
    records: await endsOf(pass, wanted),
  }
}

function recordsOf(pass: Pass, wanted: readonly RecordKey[] | null): readonly RecordKey[] {
  const records = new Map(pass.touched)
  for (const record of wanted ?? []) records.set(recordKeyText(record), record)
  return [...records.values()]
}

/** The pass ended early; what it did is committed. */
async function stopped(pass: Pass, wanted: readonly RecordKey[] | null): Promise<PassReport> {
  const { link, clock } = pass
  const why = pass.stopped
  const base = { ...report(link.id, 'more'), ops: opsOf(pass), records: await endsOf(pass, wanted) }
  if (why === null || why === 'more') return base
  if (why === 'paused') return { ...base, outcome: 'paused' }
  switch (why.code) {
    case 'cancelled':
      return { ...base, outcome: 'cancelled', failure: why.code }
    case 'lease_lost':
      return { ...base, outcome: 'leaseBusy', failure: why.code }
    case 'link_revoked':
      await pass.commit([
        { type: 'updateLink', set: { status: 'reconnect' } },
        pass.activity({
          record: null,
          fileId: null,
          subject: link.email,
          code: 'reconnectNeeded',
          direction: null,
          actor: pass.owner,
          details: {},
        }),
      ])
      pass.onEvent({ type: 'linkChanged', linkId: link.id })
      return { ...base, outcome: 'reconnect', failure: why.code }
    default:
      return { ...base, outcome: 'blocked', notBefore: await blockLink(pass, why, clock.now()), failure: why.code }
  }
}

/** The remote asked for silence, or does not answer: nobody asks it before then (C80). */
async function blockLink(pass: Pass, why: SyncError, now: number): Promise<PassReport['notBefore']> {
  const until = instantOf(now + (why.retryAfterMs ?? (why.code === 'remote_busy' ? 5000 : 30_000)))
  if (why.code === 'remote_busy') {
    await pass.commit([{ type: 'updateLink', set: { blockedUntil: until } }])
    pass.onEvent({ type: 'linkChanged', linkId: pass.link.id })
  }
  return until
}

function opsOf(pass: Pass): Readonly<Record<string, number>> {
  return Object.fromEntries(pass.ops)
}

async function endsOf(pass: Pass, wanted: readonly RecordKey[] | null): Promise<PassReport['records']> {
  const ends: PassReport['records'][number][] = []
  for (const record of wanted ?? []) ends.push(await endOf(pass, record))
  return ends
}

async function endOf(pass: Pass, record: RecordKey): Promise<PassReport['records'][number]> {
  const { store, link } = pass
  const end = (name: PassReport['records'][number]['end'], code: SyncErrorCode | null = null) => ({
    record,
    end: name,
    code,
  })
  const enrolment = await store.enrolment(link.id, record)
  if (!enrolment) return end('skipped')
  if (enrolment.status === 'orphaned') return end('skipped', 'record_gone')
  if (enrolment.status === 'folderMissing') return end('skipped', 'folder_missing')
  if (enrolment.status !== 'active') return end('skipped', 'link_paused')
  const problems = await store.problems(link.id, record)
  const serious = problems.find(({ code }) => code !== 'missing_right' && code !== 'upload_unsupported')
  if (serious) return end('failed', serious.code)
  const left = await store.dirty(link.id, { records: [record], limit: 1 })
  if (left.length > 0 || enrolment.folder === null)
    return end('failed', pass.stopped instanceof Error ? pass.stopped.code : 'unexpected')
  const access = pass.accesses.get(recordKeyText(record))
  if (access?.write === false || !pass.files.capabilities(record.module).upload) return end('oneWay')
  if (!pass.opsOfRecord.has(recordKeyText(record))) return end('nothingToDo')
  const bound = await store.baselinesOfRecord(link.id, record)
  return end(bound.length === 0 ? 'emptyFolder' : 'synced')
}
