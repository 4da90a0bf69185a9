import { newEntryId } from '../ids.ts'
import { dropboxLowercase } from '../lowercase.ts'
import type { FileEntry } from './entry.ts'
import { WriteFailure } from './failures.ts'
import { recordPut } from './feed.ts'
import type { NewContent } from './revision.ts'
import type { View } from './view.ts'
import { addRevision, useSpace, wholeSeconds } from './write-revision.ts'
import { entryAt, openPlace, renamed, writeTarget } from './write-target.ts'
import type { WriteTarget } from './write-target.ts'

/** What to do when the path is taken. */
export type WriteMode =
  | { readonly type: 'add' }
  | { readonly type: 'overwrite' }
  | { readonly type: 'update'; readonly rev: string }

export interface WriteFileOptions {
  readonly mode: WriteMode
  readonly autorename: boolean
  readonly strictConflict: boolean
}

/**
 * Writes a file as `files/upload` does: missing parents are made, identical content is not written again, and the
 * mode decides what happens to a file that is in the way.
 *
 * @returns the file, which may be an existing one or bear another name
 * @throws WriteFailure
 */
export function writeFile(view: View, path: string, content: NewContent, options: WriteFileOptions): FileEntry {
  const target = writeTarget(view, path)
  const existing = entryAt(target)
  if (existing?.kind === 'folder') throw new WriteFailure('conflict/folder')
  if (!existing) {
    if (options.mode.type === 'update' && options.strictConflict) return conflict(view, target, content, options)
    return addFile(view, target, content)
  }
  const { revision } = existing
  if (revision.contentHash === content.contentHash && !options.strictConflict) {
    return keepIdentical(view, existing, content)
  }
  switch (options.mode.type) {
    case 'add':
      return conflict(view, target, content, options)
    case 'overwrite':
      return replaceContent(view, existing, content)
    case 'update':
      return options.mode.rev === revision.rev
        ? replaceContent(view, existing, content)
        : conflict(view, target, content, options)
  }
}

/** Gives `file` new content as a new revision. @throws WriteFailure when there is no space */
export function replaceContent(view: View, file: FileEntry, content: NewContent): FileEntry {
  const { account } = view
  useSpace(account, content.sizeBytes - file.revision.sizeBytes)
  file.revision = addRevision(account, file.id, file, versionOf(view, content))
  recordPut(account, file)
  return file
}

/** Adds a file where nothing is. @throws WriteFailure when there is no space or a parent is a file */
export function addFile(view: View, target: WriteTarget, content: NewContent, id = newEntryId()): FileEntry {
  const { account } = view
  useSpace(account, content.sizeBytes)
  const place = openPlace(view, target)
  const revision = addRevision(account, id, place, versionOf(view, content))
  const file: FileEntry = { kind: 'file', id, name: place.name, parent: place.parent, revision }
  place.parent.children.set(dropboxLowercase(place.name), file)
  account.entriesById.set(id, file)
  recordPut(account, file)
  return file
}

function conflict(view: View, target: WriteTarget, content: NewContent, options: WriteFileOptions): FileEntry {
  if (!options.autorename) throw new WriteFailure('conflict/file')
  const named = options.mode.type === 'update' && view.account.switches.updateAutorename === 'conflictedCopy'
  return addFile(view, renamed(view, target, 'file', named ? 'conflicted copy' : ''), content)
}

function keepIdentical(view: View, file: FileEntry, content: NewContent): FileEntry {
  if (view.account.switches.identicalUploadClientModified === 'applied' && content.clientModified !== null) {
    file.revision = { ...file.revision, clientModified: wholeSeconds(content.clientModified) }
    view.account.revisions.set(file.revision.rev, file.revision)
  }
  return file
}

function versionOf(view: View, content: NewContent) {
  return {
    contentHash: content.contentHash,
    sizeBytes: content.sizeBytes,
    clientModified: wholeSeconds(content.clientModified ?? view.account.clock.now()),
    ...(content.exports ? { exports: content.exports } : {}),
  }
}
