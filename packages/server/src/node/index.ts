// A whole server in one process
export { type TwinfolderNode, type TwinfolderNodeOptions, startTwinfolderNode } from './start-twinfolder-node.ts'
// One of many processes
export { type ConnectTwinfolderOptions, type ConnectedTwinfolder, connectTwinfolder } from './connect-twinfolder.ts'
export { type NodeListener, type ServeNodeOptions, serveNode } from './serve-node.ts'
export { demoKey } from './demo-key.ts'
export { type PublicFetchOptions, publicFetch } from './public-fetch.ts'
// Its parts
export { type DataFolder, DataFolderInUseError, acquireDataFolder } from './data-folder.ts'
export { diskBlobStore } from './disk-blob-store.ts'
export { systemClock, webRandom } from './system.ts'
