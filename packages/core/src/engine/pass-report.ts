import { type RecordKey, recordKeyText } from '../domain/record-ref.ts'
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
  const { store, link, clock } = pass
  const at = instantOf(clock.now())
  const writes: StoreWrite[] = []
  const changed: RecordKey[] = []
  for (const record of recordsOf(pass, wanted)) {
    const isTouched = pass.touched.has(recordKeyText(record))
    const enrolment = await store.enrolment(link.id, record)
    if (enrolment?.status !== 'active') continue
    if (!isAtRest && (await store.dirty(link.id, { records: [record], limit: 1 })).length > 0) continue
    const access = pass.accesses.get(recordKeyText(record))
    const isBothWays = access?.write !== false && pass.files.capabilities(record.module).upload
    const direction = isBothWays ? 'both' : 'toDropbox'
    if (!isTouched && enrolment.lastSettledAt !== null && enrolment.direction === direction) continue
    writes.push({ type: 'updateEnrolment', record, set: { direction, lastSettledAt: at } })
    changed.push(record)
  }
  if (writes.length > 0 || pass.hasWorked || pass.hold) {
    // What the user answered about a held link is carried out now; a pass that died may have left only this to do.
    const hold = pass.hold ? { hold: null } : {}
    await pass.commit([...writes, { type: 'updateLink', set: { lastOkAt: at, blockedUntil: null, ...hold } }], changed)
  }
  return {
    ...report(link.id, isAtRest ? 'done' : 'more'),
    notBefore: pass.certainAt === null ? null : instantOf(pass.certainAt),
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
export async function stopped(pass: Pass, wanted: readonly RecordKey[] | null): Promise<PassReport> {
  const { link, clock } = pass
  const why = pass.stopped
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
