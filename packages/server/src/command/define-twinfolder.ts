import type { HostFiles } from '@twinfolder/core'

import type { LogEntry, ServerOptions, TwinfolderServer } from '../options.ts'
import type { PostgresFileStoreOptions } from '../postgres/file-store/postgres-file-store.ts'
import type { TenantQuota } from '../postgres/file-store/tenant-quota.ts'

/** What the environment says, or the command makes. */
type FromCommand =
  | 'clock'
  | 'concurrency'
  | 'demo'
  | 'followChanges'
  | 'key'
  | 'log'
  | 'maxFileBytes'
  | 'openRecordPollMs'
  | 'previousKeys'
  | 'publicUrl'
  | 'random'
  | 'recentLinkPollMs'
  | 'reconcileMs'
  | 'stores'
  | 'uploadParts'

/** What a host composes a server with: its records, its users, its remote. */
export interface TwinfolderConfig extends Omit<ServerOptions, FromCommand> {
  /** What a module's files cannot do here; for the server's own file store. @default nothing */
  readonly restrictions?: PostgresFileStoreOptions['restrictions']
  /**
   * How much a tenant may have stored, where that is not the same for all; for the server's own file store. Asked for each file that
   * comes in, so it should be fast.
   * @default what the environment says, which is `usual`
   */
  readonly tenantQuota?: ((tenantId: string, usual: TenantQuota) => TenantQuota | Promise<TenantQuota>) | undefined
  /** Answers what is not below the public address, where the command is the whole web server. @default 404 */
  readonly fetch?: ((request: Request, running: RunningTwinfolder) => Response | Promise<Response>) | undefined
  /** Called when the storage is open, before anything is served or worked on. */
  readonly onStart?: ((running: RunningTwinfolder) => void | Promise<void>) | undefined
  /** Called at the end, when nothing is served or worked on any more. */
  readonly onStop?: (() => void | Promise<void>) | undefined
}

/** What a configuration is made for. */
export interface ConfigContext {
  readonly command: 'start' | 'web' | 'worker' | 'rotate-key'
  readonly publicUrl: string
  readonly isDemo: boolean
  readonly log: (entry: LogEntry) => void
}

/** What the parts of the host may use while the command runs. */
export interface RunningTwinfolder {
  readonly server: TwinfolderServer
  /** The files of the host: the server's own store, unless the configuration brings another one. */
  readonly files: HostFiles
}

/** A configuration, or a function that makes one. */
export type TwinfolderSetup =
  | TwinfolderConfig
  | ((context: ConfigContext) => TwinfolderConfig | Promise<TwinfolderConfig>)

/**
 * Types the default export of a `twinfolder.config.ts`, which `twinfolder-server` runs.
 *
 * @example
 * export default defineTwinfolder({ remote: dropbox({ appKey }), records, authenticate, appFolderLabel: 'Apps/My CRM' })
 */
export function defineTwinfolder<Setup extends TwinfolderSetup>(setup: Setup): Setup {
  return setup
}
