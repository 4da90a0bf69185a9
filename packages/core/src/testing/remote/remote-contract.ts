import { describe } from 'vitest'

import type { Remote } from '../../ports/remote.ts'
import { type Closeable, sharedSetup } from '../shared-setup.ts'
import { remoteCallTests } from './calls.ts'
import { remoteDownloadTests } from './downloads.ts'
import { remoteFeedTests } from './feed.ts'
import { remoteFolderTests } from './folders.ts'
import { remoteMoveTests } from './moves.ts'
import { remoteReadTests } from './reads.ts'
import { remoteUploadTests } from './uploads.ts'

/** A remote to test and what its owner does there without us. Paths are under the app folder. */
export interface RemoteContractSetup extends Closeable {
  readonly remote: Remote
  readonly owner: {
    readonly put: (path: string, contents: Uint8Array) => Promise<unknown>
    readonly delete: (path: string) => Promise<unknown>
    readonly move: (from: string, to: string) => Promise<unknown>
    readonly mkdir: (path: string) => Promise<unknown>
    /** `null` when there is no file. */
    readonly bytesOf: (path: string) => Promise<Uint8Array | null>
  }
  /** What can be brought about; tests of what is missing are skipped. */
  readonly faults?: RemoteFaults | undefined
}

/** Ways to bring a remote into trouble. Other accounts are used where the trouble would last. */
export interface RemoteFaults {
  /** Makes every cursor of the remote useless. */
  readonly loseCursors?: (() => void | Promise<void>) | undefined
  /** Damages the bytes of the next download on their way. */
  readonly damageNextDownload?: (() => void | Promise<void>) | undefined
  /** Puts a document without bytes of its own, e.g. Paper. */
  readonly putDocument?: ((path: string) => Promise<unknown>) | undefined
  /** A remote whose authorization is gone. */
  readonly revokedRemote?: (() => Remote | Promise<Remote>) | undefined
  /** A remote with no room for another byte. */
  readonly fullRemote?: (() => Remote | Promise<Remote>) | undefined
  /** A remote that may only be read. */
  readonly readOnlyRemote?: (() => Remote | Promise<Remote>) | undefined
}

/** Registers the tests that every {@link Remote} passes. `setup` is called once. */
export function remoteContract(name: string, setup: () => RemoteContractSetup | Promise<RemoteContractSetup>): void {
  describe(`Remote: ${name}`, () => {
    const given = sharedSetup(setup)
    remoteCallTests(given)
    remoteReadTests(given)
    remoteUploadTests(given)
    remoteDownloadTests(given)
    remoteMoveTests(given)
    remoteFolderTests(given)
    remoteFeedTests(given)
  })
}
