import type { Bytes } from './bytes.ts'
import { joinBytes } from './bytes.ts'
import { deletedIn, restoreAt, revisionAt, revisionsAt } from './owner-history.ts'
import type { OwnerDeleted, OwnerRevision } from './owner-history.ts'
import type { AccountState } from './state/account-state.ts'
import { streamOf } from './state/contents.ts'
import type { EmulatorState } from './state/emulator-state.ts'
import { childrenOf, descendantsOf, pathOf } from './state/entry.ts'
import type { Entry } from './state/entry.ts'
import { LookupFailure, RelocationFailure, WriteFailure } from './state/failures.ts'
import { moveEntry } from './state/relocate.ts'
import { removeEntry } from './state/remove.ts'
import { lookup, lookupFile, ownerView } from './state/view.ts'
import { writeFile } from './state/write-file.ts'
import { createFolder } from './state/write-folder.ts'

/** A file or folder as its owner sees it. Paths start at the account's root: `/Apps/Demo CRM/a.pdf`. */
export type OwnerEntry = OwnerFile | OwnerFolder

export interface OwnerFile {
  readonly kind: 'file'
  readonly path: string
  readonly name: string
  readonly id: string
  readonly rev: string
  readonly contentHash: string
  readonly sizeBytes: number
  /** Milliseconds since 1970. */
  readonly clientModified: number
  readonly serverModified: number
}

export interface OwnerFolder {
  readonly kind: 'folder'
  readonly path: string
  readonly name: string
  readonly id: string
  /** Whether this folder belongs to an app. */
  readonly isAppFolder: boolean
}

/** What a path of {@link OwnerFiles.tree} leads to. */
export type TreeEntry =
  | { readonly kind: 'folder' }
  | { readonly kind: 'file'; readonly contentHash: string; readonly sizeBytes: number; readonly rev: string }

/** Something the owner cannot do. `code` is Dropbox's word for it: `not_found`, `conflict/folder`, … */
export class OwnerFilesError extends Error {
  override readonly name = 'OwnerFilesError'
  readonly code: string

  constructor(code: string, path: string, options?: ErrorOptions) {
    super(`${path}: ${code}`, options)
    this.code = code
  }
}

/** What the owner does with files on dropbox.com or in the desktop client. Apps see it in their feed and webhook. */
export interface OwnerFiles {
  /** @param path `''` or `/` is the root */
  list(path?: string, options?: { readonly recursive?: boolean | undefined }): Promise<readonly OwnerEntry[]>
  /** Everything below `path`, by path. Two equal trees are equal Dropboxes. */
  tree(path?: string): Promise<Readonly<Record<string, TreeEntry>>>
  /** @throws OwnerFilesError `not_found` */
  get(path: string): Promise<OwnerEntry>
  read(path: string): Promise<Bytes>
  /** @param rev one of {@link OwnerFiles.revisions}. @default what the file holds now */
  stream(path: string, rev?: string): Promise<ReadableStream<Bytes>>
  /** Writes a file, over what is there. Missing parents are made. */
  write(path: string, content: Uint8Array | Blob | string | ReadableStream<Uint8Array>): Promise<OwnerFile>
  delete(path: string): Promise<void>
  move(from: string, to: string): Promise<OwnerEntry>
  createFolder(path: string): Promise<OwnerFolder>
  /** What was deleted in a folder and can be brought back. */
  deleted(path?: string): Promise<readonly OwnerDeleted[]>
  /** The versions of what is, or was, at a path, newest first. */
  revisions(path: string): Promise<readonly OwnerRevision[]>
  /** Brings back what was deleted, a folder with what was in it; with `rev`, makes that version of a file the current one. */
  restore(path: string, rev?: string): Promise<OwnerEntry>
}

