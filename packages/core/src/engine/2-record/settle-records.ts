import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import type { DirtyMark } from '../../ports/sync-rows.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import { asSyncError } from '../../sync-error.ts'
import type { RecordView } from '../3-plan/cell.ts'
import { failRecord } from '../4-execute/fail.ts'
import { type Pass, PassStopped } from '../pass.ts'
import { createFoldersAhead } from './create-folders-ahead.ts'
import { expandRecord, readExpansionsAhead } from './expand-record.ts'
import { readStatesAhead } from './record-state.ts'
import { settleRecord } from './settle-record.ts'

/** Records whose rows are read together: so many at first, then more or fewer, as they have rows. */
const FIRST_RECORDS = 20
const MOST_RECORDS = 100
/** More rows than these are not wanted in memory at a time. */
const MANY_ROWS = 5000

/** A record, and what is dirty about it. */
interface DirtyRecord {
  readonly text: string
  readonly record: RecordKey
  readonly marks: readonly DirtyMark[]
}

/** What comes of looking at a record: how its files are to be planned, or what is to be written first. */
type Prepared = { readonly view: RecordView } | { readonly writes: readonly StoreWrite[] } | null

/**
 * Brings the folders of records in order, one after the other, and looks at those as a whole for which that was asked.
 *
 * @returns how the files of the others are to be planned, by the texts of the records' keys
 */
export async function settleRecords(
  pass: Pass,
  records: ReadonlyMap<string, RecordKey>,
  marks: readonly DirtyMark[],
): Promise<ReadonlyMap<string, RecordView>> {
  const views = new Map<string, RecordView>()
  const marksOf = marksByRecord(marks)
  const all = [...records].map(([text, record]): DirtyRecord => ({ text, record, marks: marksOf.get(text) ?? [] }))
  pass.known.clear()
  try {
    await readStatesAhead(pass, [...records.values()])
    const made = await createFoldersAhead(pass, [...records.values()])
    for (let at = 0, size = FIRST_RECORDS; at < all.length;) {
      // Looking at many records takes its time: whoever is more urgent need not wait for the end of it.
      if (at > 0) await pass.assertGoingOn()
      const some = all.slice(at, at + size)
      const rows = await settleSome(pass, some, made, views)
      at += some.length
      size = rows > MANY_ROWS ? Math.max(1, Math.floor(size / 4)) : Math.min(MOST_RECORDS, size * 2)
    }
  } finally {
    pass.known.clear()
  }
  return views
}

/** Settles records whose rows are read together. What is to be written about them is written together in the end. */
async function settleSome(
  pass: Pass,
  some: readonly DirtyRecord[],
  made: ReadonlySet<string>,
  views: Map<string, RecordView>,
): Promise<number> {
  const rows = await readSomeAhead(pass, some, made)
  const expanded: { readonly of: DirtyRecord; readonly writes: readonly StoreWrite[] }[] = []
  try {
    for (const of of some) {
      if (of.marks.length > 0) pass.touched.set(of.text, of.record)
      const prepared = await recordAttempt(pass, of, () => prepareRecord(pass, of, made.has(of.text)))
      if (prepared && 'view' in prepared) views.set(of.text, prepared.view)
      if (prepared && 'writes' in prepared) expanded.push({ of, writes: prepared.writes })
    }
  } finally {
    // Also where the pass is over: what was looked at need not be looked at again.
    if (expanded.length > 0)
      await allOf(expanded.map(({ of, writes }) => recordAttempt(pass, of, () => pass.commit(writes))))
  }
  return rows
}

/** @returns how many rows of files and baselines were read */
async function readSomeAhead(pass: Pass, some: readonly DirtyRecord[], made: ReadonlySet<string>): Promise<number> {
  const wholes = some.flatMap(({ text, marks, record }) => (made.has(text) || wholeOf(marks) ? [record] : []))
  if (some.length > 1) {
    const records = some.map(({ record }) => record)
    await readStatesAhead(pass, records)
    await pass.known.folderMaps.read(records)
  }
  if (made.size > 0) {
    await pass.known.recordMarks.read(some.flatMap(({ text, record }) => (made.has(text) ? [record] : [])))
  }
  return wholes.length > 0 ? readExpansionsAhead(pass, wholes) : 0
}

/** Brings a record's folder in order and looks at the record as a whole if that was asked; then its files can be planned. */
async function prepareRecord(pass: Pass, { record, marks }: DirtyRecord, isMade: boolean): Promise<Prepared> {
  const settled = await settleRecord(pass, record, marks)
  if (!settled) return null
  const { view } = settled
  if (view.isGone) return { view }
  const asked = wholeOf(marks)
  // Settling its folder may have asked for the whole record just now.
  const whole = settled.isChanged || isMade ? ((await pass.known.recordMarks.get(record)) ?? asked) : asked
  return whole ? { writes: await expandRecord(pass, view, whole) } : { view }
}

function wholeOf(marks: readonly DirtyMark[]): DirtyMark | undefined {
  return marks.find(({ key }) => key.type === 'record')
}

function marksByRecord(marks: readonly DirtyMark[]): ReadonlyMap<string, readonly DirtyMark[]> {
  const found = new Map<string, DirtyMark[]>()
  for (const mark of marks) {
    if (!mark.key.record) continue
    const text = recordKeyText(mark.key.record)
    const own = found.get(text)
    if (own) own.push(mark)
    else found.set(text, [mark])
  }
  return found
}

/** A record that cannot be prepared has a problem of its own and blocks no other (S14). */
async function recordAttempt<Result>(
  pass: Pass,
  { record, marks }: DirtyRecord,
  attempt: () => Promise<Result>,
): Promise<Result | null> {
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof PassStopped) throw error
    await failRecord(pass, record, marks, asSyncError(error))
    return null
  }
}

/** Waits for all, and throws what the first of them threw. */
async function allOf(attempts: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(attempts)
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}
