export type { AdapterUnderTest } from './adapter-under-test.ts'
export { syncAdapterContract } from './sync-adapter-contract.ts'
