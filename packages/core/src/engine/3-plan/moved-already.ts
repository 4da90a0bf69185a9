import { type PathLower, isAtOrBelow, parentLower } from '../../domain/remote-path.ts'
import { numberedName } from '../../names/allocate-name.ts'
import { fold } from '../../names/fold.ts'
import type { HostFile } from '../../ports/host-files.ts'
import type { Baseline } from '../../ports/sync-rows.ts'
import { type MirrorFile, type RecordView, asFile } from './cell.ts'
import { namesMatch } from '../host-place.ts'
import { isMissing, placeOf } from './folders.ts'
import type { Pass } from '../pass.ts'

/** A baseline, and the same one where its file is in the remote now. */
export interface MovedAlready {
  readonly baseline: Baseline
  readonly to: Baseline
  readonly remote: MirrorFile
}

/**
 * Files that were renamed in the host and are under their new name in the remote as well: we moved them and a crash came between,
 * or somebody renamed both sides alike. They stay one file (S8).
 *
 * @param candidates files that are gone from the path of their baseline
 */
export async function movedAlready(
  pass: Pass,
  view: RecordView,
  candidates: readonly { readonly host: HostFile; readonly baseline: Baseline }[],
): Promise<readonly MovedAlready[]> {
  const { store, link, position } = pass
  const renamed = candidates.filter(({ host, baseline }) => isKept(baseline) && !namesMatch(host, baseline))
  if (renamed.length === 0) return []
  const ids = renamed.map(({ baseline }) => baseline.remoteId)
  const entries = await store.mirrorById(link.id, position.mirrorGeneration, ids)
  const found = renamed.flatMap(({ host, baseline }, at): MovedAlready[] => {
    const remote = asFile(entries[at])
    if (!remote || !isWanted(view, host, remote)) return []
    const { path, pathLower, name: remoteName } = remote
    // Under a number it may only have gone aside (C42): its names stay those of before, and it may move once more.
    const isAside = fold(remoteName) !== fold(numberedName(host.name, 1))
    const names = isAside ? {} : { hostName: host.name, hostFolder: host.folder }
    const to = { ...baseline, path, pathLower, remoteName, ...names }
    return [{ baseline, to, remote }]
  })
  const holders = await store.baselinesByPath(
    link.id,
    found.map(({ to }): PathLower => to.pathLower),
  )
  return found.filter((_, at) => !holders[at])
}

/** Whether a file counts as being in the remote: what was removed there is not followed (S7). */
function isKept({ status }: Baseline): boolean {
  return status === 'on' || status === 'suspended'
}

/** Whether a file of the remote is where the host's name, or a number of it, would put it. */
function isWanted(view: RecordView, host: HostFile, { pathLower, name }: MirrorFile): boolean {
  const place = placeOf(view, host.folder)
  if (!isAtOrBelow(pathLower, view.root.pathLower) || isMissing(place)) return false
  if (place.pathLower !== parentLower(pathLower)) return false
  const number = Number(/ \((\d+)\)(\.[^.]*)?$/.exec(name)?.[1] ?? 1)
  return [1, number].some((one) => fold(numberedName(host.name, one)) === fold(name))
}
