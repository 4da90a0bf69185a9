import type {
  Clock,
  HostFiles,
  HostRecords,
  Module,
  Random,
  RemoteAccount,
  RemoteProvider,
  Secret,
  UserKey,
} from '@twinfolder/core'

import type { BlobStore } from './ports/blob-store.ts'
import type { ServerStores } from './ports/server-stores.ts'
import type { KeyRotation } from './vault/rotate-key.ts'

/** Who sends a request, as the host app knows it. */
export interface Session extends UserKey {
  readonly firstName: string
  /** BCP 47, e.g. `de`. */
  readonly locale: string
  /** IANA, e.g. `Europe/Berlin`. */
  readonly timeZone: string
  readonly isAdmin: boolean
  /** Differs for each sign-in; binds an OAuth `state` to the browser that asked for it. */
  readonly sessionId: string
}

/** Whether an account may be linked; a refusal names what the remote reported. */
export interface AccountPolicy {
  readonly name: 'refuseProfessional' | 'refuseAllIndividualPaid' | 'acceptEveryAccount' | 'custom'
  allows(account: RemoteAccount): boolean
}

/**
 * Looks for what nobody should get, e.g. viruses. It reads as much of the contents as it needs; a scanner that throws lets nothing
 * through.
 */
export type Scan = (file: {
  readonly name: string
  readonly contents: AsyncIterable<Uint8Array>
}) => Promise<'clean' | 'infected'>

/** One line of the server's log: plain data, never a token, never content. */
export interface LogEntry {
  readonly level: 'info' | 'warn' | 'error'
  readonly event: string
  readonly [field: string]: unknown
}

/** What {@link createServer} needs. What has a default is for demos and tests, unless it says otherwise. */
export interface ServerOptions {
  readonly remote: RemoteProvider
  readonly records: HostRecords
  /** @default files in memory; `/node` gives the server's own file store */
  readonly files?: HostFiles | undefined
  /** @default memory */
  readonly stores?: ServerStores | undefined
  /**
   * Where the parts of large uploads rest until the file is whole. Used by the server alone: it sweeps what no upload names. Every
   * process needs the same one.
   * @default memory; `/node` gives a folder
   */
  readonly uploadParts?: BlobStore | undefined
  /** Who sends a request; `null` is answered with 401. */
  readonly authenticate: (request: Request) => Session | null | Promise<Session | null>
  /** 32 random bytes or more that seal tokens and sign content addresses. Everything sealed is lost with it. */
  readonly key: Secret
  /**
   * Keys of before, and the one to come while processes are replaced: they open what was sealed with them, and seal nothing.
   * {@link TwinfolderServer.rotateKey} makes them superfluous.
   */
  readonly previousKeys?: readonly Secret[] | undefined
  /** Lets sample keys and those of `demoKey` pass. Nothing else makes a server a demo. @default false */
  readonly demo?: boolean | undefined
  /** Where the server is mounted, as browsers see it, e.g. `https://crm.example/twinfolder`. The OAuth callback is below it. */
  readonly publicUrl: string
  /**
   * Other origins whose pages use the server, e.g. `https://app.example`: exact, without wildcards. They have to be of the same site as
   * `publicUrl` where the session is a cookie with `SameSite`. @default none
   */
  readonly allowedOrigins?: readonly string[] | undefined
  /** How the app folder is shown, e.g. `Apps/Demo CRM`. The remote chooses its real place. */
  readonly appFolderLabel: string
  /** How the folder of a module is called for a user. @default its name in one of seven languages, e.g. `Firmen` for `de` */
  readonly moduleFolderName?: ((module: Module, locale: string) => string) | undefined
  /** @default refuseProfessional */
  readonly accountPolicy?: AccountPolicy | undefined
  /** Refuses contents on their way in, out and to the remote. Nothing is ever unpacked here. @default nothing is scanned */
  readonly scan?: Scan | undefined
  /** @default 52428800 */
  readonly maxFileBytes?: number | undefined
  /** Where a record's folder opens in the remote's own web page. @default none */
  readonly remoteFolderUrl?: ((path: string, account: { readonly email: string }) => string) | undefined
  /** How often a link is polled while one of its records is open in a browser. @default 5000 */
  readonly openRecordPollMs?: number | undefined
  /** How often a link is polled for which something was done within a day. @default 300000 */
  readonly recentLinkPollMs?: number | undefined
  /**
   * Whether the server waits at the remote for changes, with an open request for each of the 200 links that were used last: for one that
   * no webhook can reach. @default false
   */
  readonly followChanges?: boolean | undefined
  /** How often every other link is polled. @default 3600000 */
  readonly reconcileMs?: number | undefined
  /** How many links one call of {@link TwinfolderServer.work} serves at a time. @default 4 */
  readonly concurrency?: number | undefined
  readonly clock?: Clock | undefined
  readonly random?: Random | undefined
  readonly log?: ((entry: LogEntry) => void) | undefined
}

/** A server to mount. */
export interface TwinfolderServer {
  /**
   * Checks that the rows are sealed with the keys of this server. Optional: every request and every worker waits for the same check.
   * @throws ServerKeyError when they are not, so that a wrong key is told at the start, and no link is lost to it
   */
  start(): Promise<void>
  /** Answers a request below {@link ServerOptions.publicUrl}; mounts in any framework that speaks `Request` and `Response`. */
  handle(this: void, request: Request): Promise<Response>
  /** Works off what is asked for until `signal` is aborted. Any number of calls, in any number of processes. */
  work(options: { readonly signal: AbortSignal }): Promise<void>
  /** Tells that something about a record changed in the host: its name, its rights, or its files in a foreign file store. */
  recordChanged(record: { readonly tenantId: string; readonly module: Module; readonly id: string }): Promise<void>
  /**
   * Tells that a user is no more, or may no longer sign in: their link is paused, the authorization given back and the token
   * destroyed. Files stay on both sides.
   */
  userRemoved(user: UserKey): Promise<void>
  /**
   * Wraps every token by the current key, while any number of servers work. When it is done and no process has another key as its
   * current one, the keys of before can be taken away. Doing it again is harmless.
   */
  rotateKey(): Promise<KeyRotation>
  /** Ends streams and releases what the server holds. */
  close(): Promise<void>
}
