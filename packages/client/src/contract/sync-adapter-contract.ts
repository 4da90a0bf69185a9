import { describe } from 'vitest'

import { type AdapterUnderTest, openAdapter } from './adapter-under-test.ts'
import { bulkContract } from './bulk-contract.ts'
import { contentContract } from './content-contract.ts'
import { decisionContract } from './decision-contract.ts'
import { eventContract } from './event-contract.ts'
import { fileContract } from './file-contract.ts'
import { folderContract } from './folder-contract.ts'
import { linkContract } from './link-contract.ts'
import { listingContract } from './listing-contract.ts'
import { pauseContract } from './pause-contract.ts'
import { recordContract } from './record-contract.ts'
import { uploadContract } from './upload-contract.ts'

/**
 * What every `SyncAdapter` does. Needs vitest.
 *
 * @param setup is called for each test
 * @example syncAdapterContract('myAdapter', () => ({ adapter: myAdapter(), record, … }))
 */
export function syncAdapterContract(name: string, setup: () => AdapterUnderTest | Promise<AdapterUnderTest>): void {
  const open = () => openAdapter(setup)
  describe(`SyncAdapter: ${name}`, () => {
    listingContract(open)
    uploadContract(open)
    contentContract(open)
    fileContract(open)
    folderContract(open)
    recordContract(open)
    linkContract(open)
    pauseContract(open)
    decisionContract(open)
    bulkContract(open)
    eventContract(open)
  })
}
