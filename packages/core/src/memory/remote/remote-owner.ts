import type { Sha256 } from '../../domain/content-hash.ts'
import { remotePath } from '../../domain/remote-path.ts'
import type { RemoteEntry, RemoteFile, RemoteFolder } from '../../ports/remote.ts'
import { SyncError } from '../../sync-error.ts'
import { contentsOf } from '../contents.ts'
import type { changeLog } from './change-log.ts'
import { lowerOf } from './remote-names.ts'
import type { RemoteSwitches } from './remote-switches.ts'
import type { RemoteTree } from './remote-tree.ts'

/** What the owner of a remote account does, on the website or a device. Paths are plain texts here. */
export interface RemoteOwner {
  /** Saves a file, also when nothing changed; `downloadable: false` makes it a document without bytes (C69). */
  put(path: string, bytes: Uint8Array, options?: { readonly downloadable?: boolean | undefined }): Promise<RemoteFile>
  /** Deletes a file, or a folder with everything in it. @throws SyncError `not_found` */
  delete(path: string): Promise<void>
  /** Moves or renames; another case of the same path is told to nobody (C37). @throws SyncError */
  move(from: string, to: string): Promise<RemoteEntry>
  mkdir(path: string): Promise<RemoteFolder>
  /** All entries in the order of their paths. */
  tree(): readonly RemoteEntry[]
  /** The contents of a file; `null` when there is none. */
  bytesOf(path: string): Promise<Uint8Array<ArrayBuffer> | null>
  /** Makes every cursor so far useless (C85). */
  loseCursors(): void
  /** Refuses writes with `no_write_permission`. */
  setReadOnly(isReadOnly: boolean): void
  /** The room in the account; `null` is no limit. */
  setAllocatedBytes(bytes: number | null): void
  /** Disconnects the app: every call is `link_revoked` until {@link RemoteOwner.authorize}. */
  revoke(): void
  authorize(): void
  /** Damages the bytes of one download on their way (`hash_mismatch`). */
  damageNextDownload(): void
}

interface OwnedRemote {
  readonly tree: RemoteTree
  readonly feed: ReturnType<typeof changeLog>
  readonly switches: RemoteSwitches
  readonly sha256: Sha256
}

/** The owner's side of a memory remote. */
export function remoteOwner({ tree, feed, switches, sha256 }: OwnedRemote): RemoteOwner {
  const existing = (path: string): RemoteEntry => {
    const entry = tree.at(remotePath(path))
    if (entry === null) throw new SyncError('not_found', `There is nothing at ${path}.`)
    return entry
  }
  return {
    async put(path, bytes, { downloadable = true } = {}) {
      return tree.writeFile(remotePath(path), { contents: await contentsOf(bytes, sha256), downloadable })
    },
    async delete(path) {
      tree.remove(existing(path))
    },
    async move(from, to) {
      const entry = existing(from)
      return lowerOf(from) === lowerOf(to) ? tree.recase(entry, remotePath(to)) : tree.move(entry, remotePath(to))
    },
    mkdir: async (path) => tree.makeFolder(remotePath(path)),
    tree: () => tree.all().toSorted((a, b) => (a.pathLower < b.pathLower ? -1 : 1)),
    async bytesOf(path) {
      const entry = tree.at(remotePath(path))
      const stored = entry?.kind === 'file' ? tree.revision(entry.revision) : null
      return stored?.contents.bytes.slice() ?? null
    },
    loseCursors: () => feed.loseCursors(),
    setReadOnly: (isReadOnly) => switches.setReadOnly(isReadOnly),
    setAllocatedBytes: (bytes) => switches.setAllocatedBytes(bytes),
    revoke: () => switches.setAuthorized(false),
    authorize: () => switches.setAuthorized(true),
    damageNextDownload: () => switches.addDamage(),
  }
}
