// Time and chance
export { type ManualClock, manualClock } from './manual-clock.ts'
export { seededRandom } from './seeded-random.ts'
// The engine's state
export { type MemorySyncStore, memorySyncStore } from './sync-store/memory-sync-store.ts'
export { type StoreSnapshot } from './sync-store/state.ts'
// The host
export { type MemoryHostFiles, type MemoryHostOptions, memoryHostFiles } from './host-files/memory-host-files.ts'
export { type HostPlace, type HostUsers } from './host-files/host-users.ts'
export { type CapabilityOverrides } from './host-files/host-capabilities.ts'
export { type HeldContents } from './host-files/file-shelf.ts'
export { type MemoryHostRecords, type MemoryHostRecordsOptions, memoryHostRecords } from './memory-host-records.ts'
// The remote
export { type MemoryRemote, type MemoryRemoteOptions, type RemoteCall, memoryRemote } from './remote/memory-remote.ts'
export { type RemoteOwner } from './remote/remote-owner.ts'
export {
  type MemoryRemoteProvider,
  type MemoryRemoteProviderOptions,
  memoryRemoteProvider,
} from './remote/memory-remote-provider.ts'
