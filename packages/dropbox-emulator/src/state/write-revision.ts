import { newRev } from '../ids.ts'
import { dropboxLowercase } from '../lowercase.ts'
import type { AccountState } from './account-state.ts'
import { placeKey } from './account-state.ts'
import { namespaceRootOf, pathOf } from './entry.ts'
import type { FolderEntry } from './entry.ts'
import { WriteFailure } from './failures.ts'
import type { Revision } from './revision.ts'

/** Where a file is, or is about to be. */
export interface Place {
  readonly parent: FolderEntry
  readonly name: string
}

/** Adds a revision of file `fileId` at `place` to the account's history. */
export function addRevision(
  account: AccountState,
  fileId: string,
  place: Place,
  version: Pick<Revision, 'contentHash' | 'sizeBytes' | 'clientModified'> & Partial<Revision>,
): Revision {
  const base = place.parent.namespaceId ? place.parent : namespaceRootOf(place.parent)
  const revision: Revision = {
    rev: version.rev ?? newRev(),
    fileId,
    namespaceId: base?.namespaceId ?? account.rootNamespaceId,
    path: `${pathOf(place.parent, base ?? account.root)}/${place.name}`,
    contentHash: version.contentHash,
    sizeBytes: version.sizeBytes,
    clientModified: version.clientModified,
    serverModified: version.serverModified ?? wholeSeconds(account.clock.now()),
    ...(version.exports ? { exports: version.exports } : {}),
  }
  keepRevision(account, revision)
  return revision
}

/** Puts a revision into the account's indexes. */
export function keepRevision(account: AccountState, revision: Revision): void {
  account.revisions.set(revision.rev, revision)
  const key = placeKey(revision.namespaceId, dropboxLowercase(revision.path))
  const there = account.revisionsByPlace.get(key)
  if (there) there.push(revision)
  else account.revisionsByPlace.set(key, [revision])
}

/** Counts `bytes` more (or fewer) as used. @throws WriteFailure when the quota does not allow it */
export function useSpace(account: AccountState, bytes: number): void {
  if (bytes > 0 && account.usedBytes + bytes > account.quotaBytes) throw new WriteFailure('insufficient_space')
  account.usedBytes += bytes
}

/** Dropbox's times have no milliseconds. */
export function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000
}
