import { describe } from 'vitest'

import type { HostFile, HostFiles } from '../../ports/host-files.ts'
import type { RecordKey } from '../../domain/record-ref.ts'
import { type Closeable, sharedSetup } from '../shared-setup.ts'
import { hostBrowseTests } from './browse.ts'
import { hostCreateTests } from './creates.ts'
import { hostFeedTests } from './feed.ts'
import { hostFolderTests } from './folders.ts'
import { hostListTests } from './lists.ts'
import { hostReadTests } from './reads.ts'
import { hostRemoveTests } from './removes.ts'
import { hostWriteTests } from './writes.ts'

/** A host to test. What its module cannot do (`capabilities`) is skipped. */
export interface HostFilesContractSetup extends Closeable {
  readonly files: HostFiles
  /** A new record without files, always of one module; of a new tenant unless `tenantId` names one. */
  readonly newRecord: (tenantId?: string) => RecordKey | Promise<RecordKey>
  /** How a user of the host adds a file: needed where the module has no `upload`. */
  readonly put?: ((record: RecordKey, name: string, contents: Uint8Array) => Promise<HostFile>) | undefined
}

/** Registers the tests that every {@link HostFiles} passes. `setup` is called once. */
export function hostFilesContract(
  name: string,
  setup: () => HostFilesContractSetup | Promise<HostFilesContractSetup>,
): void {
  describe(`HostFiles: ${name}`, () => {
    const given = sharedSetup(setup)
    hostListTests(given)
    hostReadTests(given)
    hostCreateTests(given)
    hostWriteTests(given)
    hostRemoveTests(given)
    hostFolderTests(given)
    hostBrowseTests(given)
    hostFeedTests(given)
  })
}
