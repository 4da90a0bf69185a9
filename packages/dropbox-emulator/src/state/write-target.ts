import { dropboxLowercase } from '../lowercase.ts'
import { newFolder } from './account-state.ts'
import { remount } from './app-folder.ts'
import type { Entry, FolderEntry } from './entry.ts'
import { LookupFailure, WriteFailure } from './failures.ts'
import { recordPut } from './feed.ts'
import { checkName, numberedName, splitPath } from './names.ts'
import { requireWritable } from './sharing.ts'
import { baseOf, findChild, lookup } from './view.ts'
import type { View } from './view.ts'
import type { Place } from './write-revision.ts'

/** Where a write goes: the names below a folder that exists. */
export interface WriteTarget {
  readonly base: FolderEntry
  /** At least one. Checked and in composed Unicode. */
  readonly names: readonly string[]
}

/** Reads a path to write to: `/a/b`, `ns:…/a`, or the `id:` of what is to be replaced. @throws WriteFailure */
export function writeTarget(view: View, path: string): WriteTarget {
  if (path.startsWith('id:')) {
    const entry = found(() => lookup(view, path))
    const base = entry.parent ?? view.root
    requireWritable(base)
    return { base, names: [entry.name] }
  }
  const { base, rest } = found(() => baseOf(view, path))
  const names = splitPath(rest.normalize('NFC'))
  if (names.length === 0) throw new WriteFailure('malformed_path')
  for (const name of names) checkName(name, view.account.switches)
  const target = { base, names }
  requireWritable(folderAbove(target))
  return target
}

/** The innermost folder above the target that exists. */
export function folderAbove({ base, names }: WriteTarget): FolderEntry {
  let at = base
  for (const name of names.slice(0, -1)) {
    const child = findChild(at, name)
    if (child?.kind !== 'folder') break
    at = child
  }
  return at
}

/** What is at the target now. @throws WriteFailure when a parent is a file */
export function entryAt(target: WriteTarget): Entry | null {
  let at: Entry = target.base
  for (const name of target.names) {
    if (at.kind === 'file') throw new WriteFailure('conflict/file_ancestor')
    const child: Entry | undefined = findChild(at, name)
    if (!child) return null
    at = child
  }
  return at
}

/** Makes the folders above the target that are missing. Call it when nothing else can refuse the write. */
export function openPlace(view: View, target: WriteTarget): Place {
  remount(view)
  let parent = target.base
  for (const name of target.names.slice(0, -1)) {
    const child = findChild(parent, name)
    if (child?.kind === 'file') throw new WriteFailure('conflict/file_ancestor')
    parent = child ?? addFolder(view, { parent, name })
  }
  return { parent, name: target.names.at(-1) ?? '' }
}

/** Adds a new folder to the tree and the feed. */
export function addFolder(view: View, place: Place): FolderEntry {
  const folder = newFolder(place.name, place.parent)
  place.parent.children.set(dropboxLowercase(place.name), folder)
  view.account.entriesById.set(folder.id, folder)
  recordPut(view.account, folder)
  return folder
}

/** The same target under the first free number: `quote (1).pdf`. */
export function renamed(view: View, target: WriteTarget, kind: 'file' | 'folder', suffix = ''): WriteTarget {
  const name = target.names.at(-1) ?? ''
  const parents = target.names.slice(0, -1)
  let number = view.account.switches.autorenameFrom - 1
  let candidate = suffix === '' ? '' : numberedName(name, suffix, kind)
  for (;;) {
    if (candidate !== '') {
      const renamedTarget = { base: target.base, names: [...parents, candidate] }
      if (!entryAt(renamedTarget)) return renamedTarget
    }
    number += 1
    candidate = numberedName(name, suffix === '' ? String(number) : `${suffix} ${number}`, kind)
  }
}

function found<T>(look: () => T): T {
  try {
    return look()
  } catch (error) {
    // `WriteError` has no "not found": an id that names nothing is a path that cannot be written to.
    if (error instanceof LookupFailure) throw new WriteFailure('malformed_path')
    throw error
  }
}
