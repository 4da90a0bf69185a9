import type { Sha256 } from '../../domain/content-hash.ts'
import type { Module } from '../../domain/record-ref.ts'
import type { HostCapabilities } from '../../ports/host-files.ts'
import type { FileShelf } from './file-shelf.ts'
import type { FileWriter } from './file-writer.ts'
import type { HostFeed } from './host-feed.ts'

/** What the methods of a memory host work on. */
export interface MemoryHost {
  readonly shelf: FileShelf
  readonly feed: HostFeed
  readonly write: FileWriter
  readonly sha256: Sha256
  readonly capabilities: (module: Module) => HostCapabilities
}
