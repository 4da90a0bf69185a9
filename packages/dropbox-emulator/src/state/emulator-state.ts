import type { Clock } from '../clock.ts'
import type { Switches } from '../switches.ts'
import type { AccountState } from './account-state.ts'
import type { AppState } from './app-state.ts'
import type { ChangeHub } from './changes.ts'
import type { ContentStore } from './contents.ts'
import type { Grants } from './grants.ts'
import type { AsyncJob } from './jobs.ts'
import type { CallTimes } from './rate-limit.ts'
import type { UploadSession } from './upload-session.ts'
import type { WebLink } from './web-links.ts'
import type { WriteLock } from './write-lock.ts'

/** Everything an emulator knows. */
export interface EmulatorState {
  /** Marks cursors as made by this emulator; survives restarts. */
  readonly instance: string
  readonly clock: Clock
  readonly switches: Switches
  readonly contents: ContentStore
  /** By `account_id`. */
  readonly accounts: Map<string, AccountState>
  /** By app key. */
  readonly apps: Map<string, AppState>
  readonly grants: Grants
  readonly sessions: Map<string, UploadSession>
  readonly jobs: Map<string, AsyncJob>
  /** Addresses that work without a token, by the secret in them. */
  readonly webLinks: Map<string, WebLink>
  /** Who writes where, by namespace. Not kept across restarts. */
  readonly writeLocks: Map<string, WriteLock>
  /** What the rate limit counts. Not kept across restarts. */
  readonly callTimes: CallTimes
  readonly changes: ChangeHub
}
