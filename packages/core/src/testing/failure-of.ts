import { SyncError, type SyncErrorCode } from '../sync-error.ts'

/** The code that a call fails with; `null` when it succeeds. An error that is no {@link SyncError} is thrown on. */
export async function failureOf(call: Promise<unknown>): Promise<SyncErrorCode | null> {
  try {
    await call
    return null
  } catch (error) {
    if (error instanceof SyncError) return error.code
    throw error
  }
}
