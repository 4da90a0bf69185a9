/** What can be launched as a job. Each kind has a route that tells its result. */
export type JobKind =
  | 'create_folder_batch'
  | 'delete_batch'
  | 'copy_batch'
  | 'copy_batch_v1'
  | 'move_batch'
  | 'move_batch_v1'
  | 'upload_session_finish_batch'

/** A launched job that has finished: the emulator works at once, and tells so when it is asked often enough. */
export interface AsyncJob {
  readonly accountId: string
  readonly kind: JobKind
  /** What `check` answers in the end. */
  readonly status: object
  /** How often it still answers `in_progress` before. */
  pollsLeft: number
}
