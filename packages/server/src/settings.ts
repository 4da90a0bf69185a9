import { type Clock, DEFAULT_MAX_FILE_BYTES, type Module, type Random } from '@twinfolder/core'

import { refuseProfessional } from './link/account-policy.ts'
import { moduleFolderName } from './module-folder-name.ts'
import type { AccountPolicy, LogEntry, ServerOptions } from './options.ts'

/** A slow link keeps nobody else waiting. */
const LINKS_AT_A_TIME = 4

/** Writes one line of the server's log. */
export type Log = (entry: LogEntry) => void

/** The options of a server with their defaults filled in. */
export interface Settings {
  /** The origin of the host app, e.g. `https://crm.example`. */
  readonly origin: string
  /** Other origins whose pages may ask and read (X50). */
  readonly allowedOrigins: readonly string[]
  /** The path below which the server answers, without a slash at its end; empty for the root. */
  readonly basePath: string
  /** Where the consent page goes back to: fixed, never taken from a request (X6). */
  readonly callbackUrl: string
  readonly appFolderLabel: string
  readonly accountPolicy: AccountPolicy
  readonly maxFileBytes: number
  readonly openRecordPollMs: number
  readonly recentLinkPollMs: number
  readonly followChanges: boolean
  readonly reconcileMs: number
  readonly concurrency: number
  readonly moduleFolderName: (module: Module, locale: string) => string
  readonly remoteFolderUrl: ((path: string, account: { readonly email: string }) => string) | null
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

/** @throws TypeError when `publicUrl` is no http address */
export function settingsOf(options: ServerOptions): Settings {
  const publicUrl = new URL(options.publicUrl)
  if (!/^https?:$/.test(publicUrl.protocol)) {
    throw new TypeError(`publicUrl is where browsers reach the server, e.g. https://crm.example/twinfolder.`)
  }
  const basePath = publicUrl.pathname.replace(/\/+$/, '')
  return {
    origin: publicUrl.origin,
    allowedOrigins: (options.allowedOrigins ?? []).map(requireOrigin),
    basePath,
    callbackUrl: `${publicUrl.origin}${basePath}/oauth/callback`,
    appFolderLabel: options.appFolderLabel,
    accountPolicy: options.accountPolicy ?? refuseProfessional,
    maxFileBytes: options.maxFileBytes ?? DEFAULT_MAX_FILE_BYTES,
    openRecordPollMs: options.openRecordPollMs ?? 5000,
    recentLinkPollMs: options.recentLinkPollMs ?? 300_000,
    followChanges: options.followChanges ?? false,
    reconcileMs: options.reconcileMs ?? 3_600_000,
    concurrency: options.concurrency ?? LINKS_AT_A_TIME,
    moduleFolderName: options.moduleFolderName ?? moduleFolderName,
    remoteFolderUrl: options.remoteFolderUrl ?? null,
    clock: options.clock ?? { now: () => Date.now() },
    random: options.random ?? { id: () => crypto.randomUUID(), fraction: () => Math.random() },
    log: options.log ?? (() => undefined),
  }
}

/** An origin is compared as a text, so it has to be written as browsers send it. */
function requireOrigin(origin: string): string {
  if (URL.parse(origin)?.origin === origin && /^https?:\/\/[^*]+$/.test(origin)) return origin
  throw new TypeError(
    `An allowed origin looks like https://app.example, without a path and without a wildcard, not "${origin}".`,
  )
}
