import {
  type Clock,
  type Engine,
  type Random,
  type RecordKey,
  type Remote,
  type Sha256,
  createEngine,
  instantOf,
} from '@twinfolder/core'
import { type MemoryHostFiles, memoryHostFiles, memoryHostRecords, memorySyncStore } from '@twinfolder/core/memory'

/** A host and the engine's state in memory, so that nothing is measured but the engine and what is on the other side. */
export interface MemoryHost {
  readonly engine: Engine
  readonly files: MemoryHostFiles
}

/** So many companies of the host. */
export function companies(count: number): readonly RecordKey[] {
  return Array.from({ length: count }, (_, index): RecordKey => ({
    tenantId: 'bench',
    module: 'companies',
    id: `${index}`,
  }))
}

/** Makes a host in which one user is linked to `remote` as `link`, and nothing is enrolled yet. */
export async function memoryHost(
  keys: readonly RecordKey[],
  remote: Remote,
  around: { readonly clock: Clock; readonly random: Random; readonly sha256: Sha256 },
): Promise<MemoryHost> {
  const store = memorySyncStore()
  const files = memoryHostFiles(around)
  const engine = createEngine({
    ...around,
    store,
    files,
    records: memoryHostRecords({
      records: keys.map((key) => [key, { name: `Company ${key.id}`, number: key.id, singular: 'Company' }]),
    }),
    remote: async () => remote,
    moduleFolderName: () => 'Companies',
  })
  await store.createLink({
    id: 'link',
    user: { tenantId: 'bench', userId: 'user' },
    provider: 'bench',
    accountId: 'account',
    email: 'bench@example.com',
    displayName: 'Bench',
    firstName: 'Bench',
    locale: 'en',
    status: 'active',
    cursor: null,
    listingCursor: null,
    mirrorGeneration: 0,
    feedPosition: null,
    blockedUntil: null,
    hold: null,
    lastOkAt: null,
    createdAt: instantOf(0),
  })
  return { engine, files }
}
