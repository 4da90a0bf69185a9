import { describe, expect, test } from 'vitest'

import type { HostCapabilities, HostFile, HostFiles } from '../../ports/host-files.ts'
import type { RecordKey } from '../../domain/record-ref.ts'
import { type Closeable, sharedSetup } from '../shared-setup.ts'
import { hostBrowseTests } from './browse.ts'
import { hostCreateTests } from './creates.ts'
import { hostFeedTests } from './feed.ts'
import { hostFolderStepTests } from './folder-steps.ts'
import { hostFolderTests } from './folders.ts'
import { hostHashTests } from './hashes.ts'
import { hostHistoryTests } from './history.ts'
import { hostListTests } from './lists.ts'
import { hostReadTests } from './reads.ts'
import { hostRemoveTests } from './removes.ts'
import { hostVersionTests } from './versions.ts'
import { hostWriteTests } from './writes.ts'

/** What the module under test can do: its capabilities, and which methods the host has that others do without. */
export interface HostFilesAbilities extends Omit<HostCapabilities, 'maxFileBytes' | 'retentionDays'> {
  readonly browse: boolean
  readonly history: boolean
  /** `moveFolder` and `deleteFolder`. */
  readonly folderSteps: boolean
}

const everything: HostFilesAbilities = {
  upload: true,
  replace: true,
  rename: true,
  move: true,
  copy: true,
  trash: true,
  versions: true,
  folders: 'nested',
  emptyFolders: true,
  hash: true,
  createdId: true,
  changes: 'feed',
  conditional: true,
  browse: true,
  history: true,
  folderSteps: true,
}

/** A host to test. */
export interface HostFilesContractSetup extends Closeable {
  readonly files: HostFiles
  /** A new record without files, always of one module; of a new tenant unless `tenantId` names one. */
  readonly newRecord: (tenantId?: string) => RecordKey | Promise<RecordKey>
  /** How a user of the host adds a file: needed where the module has no `upload`. */
  readonly put?: ((record: RecordKey, name: string, contents: Uint8Array) => Promise<HostFile>) | undefined
}

/**
 * Registers the tests that every {@link HostFiles} passes. `setup` is called once.
 *
 * @param has what the module can do; tests of anything else are not registered. A test compares it with what the host
 *   says. @default everything
 */
export function hostFilesContract(
  name: string,
  setup: () => HostFilesContractSetup | Promise<HostFilesContractSetup>,
  has: Partial<HostFilesAbilities> = {},
): void {
  const abilities = { ...everything, ...has }

  describe(`HostFiles: ${name}`, () => {
    const given = sharedSetup(setup)

    test('the module can do what is declared, no more and no less', async () => {
      const { files, newRecord } = given()
      const { module } = await newRecord()
      const methods = {
        browse: files.browse !== undefined,
        history: files.history !== undefined,
        folderSteps: files.deleteFolder !== undefined,
      }
      expect({ ...files.capabilities(module), ...methods }).toMatchObject(abilities)
    })

    hostListTests(given)
    hostReadTests(given, abilities)
    hostCreateTests(given, abilities)
    hostWriteTests(given, abilities)
    hostRemoveTests(given, abilities)
    hostVersionTests(given, abilities)
    hostHistoryTests(given, abilities)
    hostHashTests(given, abilities)
    hostFolderTests(given, abilities)
    hostFolderStepTests(given, abilities)
    hostBrowseTests(given, abilities)
    hostFeedTests(given, abilities)
  })
}
