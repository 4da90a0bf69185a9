import { type RecordKey, recordKeyText } from '../domain/record-ref.ts'
import type { PathLower, RemoteId } from '../domain/remote-path.ts'
import type {
  Baseline,
  DirtyMark,
  Enrolment,
  FolderMap,
  MirrorEntry,
  ModuleFolder,
  Problem,
} from '../ports/sync-rows.ts'
import type { StoreWrite } from '../ports/sync-store.ts'
import type { Pass } from './pass.ts'
import { type ReadAhead, readAhead } from './read-ahead.ts'

/**
 * Rows that the settling of records looks at. They are read ahead for many records, and forgotten as soon as the pass writes what they
 * tell of. A user may change them meanwhile (S19): whatever has an effect reads them again.
 */
export interface KnownRows {
  readonly enrolments: ReadAhead<RecordKey, Enrolment | null>
  readonly folderMaps: ReadAhead<RecordKey, readonly FolderMap[]>
  readonly baselines: ReadAhead<RecordKey, readonly Baseline[]>
  readonly problems: ReadAhead<RecordKey, readonly Problem[]>
  /** The problem of a record as a whole. */
  readonly recordProblems: ReadAhead<RecordKey, Problem | null>
  /** The mark that asks for a record as a whole. */
  readonly recordMarks: ReadAhead<RecordKey, DirtyMark | null>
  readonly entriesById: ReadAhead<RemoteId, MirrorEntry | null>
  readonly entriesAt: ReadAhead<PathLower, MirrorEntry | null>
  readonly trees: ReadAhead<PathLower, readonly MirrorEntry[]>
  /** The link's module folders, and its problems in no record. */
  readonly moduleFolders: ReadAhead<null, readonly ModuleFolder[]>
  readonly strays: ReadAhead<null, readonly Problem[]>
  forget(writes: readonly StoreWrite[]): void
  clear(): void
}

/** Dirty keys of a record among which its own is looked for. */
const KEYS_OF_A_RECORD = 1000

/** Rows of a pass; `passOf` is asked when they are read, as the generation of the mirror changes. */
export function knownRows(passOf: () => Pick<Pass, 'store' | 'link' | 'position'>): KnownRows {
  const ofLink = <Key, Row>(
    rowsOf: (store: Pass['store'], linkId: string, keys: readonly Key[]) => Promise<readonly Row[]>,
    textOf: (key: Key) => string,
  ) => readAhead(textOf, (keys: readonly Key[]) => rowsOf(passOf().store, passOf().link.id, keys))
  const ofMirror = <Key extends string, Row>(
    rowsOf: (store: Pass['store'], linkId: string, generation: number, keys: readonly Key[]) => Promise<readonly Row[]>,
  ) =>
    ofLink<Key, Row>(
      (store, linkId, keys) => rowsOf(store, linkId, passOf().position.mirrorGeneration, keys),
      (key) => key,
    )
  const enrolments = ofLink<RecordKey, Enrolment | null>((store, id, keys) => store.enrolmentsByRecord(id, keys), text)
  const folderMaps = ofLink<RecordKey, readonly FolderMap[]>(
    (store, id, keys) => store.folderMapsByRecord(id, keys),
    text,
  )
  const baselines = ofLink<RecordKey, readonly Baseline[]>((store, id, keys) => store.baselinesByRecord(id, keys), text)
  const problems = ofLink<RecordKey, readonly Problem[]>((store, id, keys) => store.problemsByRecord(id, keys), text)
  const recordProblems = ofLink<RecordKey, Problem | null>(
    (store, id, keys) =>
      store.problemsByKey(
        id,
        keys.map((record) => ({ type: 'record', record })),
      ),
    text,
  )
  const recordMarks = ofLink<RecordKey, DirtyMark | null>(async (store, id, records) => {
    const marks = await store.dirty(id, { records, limit: KEYS_OF_A_RECORD * records.length })
    const own = new Map(marks.flatMap((mark) => (mark.key.type === 'record' ? [[text(mark.key.record), mark]] : [])))
    return records.map((record) => own.get(text(record)) ?? null)
  }, text)
  const entriesById = ofMirror<RemoteId, MirrorEntry | null>((store, ...of) => store.mirrorById(...of))
  const entriesAt = ofMirror<PathLower, MirrorEntry | null>((store, ...of) => store.mirror(...of))
  const trees = ofMirror<PathLower, readonly MirrorEntry[]>((store, ...of) => store.mirrorTrees(...of))
  const moduleFolders = ofLink<null, readonly ModuleFolder[]>(
    async (store, id) => [await store.moduleFolders(id)],
    () => '',
  )
  const strays = ofLink<null, readonly Problem[]>(
    async (store, id) => [await store.problems(id, null)],
    () => '',
  )
  const mirror = [entriesById, entriesAt, trees]
  const forgetProblem = (record: RecordKey | null): void => {
    if (record === null) {
      // One in no record by its key may be shown at a record all the same.
      problems.clear()
      return strays.clear()
    }
    problems.forget(record)
    recordProblems.forget(record)
  }
  const forgetOne = (write: StoreWrite): void => {
    switch (write.type) {
      case 'putEnrolment':
        return enrolments.forget(write.enrolment.record)
      case 'updateEnrolment':
        return enrolments.forget(write.record)
      case 'putModuleFolder':
        return moduleFolders.clear()
      case 'putFolderMap':
        return folderMaps.forget(write.folderMap.record)
      case 'deleteFolderMap':
        return folderMaps.forget(write.record)
      case 'putMirror':
      case 'deleteMirror':
      case 'keepGeneration':
        for (const rows of mirror) rows.clear()
        return
      case 'putBaseline':
        return baselines.forget(write.baseline.record)
      case 'deleteBaseline':
        return baselines.forget(write.record)
      case 'putProblem':
        if (write.problem.record) forgetProblem(write.problem.record)
        return forgetProblem(write.problem.key.record)
      case 'deleteProblem':
        return forgetProblem(write.key.record)
      case 'markDirty':
      case 'clearDirty':
        return write.key.type === 'record' ? recordMarks.forget(write.key.record) : undefined
      default:
    }
  }
  return {
    enrolments,
    folderMaps,
    baselines,
    problems,
    recordProblems,
    recordMarks,
    entriesById,
    entriesAt,
    trees,
    moduleFolders,
    strays,
    forget(writes) {
      for (const write of writes) forgetOne(write)
    },
    clear() {
      for (const rows of [enrolments, folderMaps, baselines, problems, recordProblems, recordMarks]) rows.clear()
      for (const rows of [...mirror, moduleFolders, strays]) rows.clear()
    },
  }
}

const text = recordKeyText
