import {
  type PathLower,
  type RemoteId,
  type RemotePath,
  type Revision,
  remoteId,
  remotePath,
  revision,
} from '../../domain/remote-path.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Random } from '../../ports/random.ts'
import type { RemoteChange, RemoteEntry, RemoteFile, RemoteFolder } from '../../ports/remote.ts'
import { SyncError } from '../../sync-error.ts'
import type { Contents } from '../contents.ts'
import { instantOf } from '../../state/instant-of.ts'
import { pathAndParents, table } from '../table.ts'
import { assertNames, lowerOf, nameOf, parentOf } from './remote-names.ts'

/** A revision's contents; without bytes for what cannot be downloaded. */
export interface StoredRevision {
  readonly contents: Contents
  readonly downloadable: boolean
}

/** A revision and where it was. */
interface KeptRevision extends StoredRevision {
  readonly at: PathLower
}

interface RemoteTreeOptions {
  readonly clock: Clock
  readonly random: Random
  readonly tell: (...changes: readonly RemoteChange[]) => void
}

/** The files and folders of a memory remote. Every change is told to the feed, but a change of case. */
export type RemoteTree = ReturnType<typeof remoteTree>

/** An empty tree. */
export function remoteTree({ clock, random, tell }: RemoteTreeOptions) {
  const entries = table<RemoteEntry>((entry) => entry.pathLower)
  const below = entries.index((entry) => pathAndParents(entry.pathLower))
  const byId = entries.index((entry) => [entry.id])
  const revisions = new Map<Revision, KeptRevision>()
  let usedBytes = 0

  const put = (entry: RemoteEntry): void => {
    usedBytes += sizeOf(entry) - sizeOf(entries.get(entry.pathLower))
    entries.put(entry)
  }
  const drop = (path: PathLower): void => {
    for (const entry of below(path)) {
      usedBytes -= sizeOf(entry)
      entries.delete(entry.pathLower)
    }
  }
  const at = (path: string): RemoteEntry | null => entries.get(lowerOf(path))

  /** Makes the folders above a path. @throws SyncError `precondition_failed` when one of them is a file. */
  const makeParents = (path: RemotePath): void => {
    const parent = parentOf(path)
    if (parent !== null) makeFolder(parent)
  }
  const makeFolder = (path: RemotePath): RemoteFolder => {
    const present = at(path)
    if (present?.kind === 'folder') return present
    if (present !== null) throw new SyncError('precondition_failed', `There is a file at ${path}.`)
    assertNames(path)
    makeParents(path)
    const folder: RemoteFolder = { kind: 'folder', id: newId(random), ...placeOf(path, at) }
    put(folder)
    tell(folder)
    return folder
  }

  return {
    at,
    byId: (id: string): RemoteEntry | null => byId(id)[0] ?? null,
    all: (): readonly RemoteEntry[] => entries.rows(),
    usedBytes: (): number => usedBytes,
    revision: (wanted: Revision): StoredRevision | null => revisions.get(wanted) ?? null,
    /** What a revision held that was at a path. */
    revisionAt(path: RemotePath, wanted: Revision): StoredRevision | null {
      const kept = revisions.get(wanted)
      return kept?.at === lowerOf(path) ? kept : null
    },
    makeFolder,
    /** New contents at a path; a file that is there keeps its id and the case of its name. */
    writeFile(path: RemotePath, stored: StoredRevision): RemoteFile {
      const present = at(path)
      if (present?.kind === 'folder') throw new SyncError('precondition_failed', `There is a folder at ${path}.`)
      assertNames(path)
      makeParents(path)
      const file: RemoteFile = {
        kind: 'file',
        ...(present ?? { id: newId(random), ...placeOf(path, at) }),
        ...contentFields(stored, random, clock),
      }
      revisions.set(file.revision, { ...stored, at: file.pathLower })
      put(file)
      tell(file)
      return file
    },
    /** Removes an entry with everything below; the feed tells the root only. */
    remove(entry: RemoteEntry): void {
      drop(entry.pathLower)
      tell({ kind: 'deleted', pathLower: entry.pathLower })
    },
    /** Another case of the same path: shown from now on, and told to nobody. */
    recase(entry: RemoteEntry, path: RemotePath): RemoteEntry {
      const recased = { ...entry, ...placeOf(path, at) }
      entries.put(recased)
      return recased
    },
    /** Moves an entry with everything below. Ids stay; files get new revisions of the same contents. */
    move(entry: RemoteEntry, to: RemotePath): RemoteEntry {
      if (`${lowerOf(to)}/`.startsWith(`${entry.pathLower}/`)) {
        throw new SyncError('precondition_failed', `${entry.path} cannot be moved into itself.`)
      }
      if (at(to) !== null) throw new SyncError('precondition_failed', `Something is at ${to}.`)
      assertNames(to)
      makeParents(to)
      const moved = below(entry.pathLower)
      drop(entry.pathLower)
      tell({ kind: 'deleted', pathLower: entry.pathLower })
      for (const old of moved.toSorted((a, b) => a.pathLower.length - b.pathLower.length)) {
        const place = placeOf(remotePath(to + old.path.slice(entry.path.length)), at)
        const next = old.kind === 'folder' ? { ...old, ...place } : { ...old, ...place, revision: newRevision(random) }
        const stored = old.kind === 'file' ? revisions.get(old.revision) : undefined
        if (next.kind === 'file' && stored !== undefined)
          revisions.set(next.revision, { ...stored, at: next.pathLower })
        put(next)
        tell(next)
      }
      return at(to) ?? entry
    },
  }
}

/** Path, key and name of an entry; parents are shown as they are, not as somebody typed them. */
function placeOf(path: RemotePath, at: (path: RemotePath) => RemoteEntry | null) {
  const parent = parentOf(path)
  const shownParent = parent === null ? '' : (at(parent)?.path ?? parent)
  const shown = remotePath(`${shownParent}/${nameOf(path)}`)
  return { path: shown, pathLower: lowerOf(shown), name: nameOf(path) }
}

function contentFields({ contents, downloadable }: StoredRevision, random: Random, clock: Clock) {
  return {
    revision: newRevision(random),
    contentHash: downloadable ? contents.hash : null,
    sizeBytes: downloadable ? contents.bytes.byteLength : 0,
    downloadable,
    modifiedAt: instantOf(clock.now()),
  }
}

function newId(random: Random): RemoteId {
  return remoteId(`id:${random.id()}`)
}

function newRevision(random: Random): Revision {
  return revision(random.id().replaceAll('-', ''))
}

function sizeOf(entry: RemoteEntry | null): number {
  return entry?.kind === 'file' ? entry.sizeBytes : 0
}
