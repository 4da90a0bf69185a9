import { newEntryId } from '../ids.ts'
import { dropboxLowercase } from '../lowercase.ts'
import type { AccountState } from './account-state.ts'
import { newFolder } from './account-state.ts'
import { descendantsOf, isInside, namespaceRootOf } from './entry.ts'
import type { Entry, FileEntry, FolderEntry } from './entry.ts'
import { RelocationFailure, WriteFailure } from './failures.ts'
import { recordDeletion, recordTree } from './feed.ts'
import { contentOf } from './revision.ts'
import { holdsSharedFolder, sharedRootOf } from './sharing.ts'
import type { View } from './view.ts'
import { addRevision } from './write-revision.ts'
import type { Place } from './write-revision.ts'
import { entryAt, folderAbove, openPlace, renamed, writeTarget } from './write-target.ts'
import type { WriteTarget } from './write-target.ts'

const mostEntries = 10_000

/**
 * Moves an entry. Ids stay; files get a new revision at the new place (switch `moveRevision`).
 *
 * @throws WriteFailure about `toPath`, RelocationFailure about the move as a whole
 */
export function moveEntry(view: View, entry: Entry, toPath: string, autorename: boolean): Entry {
  const { account } = view
  const target = writeTarget(view, toPath)
  if (entryAt(target) === entry) return changeCase(account, entry, target.names.at(-1) ?? entry.name)
  if (holdsSharedFolder(entry) && sharedRootOf(folderAbove(target)))
    throw new RelocationFailure('cant_nest_shared_folder')
  const place = relocationPlace(view, entry, target, autorename)
  relink(account, entry, place)
  return entry
}

/** Copies an entry: new ids, new revisions, same contents. @throws as {@link moveEntry} */
export function copyEntry(view: View, entry: Entry, toPath: string, autorename: boolean): Entry {
  const { account } = view
  const target = writeTarget(view, toPath)
  if (holdsSharedFolder(entry)) throw new RelocationFailure('cant_copy_shared_folder')
  const sizeBytes = filesIn(entry).reduce((total, file) => total + file.revision.sizeBytes, 0)
  if (account.usedBytes + sizeBytes > account.quotaBytes) throw new RelocationFailure('insufficient_quota')
  const copy = copyTree(account, entry, relocationPlace(view, entry, target, autorename))
  account.usedBytes += sizeBytes
  recordTree(account, copy)
  return copy
}

function relocationPlace(view: View, entry: Entry, target: WriteTarget, autorename: boolean): Place {
  const existing = entryAt(target)
  if (entry.kind === 'folder') {
    if ([...descendantsOf(entry)].length >= mostEntries) throw new RelocationFailure('too_many_files')
    if (existing === entry) throw new RelocationFailure('duplicated_or_nested_paths')
    if (leadsInto(target, entry)) throw new RelocationFailure('cant_move_folder_into_itself')
  }
  if (!existing) return openPlace(view, target)
  if (!autorename) throw new WriteFailure(`conflict/${existing.kind}`)
  return openPlace(view, renamed(view, target, entry.kind))
}

/** Whether one of the folders the target runs through is `folder`. */
function leadsInto(target: WriteTarget, folder: FolderEntry): boolean {
  for (let depth = 1; depth < target.names.length; depth += 1) {
    const above = entryAt({ base: target.base, names: target.names.slice(0, depth) })
    if (above && isInside(above, folder)) return true
  }
  return false
}

/** A rename to another spelling of the same name: Dropbox answers 200 and may keep the old one. */
function changeCase(account: AccountState, entry: Entry, name: string): Entry {
  if (entry.name === name) throw new RelocationFailure('duplicated_or_nested_paths')
  if (account.switches.caseOnlyRename === 'ignored' || !entry.parent) return entry
  relink(account, entry, { parent: entry.parent, name })
  return entry
}

function relink(account: AccountState, entry: Entry, place: Place): void {
  recordDeletion(account, entry)
  entry.parent?.children.delete(dropboxLowercase(entry.name))
  entry.name = place.name
  entry.parent = place.parent
  place.parent.children.set(dropboxLowercase(place.name), entry)
  const base = namespaceRootOf(entry)
  for (const file of filesIn(entry)) {
    // Files of an app folder that moved as a whole have not moved in their own namespace.
    if (namespaceRootOf(file) === base) moveRevision(account, file)
  }
  recordTree(account, entry, base)
}

function moveRevision(account: AccountState, file: FileEntry): void {
  const { rev, serverModified } = file.revision
  const { switches } = account
  file.revision = addRevision(account, file.id, file, {
    ...contentOf(file.revision),
    ...(switches.moveRevision === 'kept' ? { rev } : {}),
    ...(switches.moveServerModified === 'kept' ? { serverModified } : {}),
  })
}

function copyTree(account: AccountState, entry: Entry, place: Place): Entry {
  if (entry.kind === 'file') {
    const id = newEntryId()
    const revision = addRevision(account, id, place, contentOf(entry.revision))
    return hang(account, { kind: 'file', id, name: place.name, parent: place.parent, revision }, place)
  }
  const children = [...entry.children.values()]
  const folder = newFolder(place.name, place.parent)
  hang(account, folder, place)
  for (const child of children) copyTree(account, child, { parent: folder, name: child.name })
  return folder
}

function hang(account: AccountState, entry: Entry, place: Place): Entry {
  place.parent.children.set(dropboxLowercase(place.name), entry)
  account.entriesById.set(entry.id, entry)
  return entry
}

function filesIn(entry: Entry): readonly FileEntry[] {
  if (entry.kind === 'file') return [entry]
  return [...descendantsOf(entry)].filter((each) => each.kind === 'file')
}
