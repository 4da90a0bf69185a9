import { type PathLower, parentLower } from '../../domain/remote-path.ts'
import type { Baseline, MirrorEntry } from '../../ports/sync-rows.ts'
import type { Pass } from '../pass.ts'
import { type MirrorFile, type RecordView, asFile } from './cell.ts'

/** From how many dirty paths of one record on its baselines are read as a whole. */
const WHOLE_RECORD = 16

/** The dirty paths of a record; each is in one record only. */
export interface PathsOf {
  readonly view: RecordView
  readonly paths: ReadonlyMap<PathLower, unknown>
}

/** For each record the baselines at its dirty paths and below them, by path: one that is `on`, else one that waits there. */
export async function baselinesAt(
  pass: Pass,
  groups: readonly PathsOf[],
  entryAt: ReadonlyMap<PathLower, MirrorEntry | null>,
): Promise<readonly Map<PathLower, Baseline>[]> {
  const rows = await rowsOf(pass, groups)
  return groups.map((group) => {
    const found = new Map<PathLower, Baseline>()
    for (const row of rows.get(group) ?? []) {
      const known = found.get(row.pathLower)
      if (!known || isNearer(row, known, entryAt.get(row.pathLower))) found.set(row.pathLower, row)
    }
    return found
  })
}

async function rowsOf(
  { store, link }: Pass,
  groups: readonly PathsOf[],
): Promise<ReadonlyMap<PathsOf, readonly Baseline[]>> {
  const wholes = groups.filter(({ paths }) => paths.size >= WHOLE_RECORD)
  const groupAt = new Map<PathLower, PathsOf>()
  for (const group of groups)
    if (!wholes.includes(group)) for (const path of group.paths.keys()) groupAt.set(path, group)
  const records = wholes.map(({ view }) => view.record)
  const [ofRecords, below] = await Promise.all([
    records.length > 0 ? store.baselinesByRecord(link.id, records) : [],
    groupAt.size > 0 ? store.baselinesBelow(link.id, [...groupAt.keys()]) : [],
  ])
  const found = new Map<PathsOf, Baseline[]>(wholes.map((group, at) => [group, [...(ofRecords[at] ?? [])]]))
  for (const row of below) {
    for (const group of groupsAbove(groupAt, row.pathLower)) {
      const rows = found.get(group)
      if (rows) rows.push(row)
      else found.set(group, [row])
    }
  }
  return found
}

/** Records may lie in a folder of another one. */
function groupsAbove(groupAt: ReadonlyMap<PathLower, PathsOf>, path: PathLower): ReadonlySet<PathsOf> {
  const found = new Set<PathsOf>()
  for (let at = path; at !== ''; at = parentLower(at)) {
    const group = groupAt.get(at)
    if (group) found.add(group)
  }
  return found
}

/** Of several files that wait at one path the one that has what is there comes first. */
function isNearer(row: Baseline, known: Baseline, entry: MirrorEntry | null | undefined): boolean {
  if (known.status === 'on' || row.status === 'on') return row.status === 'on'
  const isAlike = ({ contentHash }: Baseline): boolean => !!entry && contentHash === entry.contentHash
  if (isAlike(row) !== isAlike(known)) return isAlike(row)
  return byNearness.indexOf(row.status) < byNearness.indexOf(known.status)
}

const byNearness: readonly Baseline['status'][] = ['on', 'suspended', 'putBack', 'detached']

/**
 * What the remote has for each baseline of some records. A path that another file took over is no longer that of a detached one, and of
 * several of a record that wait at one path only one gets what is there.
 */
export async function remotesOf(
  pass: Pass,
  groups: readonly (readonly Baseline[])[],
): Promise<readonly Map<Baseline, MirrorFile | null>[]> {
  const { store, link, position } = pass
  const paths = [...new Set(groups.flatMap((rows) => rows.map(({ pathLower }) => pathLower)))]
  if (paths.length === 0) return groups.map(() => new Map())
  const [entries, holders] = await Promise.all([
    store.mirror(link.id, position.mirrorGeneration, paths),
    store.baselinesByPath(link.id, paths),
  ])
  const at = new Map(paths.map((path, index) => [path, { entry: entries[index], holder: holders[index] }]))
  return groups.map((rows) => {
    const nearest = new Map<PathLower, Baseline>()
    for (const row of rows) {
      const known = nearest.get(row.pathLower)
      if (!known || isNearer(row, known, at.get(row.pathLower)?.entry)) nearest.set(row.pathLower, row)
    }
    return new Map(
      rows.map((row) => {
        const { entry, holder } = at.get(row.pathLower) ?? {}
        const isTaken = row.status !== 'on' && (holder || nearest.get(row.pathLower) !== row)
        return [row, isTaken ? null : asFile(entry)] as const
      }),
    )
  })
}
