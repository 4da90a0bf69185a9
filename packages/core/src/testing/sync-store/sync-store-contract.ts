import { describe } from 'vitest'

import type { SyncStore } from '../../ports/sync-store.ts'
import { type Closeable, sharedSetup } from '../shared-setup.ts'
import { activityTests } from './activity.ts'
import { baselineTests } from './baselines.ts'
import { commitTests } from './commits.ts'
import { conflictTests } from './conflicts.ts'
import { countTests } from './counts.ts'
import { dirtyTests } from './dirty.ts'
import { enrolmentTests } from './enrolments.ts'
import { hostListingTests } from './host-listings.ts'
import { leaseTests } from './leases.ts'
import { linkTests } from './links.ts'
import { mirrorTests } from './mirror.ts'
import { problemTests } from './problems.ts'
import { vanishedTests } from './vanished.ts'

/** A store to test; it may hold other rows. */
export interface SyncStoreContractSetup extends Closeable {
  readonly store: SyncStore
}

/** Registers the tests that every {@link SyncStore} passes. `setup` is called once. */
export function syncStoreContract(
  name: string,
  setup: () => SyncStoreContractSetup | Promise<SyncStoreContractSetup>,
): void {
  describe(`SyncStore: ${name}`, () => {
    const given = sharedSetup(setup)
    const store = (): SyncStore => given().store
    linkTests(store)
    leaseTests(store)
    commitTests(store)
    enrolmentTests(store)
    mirrorTests(store)
    baselineTests(store)
    countTests(store)
    dirtyTests(store)
    vanishedTests(store)
    problemTests(store)
    conflictTests(store)
    activityTests(store)
    hostListingTests(store)
  })
}
