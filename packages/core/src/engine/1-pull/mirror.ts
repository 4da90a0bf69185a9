import type { PathLower } from '../../domain/remote-path.ts'
import type { RemoteEntry } from '../../ports/remote.ts'
import type { DirtyKey, MirrorEntry } from '../../ports/sync-rows.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import type { Pass } from '../pass.ts'

/** An entry of the remote as a row of the mirror. */
export function mirrorEntryOf(entry: RemoteEntry, linkId: string, generation: number): MirrorEntry {
  const isFile = entry.kind === 'file'
  return {
    linkId,
    generation,
    pathLower: entry.pathLower,
    path: entry.path,
    name: entry.name,
    kind: entry.kind,
    remoteId: entry.id,
    revision: isFile ? entry.revision : null,
    contentHash: isFile ? entry.contentHash : null,
    sizeBytes: isFile ? entry.sizeBytes : 0,
    downloadable: isFile && entry.downloadable,
    modifiedAt: isFile ? entry.modifiedAt : null,
  }
}

/** Whether two rows of one path mean another file or another content. Display names do not count (C37). */
export function isSameEntry(a: MirrorEntry | null, b: MirrorEntry | null): boolean {
  if (!a || !b) return a === b
  return a.kind === b.kind && a.remoteId === b.remoteId && a.revision === b.revision
}

/** What the mirror holds after one of our own effects, as its reply tells: the echo in the feed is then no news (C92). */
export function putReply(pass: Pass, entry: RemoteEntry): StoreWrite {
  return { type: 'putMirror', entry: mirrorEntryOf(entry, pass.link.id, pass.position.mirrorGeneration) }
}

/** Removes a path and everything below from the mirror in force. */
export function dropMirror(pass: Pass, path: PathLower): StoreWrite {
  return { type: 'deleteMirror', generation: pass.position.mirrorGeneration, pathLower: path }
}

/** The keys to look at when something changed at a path: the path itself, or the record whose folder it is. */
export async function dirtyKeysOf(
  pass: Pass,
  change: { readonly before: MirrorEntry | null; readonly after: MirrorEntry | null },
): Promise<readonly DirtyKey[]> {
  const path = (change.after ?? change.before)?.pathLower
  if (!path) return []
  const index = await pass.enrolments()
  const keys: DirtyKey[] = []
  const isLostFolder = change.before?.kind === 'folder' && change.after?.kind !== 'folder'
  const holder = index.isFolderOf(path)
  if (isLostFolder) keys.push(...index.recordsBelow(path).map((record): DirtyKey => ({ type: 'record', record })))
  else if (holder) keys.push({ type: 'record', record: holder })
  const record = index.recordAt(path)
  const isFile = change.before?.kind === 'file' || change.after?.kind === 'file'
  // Folders outside every record are nobody's; files there are told about (C115).
  if (!holder && (record || isFile)) keys.push({ type: 'path', record, pathLower: path })
  return keys
}
