/** A launched job that has finished: the emulator works at once, and tells so when asked. */
export interface AsyncJob {
  readonly accountId: string
  readonly kind: 'create_folder_batch' | 'delete_batch'
  readonly entries: readonly object[]
}
