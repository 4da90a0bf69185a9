import type { CallOptions } from '../ports/remote.ts'
import { SyncError } from '../sync-error.ts'

/** @throws SyncError `cancelled` when nobody waits for the call any more. */
export function refuseIfCancelled(options: CallOptions | undefined): void {
  const signal = options?.signal
  if (signal?.aborted) throw new SyncError('cancelled', 'The call was cancelled.', { cause: signal.reason })
}

/** Calls `stop` when nobody waits any more, if the signal can be listened to: an `AbortSignal` can. */
export function onCancel({ signal }: CallOptions, stop: () => void): void {
  if (signal && canBeListenedTo(signal)) signal.addEventListener('abort', stop)
}

interface Listenable {
  addEventListener(event: 'abort', listener: () => void): void
}

function canBeListenedTo(signal: object): signal is Listenable {
  return 'addEventListener' in signal && typeof signal.addEventListener === 'function'
}
