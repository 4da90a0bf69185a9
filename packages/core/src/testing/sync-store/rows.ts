import { expect } from 'vitest'

import { contentHash } from '../../domain/content-hash.ts'
import { instant } from '../../domain/instant.ts'
import type { RecordKey } from '../../domain/record-ref.ts'
import { pathLower, remoteId, remotePath, revision } from '../../domain/remote-path.ts'
import type {
  Baseline,
  Conflict,
  DirtyKey,
  Enrolment,
  FolderMap,
  Lease,
  Link,
  MirrorEntry,
  ModuleFolder,
  Problem,
} from '../../ports/sync-rows.ts'
import type { StoreWrite, SyncStore } from '../../ports/sync-store.ts'
import type { NewActivity } from '../../state/activity.ts'
import { fresh } from '../shared-setup.ts'

/** Noon of a day in November 2026. */
export function noon(day: number): ReturnType<typeof instant> {
  return instant(`2026-11-${String(day).padStart(2, '0')}T12:00:00.000Z`)
}

/** A link of a user, an account and a tenant that no other test has. */
export function newLink(rest: Partial<Link> = {}): Link {
  return {
    id: fresh('link'),
    user: { tenantId: fresh('tenant'), userId: fresh('user') },
    provider: 'dropbox',
    accountId: fresh('dbid:account'),
    email: 'ada@example.com',
    displayName: 'Ada Lovelace',
    firstName: 'Ada',
    locale: 'de',
    status: 'active',
    cursor: null,
    listingCursor: null,
    mirrorGeneration: 1,
    feedPosition: null,
    blockedUntil: null,
    hold: null,
    lastOkAt: null,
    createdAt: noon(1),
    ...rest,
  }
}

/** A stored link, and short ways to write its rows. */
export async function linked(store: SyncStore, rest: Partial<Link> = {}) {
  const link = newLink(rest)
  await store.createLink(link)
  return {
    link,
    linkId: link.id,
    record: newRecord(link.user.tenantId),
    write: (...writes: readonly StoreWrite[]) => store.commitUserRequest(link.id, writes),
  }
}

/** A lease from noon of one day to noon of another; fails the test when it is not free. */
export async function takenLease(
  store: SyncStore,
  linkId: string,
  owner: string,
  from: number,
  until: number,
): Promise<Lease> {
  return (await store.acquireLease(linkId, owner, noon(from), noon(until))) ?? expect.fail('the lease is not free')
}

/** A record that no other test has. */
export function newRecord(tenantId: string, rest: Partial<RecordKey> = {}): RecordKey {
  return { tenantId, module: 'companies', id: fresh('record'), ...rest }
}

/** A record that a link synchronises. */
export function newEnrolment(linkId: string, record: RecordKey, rest: Partial<Enrolment> = {}): Enrolment {
  return {
    linkId,
    record,
    status: 'active',
    resuming: false,
    direction: 'both',
    folderId: null,
    folder: null,
    folderLower: null,
    lastNameWeSet: null,
    enrolledBy: 'user-ada',
    enrolledAt: noon(2),
    lastSettledAt: null,
    ...rest,
  }
}

/** A module folder at a path. */
export function newModuleFolder(linkId: string, path: string, rest: Partial<ModuleFolder> = {}): ModuleFolder {
  return {
    linkId,
    module: 'companies',
    folderId: remoteId(`id:${path}`),
    folder: remotePath(path),
    folderLower: pathLower(path.toLowerCase()),
    ...rest,
  }
}

/** The baseline of a folder. */
export function newFolderMap(
  linkId: string,
  record: RecordKey,
  path: string,
  rest: Partial<FolderMap> = {},
): FolderMap {
  return {
    linkId,
    record,
    remoteId: null,
    pathLower: pathLower(path.toLowerCase()),
    path: remotePath(path),
    hostFolder: path.split('/').slice(1),
    createdByUs: true,
    ...rest,
  }
}

/** A file in the mirror, of generation 1. */
export function newMirrorFile(linkId: string, path: string, rest: Partial<MirrorEntry> = {}): MirrorEntry {
  return {
    linkId,
    generation: 1,
    pathLower: pathLower(path.toLowerCase()),
    path: remotePath(path),
    name: path.slice(path.lastIndexOf('/') + 1),
    kind: 'file',
    remoteId: remoteId(`id:${path}`),
    revision: revision('rev-1'),
    contentHash: someHash,
    sizeBytes: 5_000_000_000,
    downloadable: true,
    modifiedAt: noon(3),
    ...rest,
  }
}

/** The baseline of a file that is `on`. */
export function newBaseline(
  linkId: string,
  record: RecordKey,
  fileId: string,
  path: string,
  rest: Partial<Baseline> = {},
): Baseline {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return {
    linkId,
    record,
    fileId,
    status: 'on',
    pathLower: pathLower(path.toLowerCase()),
    path: remotePath(path),
    remoteName: name,
    hostName: name,
    hostFolder: ['Offers', '2026'],
    remoteId: remoteId(`id:${path}`),
    revision: revision('rev-1'),
    contentHash: someHash,
    hostVersion: 'v1',
    sizeBytes: 5,
    deletion: null,
    pacedUntil: null,
    ...rest,
  }
}

/** A file to look at. */
export function dirtyFile(record: RecordKey, fileId: string): DirtyKey {
  return { type: 'file', record, fileId }
}

/** A path to look at. */
export function dirtyPath(record: RecordKey | null, path: string): DirtyKey {
  return { type: 'path', record, pathLower: pathLower(path.toLowerCase()) }
}

/** Marks a key. */
export function marked(key: DirtyKey): StoreWrite {
  return { type: 'markDirty', key }
}

/** Takes a key off, unless it was marked again since `mark`. */
export function cleared(key: DirtyKey, mark: number | null = null): StoreWrite {
  return { type: 'clearDirty', key, mark }
}

/** Why a file is not synchronised. */
export function newProblem(linkId: string, record: RecordKey, fileId: string, rest: Partial<Problem> = {}): Problem {
  return {
    linkId,
    record,
    key: dirtyFile(record, fileId),
    code: 'remote_busy',
    subject: 'quote.pdf',
    attempts: 1,
    retryAt: noon(5),
    input: 'v1',
    ...rest,
  }
}

/** Two versions of a file that nobody has decided on. */
export function newConflict(
  linkId: string,
  record: RecordKey,
  fileId: string,
  copyId: string,
  rest: Partial<Conflict> = {},
): Conflict {
  return {
    linkId,
    record,
    fileId,
    copyId,
    name: 'quote.pdf',
    copyName: "quote (Ada's version).pdf",
    contentHash: null,
    copyHash: someHash,
    at: noon(4),
    ...rest,
  }
}

/** A row of the activity about a record. */
export function newActivity(
  linkId: string,
  record: RecordKey,
  subject: string,
  rest: Partial<NewActivity> = {},
): NewActivity {
  return {
    id: globalThis.crypto.randomUUID(),
    at: noon(4),
    tenantId: record.tenantId,
    linkId,
    record,
    fileId: 'file-1',
    subject,
    code: 'uploaded',
    direction: 'toDropbox',
    actor: { userId: 'user-ada', name: 'Ada Lovelace', via: 'host' },
    details: { path: `/Companies/${subject}` },
    undo: null,
    ...rest,
  }
}

/** Some content hash. */
export const someHash = contentHash('0123456789abcdef'.repeat(4))
