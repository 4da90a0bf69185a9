import type { Sha256 } from '../../domain/content-hash.ts'
import { modules } from '../../domain/record-ref.ts'
import type { Clock } from '../../ports/clock.ts'
import type { HostCapabilities, HostFile, HostFiles } from '../../ports/host-files.ts'
import type { Random } from '../../ports/random.ts'
import { fileShelf } from './file-shelf.ts'
import { fileWriter } from './file-writer.ts'
import { type CapabilityOverrides, capabilitiesOf } from './host-capabilities.ts'
import { hostFeed } from './host-feed.ts'
import { type HostUsers, hostUsers } from './host-users.ts'
import { readMethods } from './read-methods.ts'
import { writeMethods } from './write-methods.ts'

/** What a memory host is made of. */
export interface MemoryHostOptions {
  readonly clock: Clock
  readonly random: Random
  readonly sha256: Sha256
  /** What the host cannot do, for all modules or for some, e.g. `{ trash: false, meetings: { upload: false } }`. */
  readonly capabilities?: CapabilityOverrides | undefined
  /** Rows on a page of the feed. @default 500 */
  readonly feedPageSize?: number | undefined
}

/** {@link HostFiles} in memory, together with what the host's own users do. */
export type MemoryHostFiles = HostFiles &
  HostUsers & {
    /** It always tells which file an upload became. */
    readonly create: (...upload: Parameters<HostFiles['create']>) => Promise<HostFile>
  }

/**
 * A CRM's files in memory: everything of {@link HostFiles}, less what `capabilities` takes away. A method is missing when no
 * module has the capability, and refuses with `host_refused` (or `upload_unsupported`) for a module without it.
 */
export function memoryHostFiles(options: MemoryHostOptions): MemoryHostFiles {
  const capabilities = capabilitiesOf(options.capabilities ?? {})
  const shelf = fileShelf()
  const feed = hostFeed(options.feedPageSize ?? 500)
  const host = {
    shelf,
    feed,
    capabilities,
    sha256: options.sha256,
    write: fileWriter({ ...options, shelf, feed, capabilities }),
  }

  const { list, get, browse, read, history, findByHash, changes, folders } = readMethods(host)
  const { create, remove, createFrom, replace, rename, move, restore, restoreVersion, ...onFolders } =
    writeMethods(host)
  const { createFolder, moveFolder, deleteFolder } = onFolders
  const some = (can: (capabilities: HostCapabilities) => boolean): boolean =>
    modules.some((module) => can(capabilities(module)))

  return {
    capabilities,
    list,
    get,
    browse,
    read,
    create,
    remove,
    history,
    deleteFolder,
    ...(some((able) => able.changes === 'feed') && { changes }),
    ...(some((able) => able.copy) && { createFrom }),
    ...(some((able) => able.replace) && { replace }),
    ...(some((able) => able.rename) && { rename }),
    ...(some((able) => able.move) && { move }),
    ...(some((able) => able.move) && { moveFolder }),
    ...(some((able) => able.hash) && { findByHash }),
    ...(some((able) => able.trash) && { restore }),
    ...(some((able) => able.versions) && { restoreVersion }),
    ...(some((able) => able.emptyFolders) && { createFolder, folders }),
    ...hostUsers(host),
  }
}
