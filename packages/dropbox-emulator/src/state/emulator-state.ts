import type { Clock } from '../clock.ts'
import type { Switches } from '../switches.ts'
import type { AccountState } from './account-state.ts'
import type { AppState } from './app-state.ts'
import type { ChangeHub } from './changes.ts'
import type { ContentStore } from './contents.ts'
import type { Grants } from './grants.ts'
import type { AsyncJob } from './jobs.ts'
import type { UploadSession } from './upload-session.ts'

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
  readonly changes: ChangeHub
}
