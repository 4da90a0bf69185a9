import { describe, expect, test } from 'vitest'

import type { Remote } from '../../ports/remote.ts'
import { type Closeable, sharedSetup } from '../shared-setup.ts'
import { remoteCallTests } from './calls.ts'
import { remoteDownloadTests } from './downloads.ts'
import { remoteFeedTests } from './feed.ts'
import { remoteFolderTests } from './folders.ts'
import { remoteMoveTests } from './moves.ts'
import { remoteReadTests } from './reads.ts'
import { remoteRestoreTests } from './restores.ts'
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
  /** What can be brought about: those that are declared. */
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

/** Which faults the setup can bring about. */
export type RemoteAbilities = { readonly [fault in keyof RemoteFaults]-?: boolean }

const everything: RemoteAbilities = {
  loseCursors: true,
  damageNextDownload: true,
  putDocument: true,
  revokedRemote: true,
  fullRemote: true,
  readOnlyRemote: true,
}

/**
 * Registers the tests that every {@link Remote} passes. `setup` is called once.
 *
 * @param has which faults the setup gives; tests of the others are not registered. A test compares it with the faults
 *   that are given. @default everything
 */
export function remoteContract(
  name: string,
  setup: () => RemoteContractSetup | Promise<RemoteContractSetup>,
  has: Partial<RemoteAbilities> = {},
): void {
  const abilities = { ...everything, ...has }

  describe(`Remote: ${name}`, () => {
    const given = sharedSetup(setup)

    test('the setup gives the faults that are declared, no more and no less', () => {
      const { faults = {} } = given()
      const present = Object.entries(faults).flatMap(([fault, give]) => (give === undefined ? [] : [fault]))
      const declared = Object.entries(abilities).flatMap(([fault, isDeclared]) => (isDeclared ? [fault] : []))
      expect(present.toSorted()).toEqual(declared.toSorted())
    })

    remoteCallTests(given, abilities)
    remoteReadTests(given)
    remoteUploadTests(given, abilities)
    remoteDownloadTests(given, abilities)
    remoteMoveTests(given)
    remoteRestoreTests(given)
    remoteFolderTests(given)
    remoteFeedTests(given, abilities)
  })
}
