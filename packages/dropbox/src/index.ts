// Dropbox as a remote
export { type DropboxOptions, dropbox } from './dropbox.ts'
export { type Wait } from './retry.ts'
export { type CallReport, dropboxHosts } from './transport.ts'
// Content hashes
export { contentHashOf } from './content-hash-of.ts'
