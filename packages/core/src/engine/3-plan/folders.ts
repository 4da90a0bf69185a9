import { type PathLower, isAtOrBelow, parentLower } from '../../domain/remote-path.ts'
import { recordKeyText } from '../../domain/record-ref.ts'
import { numberedName } from '../../names/allocate-name.ts'
import type { HostFolder } from '../../ports/host-files.ts'
import type { Baseline, FolderMap, MirrorEntry } from '../../ports/sync-rows.ts'
import type { Place, RecordView } from './cell.ts'
import { guessLower, joinPath } from '../../names/remote-join.ts'
import { isSameFolder } from '../host-place.ts'

/** What is known of the names around: rows under their real paths, looked up by a guess. */
export interface NameLookup {
  readonly entryAt: (guess: PathLower) => MirrorEntry | null
}

/** A host folder that the remote does not have yet, and the next level to create for it. */
export interface MissingFolder {
  readonly hostFolder: HostFolder
  readonly parent: Place
}

/**
 * Where a file of the host goes. In a host without folders one that has been in the remote keeps its folder there, as long as there
 * is one; else it is that of its host folder.
 */
export function placeOfFile(
  view: RecordView,
  hostFolder: HostFolder,
  baseline: Pick<Baseline, 'path' | 'pathLower'> | null,
  names: NameLookup,
): Place | MissingFolder {
  if (view.capabilities.folders !== 'none' || !baseline) return placeOf(view, hostFolder)
  const entry = names.entryAt(parentLower(baseline.pathLower))
  if (entry?.kind !== 'folder' || !isAtOrBelow(entry.pathLower, view.root.pathLower)) return view.root
  return entry
}

/** Where the files of a host folder go; or the first level that is missing. */
export function placeOf(view: RecordView, hostFolder: HostFolder): Place | MissingFolder {
  let place: Place = view.root
  for (let depth = 1; depth <= hostFolder.length; depth += 1) {
    const level = hostFolder.slice(0, depth)
    const map = view.folderMaps.find((row) => isSameFolder(row.hostFolder, level))
    if (!map) return { hostFolder: level, parent: place }
    place = map
  }
  return place
}

export function isMissing(place: Place | MissingFolder): place is MissingFolder {
  return 'parent' in place
}

/**
 * The folder to create for a host folder: one of its own, or one that is there and nobody's. A name that a file has, or a folder
 * of another host folder, gets a number.
 */
export function folderToCreate(view: RecordView, missing: MissingFolder, names: NameLookup): Place {
  const name = missing.hostFolder.at(-1) ?? ''
  for (let number = 1; ; number += 1) {
    const remoteName = numberedName(name, number)
    const guess = guessLower(missing.parent.pathLower, remoteName)
    const entry = names.entryAt(guess)
    const isMapped = view.folderMaps.some((row) => row.pathLower === (entry?.pathLower ?? guess))
    if (isMapped || entry?.kind === 'file') continue
    return { path: joinPath(missing.parent.path, remoteName), pathLower: entry?.pathLower ?? guess }
  }
}

/** Between the names of the levels in the label of a folder, in a host whose folders do not nest. */
const LEVELS = ' / '

/**
 * The host folder that a remote folder stands for, with the levels that have no baseline yet. A level is named like the folder in
 * the remote, which may show it in another case than the path does. Where folders do not nest, each is one label, e.g. `A / B`: it is
 * kept in the folder's baseline and never taken apart again. Without folders everything is at the root.
 */
export function hostFolderOf(
  view: RecordView,
  folder: PathLower,
  names: NameLookup,
): { readonly hostFolder: HostFolder; readonly newMaps: readonly FolderMap[] } {
  if (folder === view.root.pathLower || view.capabilities.folders === 'none') return { hostFolder: [], newMaps: [] }
  const map = view.folderMaps.find((row) => row.pathLower === folder)
  if (map) return { hostFolder: map.hostFolder, newMaps: [] }
  const parent = hostFolderOf(view, parentLower(folder), names)
  const entry = names.entryAt(folder)
  const name = entry?.name ?? folder.slice(folder.lastIndexOf('/') + 1)
  const levels = [...parent.hostFolder, name]
  const hostFolder = view.capabilities.folders === 'flat' ? [freeLabel(view, levels.join(LEVELS))] : levels
  if (!entry) return { hostFolder, newMaps: parent.newMaps }
  const newMap: FolderMap = {
    linkId: view.enrolment.linkId,
    record: view.record,
    remoteId: entry.remoteId,
    pathLower: entry.pathLower,
    path: entry.path,
    hostFolder,
    createdByUs: false,
  }
  return { hostFolder, newMaps: [...parent.newMaps, newMap] }
}

/** A label that no other folder of the remote has: the host's own users may have thought of the same one. */
function freeLabel({ folderMaps }: RecordView, label: string): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? label : `${label} (${number})`
    if (!folderMaps.some(({ hostFolder }) => isSameFolder(hostFolder, [candidate]))) return candidate
  }
}

/** A text that is equal for equal folders of equal records. */
export function folderKey(view: RecordView, hostFolder: HostFolder): string {
  return JSON.stringify([recordKeyText(view.record), hostFolder])
}
