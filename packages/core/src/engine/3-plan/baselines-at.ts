import type { PathLower } from '../../domain/remote-path.ts'
import type { Baseline, MirrorEntry } from '../../ports/sync-store.ts'
import type { Pass } from '../pass.ts'
import { type MirrorFile, type RecordView, asFile } from './cell.ts'

/** From how many dirty paths of one record on its baselines are read as a whole. */
const WHOLE_RECORD = 16

/** The baseline at each path: one that is `on`, else one that waits there. */
export async function baselinesAt(
  pass: Pass,
  view: RecordView,
  entryAt: ReadonlyMap<PathLower, MirrorEntry | null>,
): Promise<Map<PathLower, Baseline>> {
  const { store, link } = pass
  const paths = [...entryAt.keys()]
  const rows =
    paths.length >= WHOLE_RECORD
      ? await store.baselinesOfRecord(link.id, view.record)
      : (await Promise.all(paths.map((path) => store.baselinesBelow(link.id, path)))).flat()
  const found = new Map<PathLower, Baseline>()
  for (const row of rows) {
    const known = found.get(row.pathLower)
    if (!known || isNearer(row, known, entryAt.get(row.pathLower))) found.set(row.pathLower, row)
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
 * What the remote has for each baseline. A path that another file took over is no longer that of a detached one, and of several that
 * wait at one path only one gets what is there.
 */
export async function remotesOf(pass: Pass, baselines: readonly Baseline[]): Promise<Map<Baseline, MirrorFile | null>> {
  const { store, link, position } = pass
  const paths = baselines.map((baseline) => baseline.pathLower)
  const [entries, holders] = await Promise.all([
    store.mirror(link.id, position.mirrorGeneration, paths),
    store.baselinesByPath(link.id, paths),
  ])
  const nearest = new Map<PathLower, Baseline>()
  baselines.forEach((row, at) => {
    const known = nearest.get(row.pathLower)
    if (!known || isNearer(row, known, entries[at])) nearest.set(row.pathLower, row)
  })
  return new Map(
    baselines.map((baseline, at) => {
      const isTaken = baseline.status !== 'on' && (holders[at] || nearest.get(baseline.pathLower) !== baseline)
      return [baseline, isTaken ? null : asFile(entries[at])] as const
    }),
  )
}
