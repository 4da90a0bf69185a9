import type { ErrorCode, RecordRef } from '@twinfolder/protocol'

/**
 * `checking`: it is being looked for among the files that are here. `found`: it is here already; the user decides. `paused`: it began and waits for the network. `refused`: found to be impossible before a byte was sent. Every other state but
 * `done` can still become `done`.
 */
export type UploadState = 'checking' | 'found' | 'queued' | 'sending' | 'paused' | 'failed' | 'refused' | 'done'

/** One file on its way into the CRM. */
export interface Upload {
  readonly id: string
  readonly record: RecordRef
  readonly folder: readonly string[]
  readonly name: string
  readonly sizeBytes: number
  /** What has arrived. */
  readonly sentBytes: number
  readonly state: UploadState
  /** Why it failed or was refused. */
  readonly code: ErrorCode | null
  /** As what it is here already, with its folder. */
  readonly hereAs: string | null
}

/** Whether an upload is still on its way. */
export function isActive({ state }: Pick<Upload, 'state'>): boolean {
  return state === 'checking' || state === 'queued' || state === 'sending' || state === 'paused'
}
