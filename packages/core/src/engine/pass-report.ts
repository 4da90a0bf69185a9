import { type RecordKey, recordKeyText } from '../domain/record-ref.ts'
import type { Enrolment, Problem } from '../ports/sync-rows.ts'
import type { StoreWrite } from '../ports/sync-store.ts'
import { instantOf } from '../state/instant-of.ts'
import type { SyncError, SyncErrorCode } from '../sync-error.ts'
import type { PassReport } from './engine.ts'
import type { Pass } from './pass.ts'

/** A report of a pass that did nothing. */
export function report(linkId: string, outcome: PassReport['outcome']): PassReport {
  return { linkId, outcome, notBefore: null, ops: {}, records: [], failure: null }
}

/** The pass came to its end, and to rest unless it found more work with every round. */
export async function finish(pass: Pass, wanted: readonly RecordKey[] | null, isAtRest: boolean): Promise<PassReport> {
  const { link, clock } = pass
  const records = recordsOf(pass, wanted)
  const settled = await settledRecords(pass, records, isAtRest)
  if (settled.writes.length > 0 || pass.hasWorked || pass.hold) {
    // What the user answered about a held link is carried out now; a pass that died may have left only this to do.
    const hold = pass.hold ? { hold: null } : {}
    const set = { lastOkAt: instantOf(clock.now()), blockedUntil: null, ...hold }
    await pass.commit([...settled.writes, { type: 'updateLink', set }], settled.records)
  }
  return {
    ...report(link.id, isAtRest ? 'done' : 'more'),
    notBefore: pass.certainAt === null ? null : instantOf(pass.certainAt),
    ops: opsOf(pass),
    records: await endsOf(pass, wanted),
  }
}

/** Records with which this pass is done, and what is noted of them: when, and which ways they go. */
async function settledRecords(
  pass: Pass,
  records: readonly RecordKey[],
  isAtRest: boolean,
): Promise<{ readonly records: readonly RecordKey[]; readonly writes: readonly StoreWrite[] }> {
  const { store, link, clock } = pass
  const lastSettledAt = instantOf(clock.now())
  const settled: RecordKey[] = []
  const writes: StoreWrite[] = []
  const enrolments = await store.enrolmentsByRecord(link.id, records)
  const dirty = isAtRest ? [] : await store.areDirty(link.id, records)
  for (const [index, record] of records.entries()) {
    const isTouched = pass.touched.has(recordKeyText(record))
    const enrolment = enrolments[index]
    if (enrolment?.status !== 'active' || dirty[index]) continue
    const access = pass.accesses.get(recordKeyText(record))
    const isBothWays = access?.write !== false && pass.files.capabilities(record.module).upload
    const direction = isBothWays ? 'both' : 'toDropbox'
    if (!isTouched && enrolment.lastSettledAt !== null && enrolment.direction === direction) continue
    writes.push({ type: 'updateEnrolment', record, set: { direction, lastSettledAt } })
    settled.push(record)
  }
  return { records: settled, writes }
}

function recordsOf(pass: Pass, wanted: readonly RecordKey[] | null): readonly RecordKey[] {
  const records = new Map(pass.touched)
  for (const record of wanted ?? []) records.set(recordKeyText(record), record)
  return [...records.values()]
}

/**
 * The pass ended early; what it did is committed. Records that it was done with by then are settled, as no later pass need look at
 * them; after a failure whoever asked for them asks again.
 */
export async function stopped(pass: Pass, wanted: readonly RecordKey[] | null): Promise<PassReport> {
  const { link, clock } = pass
  const why = pass.stopped
  if (pass.touched.size > 0 && (!(why instanceof Error) || why.code === 'cancelled')) {
    const settled = await settledRecords(pass, [...pass.touched.values()], false)
    if (settled.writes.length > 0) await pass.commit(settled.writes, settled.records)
  }
  const base = { ...report(link.id, 'more'), ops: opsOf(pass), records: await endsOf(pass, wanted) }
  if (why === null || why === 'more') return base
  if (why === 'paused' || why === 'held') return { ...base, outcome: why }
  switch (why.code) {
    case 'cancelled':
      return { ...base, outcome: 'cancelled', failure: why.code }
    case 'lease_lost':
      return { ...base, outcome: 'leaseBusy', failure: why.code }
    case 'link_revoked':
      await pass.commit([
        { type: 'updateLink', set: { status: 'reconnect' } },
        pass.activity({ record: null, fileId: null, subject: link.email, code: 'reconnectNeeded', direction: null }),
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
  if (!wanted || wanted.length === 0) return []
  const { store, link } = pass
  const worked = wanted.filter((record) => pass.opsOfRecord.has(recordKeyText(record)))
  const [enrolments, problems, dirty, bound] = await Promise.all([
    store.enrolmentsByRecord(link.id, wanted),
    store.problemsByRecord(link.id, wanted),
    store.areDirty(link.id, wanted),
    store.haveBaselines(link.id, worked),
  ])
  const withFiles = new Set(worked.filter((_, at) => bound[at]).map(recordKeyText))
  return wanted.map((record, at) =>
    endOf(pass, record, {
      enrolment: enrolments[at] ?? null,
      problems: problems[at] ?? [],
      isDirty: dirty[at] === true,
      hasFiles: withFiles.has(recordKeyText(record)),
    }),
  )
}

/** What a record has when the pass is over. */
interface Outcome {
  readonly enrolment: Enrolment | null
  readonly problems: readonly Problem[]
  readonly isDirty: boolean
  readonly hasFiles: boolean
}

function endOf(
  pass: Pass,
  record: RecordKey,
  { enrolment, problems, isDirty, hasFiles }: Outcome,
): PassReport['records'][number] {
  const end = (name: PassReport['records'][number]['end'], code: SyncErrorCode | null = null) => ({
    record,
    end: name,
    code,
  })
  if (!enrolment) return end('skipped')
  if (enrolment.status === 'orphaned') return end('skipped', 'record_gone')
  if (enrolment.status === 'folderMissing') return end('skipped', 'folder_missing')
  if (enrolment.status !== 'active') return end('skipped', 'link_paused')
  const serious = problems.find(({ code }) => code !== 'missing_right' && code !== 'upload_unsupported')
  if (serious) return end('failed', serious.code)
  if (isDirty || enrolment.folder === null)
    return end('failed', pass.stopped instanceof Error ? pass.stopped.code : 'unexpected')
  const access = pass.accesses.get(recordKeyText(record))
  if (access?.write === false || !pass.files.capabilities(record.module).upload) return end('oneWay')
  if (!pass.opsOfRecord.has(recordKeyText(record))) return end('nothingToDo')
  return end(hasFiles ? 'synced' : 'emptyFolder')
}
