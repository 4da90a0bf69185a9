import { type PathLower, isAtOrBelow } from '../../domain/remote-path.ts'
import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import { fold } from '../../names/fold.ts'
import { recordFolderNames } from '../../names/record-folder-name.ts'
import type { HostFile } from '../../ports/host-files.ts'
import type { Baseline, DirtyKey, DirtyMark, MirrorEntry, Problem } from '../../ports/sync-rows.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import type { RecordView } from '../3-plan/cell.ts'
import { namesMatch } from '../host-place.ts'
import { putReply } from '../1-pull/mirror.ts'
import type { Pass } from '../pass.ts'
import { clearKeys } from '../dirty-keys.ts'
import { filesOf } from '../1-pull/files-of.ts'

/**
 * Looks at a record as a whole, as its button asks for: every file of the host, every baseline and every file of its folder. Marks
 * only what differs, so a second press costs nothing. Folders are not marked: one comes into the host only as news (S13).
 *
 * @returns what is to be written about it
 */
export async function expandRecord(pass: Pass, view: RecordView, whole: DirtyMark): Promise<readonly StoreWrite[]> {
  const { known } = pass
  await findMissing(pass, view)
  const [keys, problems] = await Promise.all([differingKeys(pass, view), known.problems.get(view.record)])
  return [
    ...clearKeys([whole]),
    ...problems.map((problem): StoreWrite => {
      if (isNameRefused(pass, view, problem)) return { type: 'putProblem', problem }
      if (problem.key.type === 'record') return { type: 'deleteProblem', key: problem.key }
      // Whoever presses the button need not wait for the next attempt (S14).
      return { type: 'putProblem', problem: { ...problem, input: '' } }
    }),
    ...[...keys, ...problems.filter(({ key }) => key.type !== 'record').map(({ key }) => key)].map(
      (key): StoreWrite => ({ type: 'markDirty', key }),
    ),
  ]
}

/** Reads what expanding some records looks at, at once for all of them. @returns how many rows that is */
export async function readExpansionsAhead(pass: Pass, records: readonly RecordKey[]): Promise<number> {
  const { known } = pass
  const enrolments = await known.enrolments.all(records)
  const roots = enrolments.flatMap((enrolment) => enrolment?.folderLower ?? [])
  await Promise.all([known.baselines.read(records), known.problems.read(records), known.trees.read(roots)])
  const rows = [...(await known.baselines.all(records)), ...(await known.trees.all(roots))]
  return rows.reduce((sum, { length }) => sum + length, 0)
}

/** A name that the folder may not take stays a problem as long as the record has it (C47). */
function isNameRefused(pass: Pass, { record, enrolment }: RecordView, { key, input }: Problem): boolean {
  const description = pass.descriptions.get(recordKeyText(record))
  const [wanted = ''] = description ? recordFolderNames(record, description) : []
  return key.type === 'record' && input === wanted && fold(enrolment.lastNameWeSet ?? '') !== fold(wanted)
}

/** What differs between host, baselines and mirror for a record: files by their id, paths that nothing is bound to. */
export async function differingKeys(pass: Pass, view: RecordView): Promise<readonly DirtyKey[]> {
  const { known } = pass
  const { record } = view
  const [files, baselines, entries] = await Promise.all([
    filesOf(pass, record),
    known.baselines.get(record),
    known.trees.get(view.root.pathLower),
  ])
  return [
    ...fileKeys(files, baselines, entries).map((fileId): DirtyKey => ({ type: 'file', record, fileId })),
    ...pathKeys(view, baselines, entries).map((pathLower): DirtyKey => ({ type: 'path', record, pathLower })),
  ]
}

/**
 * A file that the mirror misses is asked for before it counts as gone: after the folder was moved the feed may be late, and nothing
 * is detached because of that.
 */
async function findMissing(pass: Pass, view: RecordView): Promise<void> {
  const { known } = pass
  const bound = (await known.baselines.get(view.record)).filter(({ status }) => status === 'on')
  if (bound.length === 0) return
  const present = new Set((await known.trees.get(view.root.pathLower)).map(({ pathLower }) => pathLower))
  const missing = bound.filter(({ pathLower }) => !present.has(pathLower))
  const entries = await known.entriesAt.all(missing.map(({ pathLower }) => pathLower))
  for (const baseline of missing.filter((_, at) => !entries[at])) {
    await pass.assertGoingOn()
    const entry = await pass.remoteAccount.get(baseline.path, pass.call)
    if (entry?.kind === 'file' && isAtOrBelow(entry.pathLower, view.root.pathLower)) {
      await pass.commit([putReply(pass, entry)])
    }
  }
}

/** Files that are new, changed or gone on either side since their baseline. */
function fileKeys(
  files: readonly HostFile[],
  baselines: readonly Baseline[],
  entries: readonly MirrorEntry[],
): readonly string[] {
  const baselineOf = new Map(baselines.map((baseline) => [baseline.fileId, baseline]))
  const entryAt = new Map(entries.map((entry) => [entry.pathLower, entry]))
  const present = new Set(files.map(({ id }) => id))
  const changed = files.filter((file) => {
    const baseline = baselineOf.get(file.id)
    if (!baseline || baseline.status === 'suspended' || baseline.status === 'putBack') return true
    if (file.version !== baseline.hostVersion || !namesMatch(file, baseline)) return true
    const entry = entryAt.get(baseline.pathLower)
    return baseline.status === 'on' ? entry?.revision !== baseline.revision : entry?.kind === 'file'
  })
  return [
    ...changed.map(({ id }) => id),
    ...baselines.filter(({ fileId }) => !present.has(fileId)).map(({ fileId }) => fileId),
  ]
}

/** Files of the folder that nothing is bound to, and folders that are no longer there. */
function pathKeys(
  view: RecordView,
  baselines: readonly Baseline[],
  entries: readonly MirrorEntry[],
): readonly PathLower[] {
  const bound = new Set(baselines.filter(({ status }) => status === 'on').map(({ pathLower }) => pathLower))
  const folders = new Set(entries.filter(({ kind }) => kind === 'folder').map(({ pathLower }) => pathLower))
  return [
    ...entries
      .filter(({ kind, pathLower }) => kind === 'file' && !bound.has(pathLower))
      .map((entry) => entry.pathLower),
    ...view.folderMaps.filter(({ pathLower }) => !folders.has(pathLower)).map(({ pathLower }) => pathLower),
  ]
}
