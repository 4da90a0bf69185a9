import type { Module, RecordKey } from '../../domain/record-ref.ts'
import { DEFAULT_MAX_FILE_BYTES } from '../../domain/limits.ts'
import { type HostUsers, type MemoryHostOptions, memoryHostFiles } from '../../memory/index.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Actor, HostCapabilities, HostFile, HostFiles } from '../../ports/host-files.ts'

/** What a poor host is made of. */
export interface PoorHostOptions extends Pick<MemoryHostOptions, 'clock' | 'random' | 'sha256'> {
  /** Whether files have one label for a folder, or none. @default 'flat' */
  readonly folders?: 'none' | 'flat' | undefined
  /** Modules whose records take no upload. @default meetings and products */
  readonly withoutUpload?: readonly Module[] | undefined
  /** The largest file that it takes, in bytes. @default 52428800 */
  readonly maxFileBytes?: number | undefined
}

/** {@link HostFiles} of a poor host in memory, with what its own users do, and how its listings fail. */
export interface PoorHostFiles extends HostFiles, HostUsers {
  /** A user gives a file another name, which nothing but its own pages can. @throws SyncError `not_found` */
  renameAsUser(record: RecordKey, fileId: string, name: string, actor?: Actor): Promise<HostFile>
  /** The next so many listings of its record miss a file that is there. */
  missInListings(file: Pick<HostFile, 'record' | 'id'>, listings: number): void
}

/**
 * A CRM that can do as little as the poorest that is worth connecting: it lists, reads, adds and removes files. No replace, rename
 * or move, no copy, no trash, no versions, no hash and no change feed; folders are labels, or there are none; an upload does not tell
 * which file it became, and a repeated one makes another file; some modules take no upload at all.
 *
 * A file's version is made of what changes with it, as an adapter would do. Its clock has milliseconds, and no two writes share one.
 */
export function poorHostFiles(options: PoorHostOptions): PoorHostFiles {
  const { folders = 'flat', withoutUpload = ['meetings', 'products'], random } = options
  const poor = capabilitiesWith(folders, withoutUpload, options.maxFileBytes ?? DEFAULT_MAX_FILE_BYTES)
  const noUpload = Object.fromEntries(withoutUpload.map((module) => [module, { upload: false }]))
  // Its users can rename, and what they removed is remembered for tests: neither can be had through `HostFiles`.
  const capabilities = { ...poor('companies'), upload: true, rename: true, trash: true, ...noUpload }
  const shelf = memoryHostFiles({ ...options, clock: ticking(options.clock), capabilities })
  const missed = new Map<string, number>()

  return {
    capabilities: poor,
    async list(record, page) {
      const { files, next } = await shelf.list(record, page)
      const seen = files.filter(({ id }) => !missed.has(id))
      for (const { id } of files) countDown(missed, id)
      return { files: seen.map(asSeen), next }
    },
    get: async (record, fileIds) => (await shelf.get(record, fileIds)).map((file) => file && asSeen(file)),
    read: (file, readOptions) => shelf.read(file, readOptions),
    async create(record, file, contents, callOptions) {
      await shelf.create(record, { ...file, idempotencyKey: random.id() }, contents, callOptions)
      return null
    },
    remove: (file, actor) => shelf.remove(file, actor),
    put: async (...file) => asSeen(await shelf.put(...file)),
    putNew: async (...file) => asSeen(await shelf.putNew(...file)),
    moveToRecord: (...file) => asSeen(shelf.moveToRecord(...file)),
    removeFolder: (...folder) => shelf.removeFolder(...folder),
    allFiles: (record) => shelf.allFiles(record).map(asSeen),
    bytesOf: (record, fileId) => shelf.bytesOf(record, fileId),
    contentsEver: (record) => shelf.contentsEver(record),
    async renameAsUser(record, id, name, actor = someUser) {
      const renamed = await shelf.rename?.({ record, id, expectedVersion: '' }, name, actor)
      return asSeen(renamed ?? fail())
    },
    missInListings: ({ id }, listings) => void missed.set(id, listings),
  }
}

const someUser: Actor = { userId: 'user-1', name: 'Ada Lovelace', via: 'host' }

function capabilitiesWith(
  folders: HostCapabilities['folders'],
  withoutUpload: readonly Module[],
  maxFileBytes: number,
): (module: Module) => HostCapabilities {
  return (module) => ({
    upload: !withoutUpload.includes(module),
    replace: false,
    rename: false,
    move: false,
    copy: false,
    trash: false,
    versions: false,
    retentionDays: 0,
    folders,
    emptyFolders: false,
    hash: false,
    createdId: false,
    changes: 'list',
    conditional: false,
    maxFileBytes,
  })
}

/** What an adapter of such a host makes of a file: a version of all that changes with it. */
function asSeen(file: HostFile): HostFile {
  const { name, folder, sizeBytes, updatedAt } = file
  return { ...file, version: JSON.stringify([name, folder, sizeBytes, updatedAt]) }
}

/** A clock that goes on by a millisecond at least each time it is read. */
function ticking(clock: Clock): Clock {
  let last = -Infinity
  return {
    now() {
      last = Math.max(clock.now(), last + 1)
      return last
    },
  }
}

function countDown(missed: Map<string, number>, id: string): void {
  const left = (missed.get(id) ?? 0) - 1
  if (left > 0) missed.set(id, left)
  else missed.delete(id)
}

function fail(): never {
  throw new TypeError('The shelf of a poor host renames.')
}