export function ownerFiles(state: EmulatorState, account: AccountState): OwnerFiles {
  const view = ownerView(account)
  const entryAt = (path: string) => lookup(view, path === '/' ? '' : path)
  const describe = (entry: Entry) => ownerEntry(account, entry)
  const change = <T>(work: () => T) => state.changes.track(account, null, work)

  return {
    list: async (path = '', { recursive = false } = {}) =>
      attempt(path, () => {
        const folder = entryAt(path)
        if (folder.kind !== 'folder') throw new LookupFailure('not_folder')
        return [...(recursive ? descendantsOf(folder) : childrenOf(folder))].map(describe)
      }),
    async tree(path = '') {
      const entries = await this.list(path, { recursive: true })
      return Object.fromEntries(entries.map((entry) => [entry.path, treeEntry(entry)]))
    },
    get: async (path) => attempt(path, () => describe(entryAt(path))),
    async read(path) {
      const chunks: Bytes[] = []
      for await (const chunk of await this.stream(path)) chunks.push(chunk)
      return joinBytes(chunks)
    },
    stream: async (path, rev) =>
      attempt(path, () => {
        const revision = rev === undefined ? lookupFile(view, path).revision : revisionAt(account, path, rev)
        return streamOf(state.contents.read(revision.contentHash, 0, revision.sizeBytes))
      }),
    async write(path, content) {
      const arrived = await state.contents.receive(chunksOf(content))
      await arrived.keep()
      const { contentHash, sizeBytes } = arrived
      const options = { mode: { type: 'overwrite' }, autorename: false, strictConflict: false } as const
      return attempt(path, () =>
        ownerFile(
          account,
          change(() => writeFile(view, path, { contentHash, sizeBytes, clientModified: null }, options)),
        ),
      )
    },
    delete: async (path) =>
      attempt(path, () => {
        const entry = entryAt(path)
        if (entry === account.root) throw new WriteFailure('no_write_permission')
        change(() => removeEntry(account, entry))
      }),
    move: async (from, to) => attempt(from, () => describe(change(() => moveEntry(view, entryAt(from), to, false)))),
    createFolder: async (path) =>
      attempt(path, () =>
        ownerFolder(
          account,
          change(() => createFolder(view, path, false)),
        ),
      ),
    deleted: async (path = '') => attempt(path, () => deletedIn(account, path === '/' ? '' : path)),
    revisions: async (path) => attempt(path, () => revisionsAt(account, path)),
    restore: async (path, rev) =>
      attempt(path, () => {
        restoreAt(state, account, path, rev)
        return describe(entryAt(path))
      }),
  }
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof LookupFailure || error instanceof WriteFailure || error instanceof RelocationFailure) {
      throw new OwnerFilesError(error.reason, path, { cause: error })
    }
    throw error
  }
}

async function* chunksOf(content: Uint8Array | Blob | string | ReadableStream<Uint8Array>): AsyncGenerator<Bytes> {
  // Copied, so that the caller may go on using its array.
  if (content instanceof ReadableStream) for await (const chunk of content) yield new Uint8Array(chunk)
  else if (typeof content === 'string') yield new TextEncoder().encode(content)
  else if (content instanceof Uint8Array) yield new Uint8Array(content)
  else yield new Uint8Array(await content.arrayBuffer())
}

function ownerEntry(account: AccountState, entry: Entry): OwnerEntry {
  return entry.kind === 'file' ? ownerFile(account, entry) : ownerFolder(account, entry)
}

function ownerFile(account: AccountState, file: Extract<Entry, { kind: 'file' }>): OwnerFile {
  const { rev, contentHash, sizeBytes, clientModified, serverModified } = file.revision
  return {
    kind: 'file',
    path: pathOf(file, account.root),
    name: file.name,
    id: file.id,
    rev,
    contentHash,
    sizeBytes,
    clientModified,
    serverModified,
  }
}

function ownerFolder(account: AccountState, folder: Extract<Entry, { kind: 'folder' }>): OwnerFolder {
  return {
    kind: 'folder',
    path: pathOf(folder, account.root),
    name: folder.name,
    id: folder.id,
    isAppFolder: folder.namespaceId !== null && folder.parent !== null,
  }
}

function treeEntry(entry: OwnerEntry): TreeEntry {
  if (entry.kind === 'folder') return { kind: 'folder' }
  return { kind: 'file', contentHash: entry.contentHash, sizeBytes: entry.sizeBytes, rev: entry.rev }
}
