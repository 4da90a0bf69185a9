import type { FileEntry } from './entry.ts'
import { WriteFailure } from './failures.ts'
import { contentOf } from './revision.ts'
import type { Revision } from './revision.ts'
import type { View } from './view.ts'
import { addFile, replaceContent } from './write-file.ts'
import { entryAt, writeTarget } from './write-target.ts'

/** Makes an old version of the file at `path` the current one, as a new revision. @throws WriteFailure */
export function restoreFile(view: View, path: string, revision: Revision): FileEntry {
  const target = writeTarget(view, path)
  const existing = entryAt(target)
  const content = contentOf(revision)
  if (existing?.kind === 'folder') throw new WriteFailure('conflict/folder')
  if (existing) return replaceContent(view, existing, content)
  const idIsFree = !view.account.entriesById.has(revision.fileId)
  return view.account.switches.restoredId === 'kept' && idIsFree
    ? addFile(view, target, content, revision.fileId)
    : addFile(view, target, content)
}
