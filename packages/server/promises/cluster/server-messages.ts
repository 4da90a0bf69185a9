import type { LogEntry } from '../../src/index.ts'
import type { ComposeOptions } from './compose.ts'

/** How a process of the server is to run. */
export interface ServerSetting extends Pick<ComposeOptions, 'databaseUrl' | 'dataDir' | 'emulatorUrl' | 'origin'> {
  readonly role: 'web' | 'worker' | 'both'
  readonly port: number
  /** How far its clock is ahead: leases of processes that were killed have run out by then. */
  readonly aheadMs: number
  /** The point at which it kills itself. */
  readonly deathAt: string | null
  /** Whether the points are counted at which it may die. */
  readonly isWatched: boolean
}

/** What a process of the server is asked for. */
export type ServerAsked =
  | { readonly type: 'seen' | 'memory' | 'stop' }
  /** Kill yourself at the `count`th point from now; `null` takes that back. */
  | { readonly type: 'die'; readonly count: number | null }

/** What a process of the server tells its parent. */
export type ServerTold =
  | { readonly type: 'ready'; readonly url: string | null }
  | { readonly type: 'log'; readonly entry: LogEntry }
  | { readonly type: 'seen'; readonly points: readonly string[] }
  | { readonly type: 'memory'; readonly rssMb: number; readonly handles: number }
