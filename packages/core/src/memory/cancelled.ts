import type { CallOptions } from '../ports/remote.ts'
import { SyncError } from '../sync-error.ts'

/** @throws SyncError `cancelled` when nobody waits for the call any more. */
export function refuseIfCancelled(options: CallOptions | undefined): void {
  const signal = options?.signal
  if (signal?.aborted) throw new SyncError('cancelled', 'The call was cancelled.', { cause: signal.reason })
}
