/**
 * A stateful Dropbox for tests and demos. This entry runs in a page; `@twinfolder/dropbox-emulator/node` serves the
 * same over HTTP.
 *
 * @packageDocumentation
 */
export { createDropboxEmulator } from './emulator.ts'
export type { DropboxEmulator, DropboxEmulatorOptions, TokenPair } from './emulator.ts'
export { emulatorFetch } from './emulator-fetch.ts'
export { consentDialog } from './consent-dialog.ts'
export { dropboxHosts } from './handle.ts'

// Accounts and what their owners do
export type { Accounts, ConnectedApp, DropboxAccount } from './account.ts'
export type { NewAccount } from './state/account-state.ts'
export { OwnerFilesError } from './owner-files.ts'
export type { OwnerEntry, OwnerFile, OwnerFiles, OwnerFolder, TreeEntry } from './owner-files.ts'
export type { OwnerDeleted, OwnerRevision } from './owner-history.ts'
export type { SpecialEntries } from './special-entries.ts'
export type { Plan } from './state/plan.ts'

// Apps
export type { Apps, DropboxApp } from './apps.ts'
export type { AppState, NewApp } from './state/app-state.ts'
export type { ConsentMode } from './oauth/authorize-page.ts'

// What can be turned
export type { Clock } from './clock.ts'
export type { ActiveFault, Fault, FaultKind, FaultScope, Faults } from './faults.ts'
export type { LogEntry, LogQuery, RequestLog } from './request-log.ts'
export { defaultSwitches } from './switches.ts'
export type { Switches } from './switches.ts'
export type { WebhookDelivery, Webhooks } from './webhooks.ts'

// Keeping the state elsewhere
export { memoryContents } from './state/contents.ts'
export type { ArrivedContent, ContentStore } from './state/contents.ts'
export type { Bytes } from './bytes.ts'
export type { EmulatorSnapshot } from './snapshot.ts'

// Dropbox's own arithmetic
export { contentHash } from './content-hash.ts'
export { dropboxLowercase } from './lowercase.ts'
