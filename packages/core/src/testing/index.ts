// Contract suites
export {
  type RemoteAbilities,
  type RemoteContractSetup,
  type RemoteFaults,
  remoteContract,
} from './remote/remote-contract.ts'
export {
  type HostFilesAbilities,
  type HostFilesContractSetup,
  hostFilesContract,
} from './host-files/host-files-contract.ts'
export {
  type HostRecordsAbilities,
  type HostRecordsContractSetup,
  hostRecordsContract,
} from './host-records-contract.ts'
export { type SyncStoreContractSetup, syncStoreContract } from './sync-store/sync-store-contract.ts'
export { type Closeable } from './shared-setup.ts'
// A host that can do little
export { type PoorHostFiles, type PoorHostOptions, poorHostFiles } from './poor-host/poor-host-files.ts'
// For tests of one's own
export { bytes, collect, streamOf, textOf } from './bytes.ts'
export { failureOf } from './failure-of.ts'
export { hashOf, webSha256 } from './web-sha256.ts'
