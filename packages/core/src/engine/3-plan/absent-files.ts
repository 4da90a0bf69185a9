import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import { SyncError, isSyncError } from '../../sync-error.ts'
import type { Cell } from './cell.ts'
import { clearKeys } from '../dirty-keys.ts'
import { inputOf, problemAfter, problemKeyOf } from '../problems.ts'
import type { Pass } from '../pass.ts'
import { isListed, listRecord } from '../1-pull/list-records.ts'

/**
 * Files that a point read does not find although they are bound and listings do not call them deleted. Nothing follows from that in
 * a module without a feed: two complete listings have to agree.
 */
export async function doubtedFiles(
  pass: Pass,
  record: RecordKey,
  cells: readonly Pick<Cell, 'fileId' | 'host' | 'baseline'>[],
): Promise<ReadonlySet<string>> {
  const missing = cells.filter(({ host, baseline }) => !host && baseline)
  if (missing.length === 0 || !isListed(pass, record.module)) return new Set()
  const absences = await absencesOf(pass, record)
  return new Set(missing.flatMap(({ fileId }) => (fileId !== null && (absences.get(fileId) ?? 0) < 2 ? [fileId] : [])))
}

/** A file that is in no plan for now. */
export interface Doubt {
  readonly cell: Cell
  /** Why it could not be read; `null` for one that is bound and not found. */
  readonly failure: SyncError | null
}

/**
 * Puts the doubted files of a round off. The listings count them as absent from now on, and tell what became of them: deleted, or
 * there again. What a listing has and a point read has not is asked for again later.
 */
export async function putOff(pass: Pass, doubts: readonly Doubt[]): Promise<void> {
  const unread = doubts.flatMap(({ cell, failure }) => (failure ? askAgain(pass, cell, failure) : []))
  if (unread.length > 0) await pass.commit(unread)
  const missing = doubts.flatMap(({ cell, failure }) => (failure ? [] : [cell]))
  const records = new Map(missing.map(({ record }) => [recordKeyText(record), record]))
  for (const [text, record] of records) {
    const own = missing.filter((cell) => recordKeyText(cell.record) === text)
    if ((await countedOf(pass, record, own)).size < own.length) await listQuietly(pass, record)
    const counted = await countedOf(pass, record, own)
    const failure = new SyncError('host_unavailable', 'The host lists the file and does not give it.')
    await pass.commit(own.flatMap((cell) => (counted.has(cell) ? clearKeys(cell.keys) : askAgain(pass, cell, failure))))
  }
}

/** The cells whose files a listing has counted as absent. */
async function countedOf(pass: Pass, record: RecordKey, cells: readonly Cell[]): Promise<ReadonlySet<Cell>> {
  const absences = await absencesOf(pass, record)
  return new Set(cells.filter(({ fileId }) => fileId !== null && (absences.get(fileId) ?? 0) > 0))
}

async function absencesOf({ store }: Pass, record: RecordKey): Promise<ReadonlyMap<string, number>> {
  return new Map((await store.hostMirror(record)).map(({ fileId, absences }) => [fileId, absences]))
}

async function listQuietly(pass: Pass, record: RecordKey): Promise<void> {
  try {
    await listRecord(pass, record)
  } catch (error) {
    if (!isSyncError(error)) throw error
  }
}

function askAgain(pass: Pass, cell: Cell, failure: SyncError): readonly StoreWrite[] {
  const key = problemKeyOf(cell)
  if (!key) return clearKeys(cell.keys)
  const problem = problemAfter(failure, {
    linkId: pass.link.id,
    record: cell.record,
    key,
    subject: cell.host?.name ?? cell.baseline?.hostName ?? '',
    input: inputOf(cell),
    before: cell.problems,
    now: pass.clock.now(),
  })
  return [{ type: 'putProblem', problem }, ...clearKeys(cell.keys)]
}
