import type { Instant } from '../../domain/instant.ts'
import { type Module, type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import type { HostMirrorRow } from '../../ports/sync-rows.ts'
import { epochMsOf, instantOf } from '../../state/instant-of.ts'
import { isSyncError } from '../../sync-error.ts'
import { filesOf } from './files-of.ts'
import { type Pass, PassStopped } from '../pass.ts'
import { compareListing, suspectsOf } from './compare-listing.ts'

/** Records that are listed in a pass at most. */
const RECORDS_A_PASS = 50
/** Listing gives way to the work of the pass after so many milliseconds; the rest is listed by the next one. */
const LISTING_MS = 8000
/** A record with a file that was not there is listed again after this time, to be sure of it. */
const DOUBT_MS = 60_000
/** So many listings that fail say that the host does not answer at all. */
const MAX_FAILURES = 3

/** Whether changes in a module are found by listing its records. */
export function isListed({ files }: Pick<Pass, 'files'>, module: Module): boolean {
  return files.capabilities(module).changes === 'list'
}

/**
 * Lists records of modules without a feed, those that are wanted and those that were listed longest ago, and appends what changed to
 * the feed that every link of the tenant reads. A listing that fails half-way tells nothing.
 */
export async function listRecords(pass: Pass, wanted: readonly RecordKey[] | null): Promise<void> {
  const { clock } = pass
  const startedAt = clock.now()
  let failures = 0
  for (const record of await recordsToList(pass, wanted ?? [])) {
    await pass.assertGoingOn()
    if (!(await tryToList(pass, record))) failures += 1
    if (failures >= MAX_FAILURES || clock.now() - startedAt > LISTING_MS) return
  }
}

/** Oldest first, so that everyone has a turn however many are wanted. */
async function recordsToList(pass: Pass, wanted: readonly RecordKey[]): Promise<readonly RecordKey[]> {
  const { store, link, clock, relistAfterMs } = pass
  const index = await pass.enrolments()
  const own = wanted.filter((record) => isListed(pass, record.module) && index.isActive(record))
  const listedAt = await store.hostListedAt(own)
  const age = (at: Instant | null | undefined): number => (at ? epochMsOf(at) : -Infinity)
  const first = own.map((record, at) => ({ record, at: age(listedAt[at]) })).toSorted((a, b) => a.at - b.at)
  // Records that nobody lists look as if they were due for ever.
  const others = index.active().filter(({ module }) => !isListed(pass, module)).length
  const before = instantOf(clock.now() - relistAfterMs)
  const due = await store.dueHostListings(link.id, before, RECORDS_A_PASS + others)
  const records = new Map(first.map(({ record }) => [recordKeyText(record), record]))
  for (const record of due) if (isListed(pass, record.module)) records.set(recordKeyText(record), record)
  return [...records.values()].slice(0, RECORDS_A_PASS)
}

/** `false` when the host did not give a complete listing: the record has its next turn later, and what is known of it stays. */
async function tryToList(pass: Pass, record: RecordKey): Promise<boolean> {
  try {
    await listRecord(pass, record)
    return true
  } catch (error) {
    if (error instanceof PassStopped || !isSyncError(error) || error.code === 'cancelled') throw error
    const [before = null] = await pass.store.hostListedAt([record])
    const rows = await pass.store.hostMirror(record)
    await pass.store.putHostListing(record, { before, at: instantOf(pass.clock.now()), rows }, [])
    return false
  }
}

/**
 * Lists one record and tells what changed since it was last listed. A file that is absent counts as deleted when it was absent the
 * time before as well and a point read does not find it either. @throws SyncError of the host, and then nothing is changed
 */
export async function listRecord(pass: Pass, record: RecordKey): Promise<void> {
  const { store, clock, relistAfterMs } = pass
  const [before = null] = await store.hostListedAt([record])
  const mirror = await store.hostMirror(record)
  const known = await withBound(pass, record, mirror)
  const files = await filesOf(pass, record)
  const suspects = suspectsOf(known, files)
  const found = suspects.length > 0 ? await pass.files.get(record, suspects) : []
  const deleted = known.filter(({ absences }) => absences > 1).map(({ fileId }) => fileId)
  const remembered = deleted.length > 0 ? await store.copies(record, deleted) : []
  const { rows, changes } = compareListing(record, {
    mirror,
    known,
    files,
    found: found.filter((file) => file !== null),
    remembered: new Set(remembered.map(({ fileId }) => fileId)),
  })
  const isDoubtful = rows.some(({ absences }) => absences === 1)
  const headStart = isDoubtful ? Math.max(0, relistAfterMs - DOUBT_MS) : 0
  if (isDoubtful) {
    // Due are those that were listed before then, not just then.
    const certainAt = clock.now() + relistAfterMs - headStart + 1
    pass.certainAt = Math.min(pass.certainAt ?? certainAt, certainAt)
  }
  // Another link's listing that came between has told it already.
  await store.putHostListing(record, { before, at: instantOf(clock.now() - headStart), rows }, changes)
}

/** A file that was made since the last listing is missed by the next one only if a link remembers it. */
async function withBound(
  { store }: Pass,
  record: RecordKey,
  mirror: readonly HostMirrorRow[],
): Promise<readonly HostMirrorRow[]> {
  const known = new Map(mirror.map((row) => [row.fileId, row]))
  for (const { linkId } of await store.enrolmentsOfRecord(record)) {
    for (const { fileId, hostVersion: version } of await store.baselinesOfRecord(linkId, record)) {
      if (!known.has(fileId)) known.set(fileId, { fileId, version, absences: 0 })
    }
  }
  return [...known.values()]
}
