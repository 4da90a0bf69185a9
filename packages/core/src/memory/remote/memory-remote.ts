import type { Sha256 } from '../../domain/content-hash.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Random } from '../../ports/random.ts'
import type { CallOptions, Remote, RemoteAccount, RemoteLanes, UploadRequest } from '../../ports/remote.ts'
import { SyncError } from '../../sync-error.ts'
import { refuseIfCancelled } from '../cancelled.ts'
import { type Contents, chunksOf, readContents } from '../contents.ts'
import { changeLog } from './change-log.ts'
import { assertNames, lowerOf } from './remote-names.ts'
import { type RemoteOwner, remoteOwner } from './remote-owner.ts'
import { type RemoteTree, remoteTree } from './remote-tree.ts'
import { type RemoteSwitches, remoteSwitches } from './remote-switches.ts'

/** What a memory remote is made of. */
export interface MemoryRemoteOptions {
  readonly clock: Clock
  readonly random: Random
  readonly sha256: Sha256
  /** What differs from an invented basic account with 2 GB. */
  readonly account?: Partial<RemoteAccount> | undefined
  /** How many changes a page of the feed has at most. @default 500 */
  readonly pageSize?: number | undefined
  /** What the remote says that callers should offer at once. @default nothing */
  readonly lanes?: RemoteLanes | undefined
}

/** The name of a call of the {@link Remote} interface. */
export type RemoteMethod = Exclude<keyof Remote, 'lanes'>

/** A call of the {@link Remote} interface. */
export interface RemoteCall {
  readonly method: RemoteMethod
  /** What it was about: a path, a revision, an id, a cursor; empty for the account. */
  readonly subject: string
}

/** A {@link Remote} in memory, with its owner's side and a log of the calls. */
export interface MemoryRemote extends Remote {
  readonly owner: RemoteOwner
  /** All calls of the interface so far, also those that failed. */
  readonly calls: readonly RemoteCall[]
  clearCalls(): void
}

/**
 * One storage account in memory, with the semantics of Dropbox that a sync depends on: paths without regard to case, ids
 * that survive moves, uploads of equal contents that write nothing, and a feed that tells a move as deletion and new entries.
 */
export function memoryRemote(options: MemoryRemoteOptions): MemoryRemote {
  const { sha256 } = options
  const feed = changeLog(() => tree.all(), options.pageSize ?? 500)
  const tree: RemoteTree = remoteTree({ ...options, tell: (...changes) => feed.append(...changes) })
  const account = { ...someAccount(options.random), ...options.account }
  const switches = remoteSwitches(account.quota.allocatedBytes)
  const calls: RemoteCall[] = []

  /** Every call passes here first. */
  const enter = (method: RemoteMethod, subject: string, options: CallOptions | undefined): void => {
    calls.push({ method, subject })
    refuseIfCancelled(options)
    switches.assertAuthorized()
  }
  const enterToWrite = (method: RemoteMethod, subject: string, options: CallOptions | undefined): void => {
    enter(method, subject, options)
    switches.assertWritable()
  }

  return {
    lanes: options.lanes,
    owner: remoteOwner({ tree, feed, switches, sha256 }),
    calls,
    clearCalls: () => void calls.splice(0),

    async account(options) {
      enter('account', '', options)
      const quota = { usedBytes: tree.usedBytes(), allocatedBytes: switches.allocatedBytes() }
      return { ...account, quota: { ...account.quota, ...quota } }
    },
    async changes(cursor, options) {
      enter('changes', cursor ?? '', options)
      return feed.page(cursor)
    },
    async waitForChange(cursor, options) {
      enter('waitForChange', cursor, options)
      const changed = await feed.changed(cursor, options)
      return { changed, backoffMs: 0 }
    },
    async get(target, options) {
      enter('get', target, options)
      return target.startsWith('/') ? tree.at(target) : tree.byId(target)
    },
    async download(file, options) {
      enter('download', file.revision, options)
      const stored = tree.revision(file.revision)
      if (stored === null) throw new SyncError('not_found', `There is no revision ${file.revision}.`)
      if (!stored.downloadable) throw new SyncError('not_downloadable', 'This file has no bytes of its own.')
      const isIntact = !switches.takeDamage() && (file.contentHash ?? stored.contents.hash) === stored.contents.hash
      return isIntact ? chunksOf(stored.contents.bytes, options) : damagedChunks(stored.contents.bytes, options)
    },
    async upload(request, options) {
      enterToWrite('upload', request.path, options)
      assertNames(request.path)
      const contents = await readContents(request, sha256, { ...options, onProgress: request.onProgress })
      switches.assertAuthorized()
      return storeUpload(tree, switches, request, contents)
    },
    async deleteFile({ path, revision }, options) {
      enterToWrite('deleteFile', path, options)
      const entry = tree.at(path)
      if (entry === null) return 'missing'
      if (entry.kind === 'folder' || entry.revision !== revision) {
        throw new SyncError('precondition_failed', `At ${path} is something else than revision ${revision}.`)
      }
      tree.remove(entry)
      return 'deleted'
    },
    async move(from, to, options) {
      enterToWrite('move', from, options)
      const entry = tree.at(from)
      if (entry === null) throw new SyncError('not_found', `There is nothing at ${from}.`)
      // Dropbox answers a change of case with success and keeps the spelling (C38).
      return lowerOf(from) === lowerOf(to) ? entry : tree.move(entry, to)
    },
    async restore({ path, revision }, options) {
      enterToWrite('restore', path, options)
      const stored = tree.revisionAt(path, revision)
      if (stored === null) throw new SyncError('not_found', `There is no revision ${revision} of ${path}.`)
      if (tree.at(path) !== null) throw new SyncError('precondition_failed', `Something is at ${path}.`)
      switches.assertRoom(tree.usedBytes() + stored.contents.bytes.byteLength)
      return tree.writeFile(path, stored)
    },
    async createFolder(path, options) {
      enterToWrite('createFolder', path, options)
      return tree.makeFolder(path)
    },
  }
}

function someAccount(random: Random): RemoteAccount {
  return {
    accountId: `dbid:${random.id()}`,
    email: 'grace@example.com',
    displayName: 'Grace Hopper',
    firstName: 'Grace',
    locale: 'en',
    accountType: 'basic',
    quota: { usedBytes: 0, allocatedBytes: 2 * 1024 ** 3, isTeam: false },
  }
}

/** Bytes of the right length that are not the right ones; the end of the stream says so. */
async function* damagedChunks(bytes: Uint8Array, options: CallOptions | undefined): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunksOf(bytes, options)) yield chunk.map((byte) => byte ^ 1)
  throw new SyncError('hash_mismatch', 'The bytes were damaged on their way.')
}

/** Writes what was read, if the condition holds now that all bytes are there. */
function storeUpload(
  tree: RemoteTree,
  switches: RemoteSwitches,
  { path, precondition }: UploadRequest,
  contents: Contents,
) {
  const present = tree.at(path)
  const isFile = present?.kind === 'file'
  const refused = (): SyncError =>
    new SyncError('precondition_failed', `What is at ${path} is not what the upload expects.`)
  if (precondition.type === 'update' && (!isFile || present.revision !== precondition.revision)) throw refused()
  if (isFile && present.contentHash === contents.hash) return present
  if (precondition.type === 'add' && present !== null) throw refused()
  const freedBytes = isFile ? present.sizeBytes : 0
  switches.assertRoom(tree.usedBytes() - freedBytes + contents.bytes.byteLength)
  return tree.writeFile(path, { contents, downloadable: true })
}
