import { dropboxLowercase } from './lowercase.ts'
import { placeKey } from './state/account-state.ts'
import type { AccountState } from './state/account-state.ts'
import type { EmulatorState } from './state/emulator-state.ts'
import { LookupFailure } from './state/failures.ts'
import { namespacePrefixes } from './state/feed.ts'
import { restoreFile } from './state/restore.ts'
import type { Revision } from './state/revision.ts'
import { lookup, ownerView } from './state/view.ts'
import type { View } from './state/view.ts'
import { createFolder } from './state/write-folder.ts'

/** Something that was deleted and can be brought back. */
export interface OwnerDeleted {
  readonly kind: 'deleted'
  readonly path: string
  readonly name: string
  readonly wasFolder: boolean
  /** Milliseconds since 1970. */
  readonly deletedAt: number
}

/** One version of the file at a path. */
export interface OwnerRevision {
  readonly rev: string
  readonly contentHash: string
  readonly sizeBytes: number
  /** Milliseconds since 1970. */
  readonly clientModified: number
  readonly serverModified: number
  /** Whether it is what the file holds now. */
  readonly isCurrent: boolean
}

/** What was deleted in a folder and is not there again, by name. @throws LookupFailure */
export function deletedIn(account: AccountState, path: string): readonly OwnerDeleted[] {
  const view = ownerView(account)
  const folder = lookup(view, path)
  if (folder.kind !== 'folder') throw new LookupFailure('not_folder')
  return deletedBelow(view, path)
    .filter(({ path: deleted }) => !deleted.slice(path.length + 1).includes('/'))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** The versions of what is, or was, at `path`, newest first. @throws LookupFailure when no file ever was */
export function revisionsAt(account: AccountState, path: string): readonly OwnerRevision[] {
  const view = ownerView(account)
  const current = entryAt(view, path)
  const versions = versionsAt(view, path)
  if (versions.length === 0) throw new LookupFailure(current ? 'not_file' : 'not_found')
  const currentRev = current?.kind === 'file' ? current.revision.rev : null
  return versions.map(({ rev, contentHash, sizeBytes, clientModified, serverModified }) => ({
    rev,
    contentHash,
    sizeBytes,
    clientModified,
    serverModified,
    isCurrent: rev === currentRev,
  }))
}

/** The version `rev` of what is, or was, at `path`. @throws LookupFailure */
export function revisionAt(account: AccountState, path: string, rev: string): Revision {
  const version = versionsAt(ownerView(account), path).find((each) => each.rev === rev)
  if (!version) throw new LookupFailure('not_found')
  return version
}

/**
 * Brings back what was deleted at `path`, a folder with everything that was deleted in it; or makes version `rev` of a
 * file the current one.
 *
 * @throws LookupFailure, WriteFailure
 */
export function restoreAt(state: EmulatorState, account: AccountState, path: string, rev: string | undefined): void {
  const view = ownerView(account)
  const version = rev === undefined ? versionsAt(view, path)[0] : revisionAt(account, path, rev)
  const deleted = deletedBelow(view, path.slice(0, path.lastIndexOf('/')))
  const wasFolder = deleted.find((each) => samePath(each.path, path))?.wasFolder ?? false
  if (rev === undefined && entryAt(view, path)) throw new LookupFailure('not_found')
  state.changes.track(account, null, () => {
    if (version && !wasFolder) return void restoreFile(view, path, version)
    if (!wasFolder) throw new LookupFailure('not_found')
    createFolder(view, path, false)
    const inside = deleted.filter((each) => isBelow(each.path, path)).toSorted((a, b) => (a.path < b.path ? -1 : 1))
    for (const each of inside) {
      const [latest] = versionsAt(view, each.path)
      if (each.wasFolder) createFolder(view, each.path, false)
      else if (latest) restoreFile(view, each.path, latest)
    }
  })
}

function deletedBelow(view: View, path: string): readonly OwnerDeleted[] {
  const prefixes = namespacePrefixes(view)
  const found = new Map<string, OwnerDeleted>()
  for (const tombstone of view.account.tombstones.values()) {
    const prefix = prefixes.get(tombstone.namespaceId)
    if (prefix === undefined) continue
    const deleted = prefix + tombstone.path
    if (!isBelow(deleted, path) || entryAt(view, deleted)) continue
    found.set(dropboxLowercase(deleted), {
      kind: 'deleted',
      path: deleted,
      name: deleted.slice(deleted.lastIndexOf('/') + 1),
      wasFolder: versionsAt(view, deleted).length === 0,
      deletedAt: tombstone.at,
    })
  }
  return [...found.values()]
}

/** Newest first. A path below an app folder has its history there, and at the account from before. */
function versionsAt(view: View, path: string): readonly Revision[] {
  const versions: Revision[] = []
  for (const [namespaceId, prefix] of namespacePrefixes(view)) {
    if (prefix !== '' && !isBelow(path, prefix)) continue
    const place = dropboxLowercase(path.slice(prefix.length))
    versions.push(...(view.account.revisionsByPlace.get(placeKey(namespaceId, place)) ?? []))
  }
  return versions.reverse()
}

function entryAt(view: View, path: string) {
  try {
    return lookup(view, path)
  } catch (error) {
    if (error instanceof LookupFailure) return null
    throw error
  }
}

function isBelow(path: string, folder: string): boolean {
  return dropboxLowercase(path).startsWith(`${dropboxLowercase(folder)}/`)
}

function samePath(one: string, other: string): boolean {
  return dropboxLowercase(one) === dropboxLowercase(other)
}
