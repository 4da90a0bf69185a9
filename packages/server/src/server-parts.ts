import type { Engine, HostFiles, HostRecords, RemoteProvider } from '@twinfolder/core'

import type { AuditLog } from './audit/audit-log.ts'
import type { BulkEvents } from './bulk/bulk-events.ts'
import type { EventHub } from './events/event-hub.ts'
import type { ContentTokens } from './files/content-token.ts'
import type { UploadsUnderWay } from './files/uploads-under-way.ts'
import type { Grants } from './link/grants.ts'
import type { KeyRing } from './crypto/key-ring.ts'
import type { ServerOptions } from './options.ts'
import type { BlobStore } from './ports/blob-store.ts'
import type { ServerStores } from './ports/server-stores.ts'
import type { Settings } from './settings.ts'
import type { OpenRecords } from './sync/open-records.ts'
import type { Transfers } from './sync/transfers.ts'
import type { UploadTurns } from './uploads/upload-turns.ts'
import type { Vault } from './vault/vault.ts'
import type { RunningPasses } from './work/running-passes.ts'

/** The parts of one server, made once by `createServer`. A function takes those that it needs: `Pick<ServerParts, …>`. */
export interface ServerParts {
  readonly settings: Settings
  readonly authenticate: ServerOptions['authenticate']
  readonly provider: RemoteProvider
  readonly records: HostRecords
  readonly files: HostFiles
  readonly stores: ServerStores
  readonly keys: KeyRing
  readonly vault: Vault
  readonly grants: Grants
  readonly engine: Engine
  readonly audit: AuditLog
  readonly hub: EventHub
  readonly bulkEvents: BulkEvents
  readonly contentTokens: ContentTokens
  readonly uploads: UploadsUnderWay
  readonly uploadParts: BlobStore
  readonly uploadTurns: UploadTurns
  readonly openRecords: OpenRecords
  readonly transfers: Transfers
  readonly passes: RunningPasses
}
