import { type Cancellation, SyncError } from '@twinfolder/core'

/** `signal` as something that a request and a timer can listen to; `undefined` when it can only be asked. */
export function abortSignalOf(signal: Cancellation | null | undefined): AbortSignal | undefined {
  return signal && isAbortSignal(signal) ? signal : undefined
}

/** What a step throws when nobody waits for it any more. */
export function cancelledError(signal: Cancellation): SyncError {
  return new SyncError('cancelled', 'The Dropbox call was cancelled.', { cause: signal.reason })
}

/** @throws `cancelled` when `signal` says so. */
export function throwIfCancelled(signal: Cancellation | null | undefined): void {
  if (signal?.aborted) throw cancelledError(signal)
}

/** `step`, given up at once when `signal` aborts; the step itself goes on, e.g. for others who wait for it. */
export async function untilCancelled<T>(step: Promise<T>, signal: Cancellation | null | undefined): Promise<T> {
  if (signal?.aborted) {
    step.catch(() => undefined) // nobody will wait for it
    throw cancelledError(signal)
  }
  const listening = abortSignalOf(signal)
  if (!listening) return step
  let stop = (): void => {}
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(cancelledError(listening))
    listening.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([step, aborted])
  } finally {
    listening.removeEventListener('abort', stop)
  }
}

/** The same chunks, given up at once when `signal` aborts, even while the source hangs. */
export async function* cancellable(
  source: AsyncIterable<Uint8Array>,
  signal: Cancellation | null | undefined,
): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]()
  let ended = false
  try {
    for (;;) {
      const next = await untilCancelled(chunks.next(), signal)
      if (next.done) {
        ended = true
        return
      }
      yield next.value
    }
  } finally {
    // Not awaited: a source that hangs would hang here, too.
    if (!ended) void Promise.resolve(chunks.return?.()).catch(() => undefined)
  }
}

function isAbortSignal(signal: Cancellation): signal is AbortSignal {
  return 'addEventListener' in signal && typeof signal.addEventListener === 'function'
}
