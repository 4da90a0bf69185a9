import { type ByteStream, SyncError } from '@twinfolder/core'

type Verdict = 'clean' | 'infected'

/**
 * Passes a stream on while a scanner reads the same bytes. The end is only reached when the scanner found it clean, so that whoever
 * stores the stream stores nothing else; no more than one chunk is held.
 *
 * @throws SyncError `scanner_refused`, or `host_unavailable` when the scanner fails
 */
export async function* scannedStream(
  body: ByteStream,
  scan: (contents: AsyncIterable<Uint8Array>) => Promise<Verdict>,
): AsyncGenerator<Uint8Array> {
  const copy = handedChunks()
  const scanning = verdictOf(scan(copy.chunks), () => copy.stop())
  // It is awaited at the end; a stream that breaks before has no use for it.
  scanning.catch(() => undefined)
  try {
    for await (const chunk of body) {
      await copy.hand(chunk)
      yield chunk
    }
  } finally {
    // Also when the stream broke off: the scanner is not left waiting for what never comes.
    copy.stop()
  }
  if ((await scanning) === 'infected') throw new SyncError('scanner_refused', 'The scanner refused the contents.')
}

async function verdictOf(verdict: Promise<Verdict>, stop: () => void): Promise<Verdict> {
  try {
    return await verdict
  } catch (cause) {
    throw new SyncError('host_unavailable', 'The scanner failed, so that nothing passes it.', {
      retryAfterMs: 60_000,
      cause,
    })
  } finally {
    // It needs no more: the rest is passed on without waiting for it.
    stop()
  }
}

/** Chunks that are handed over one by one: `hand` waits until the one before was taken. */
function handedChunks() {
  let waiting: { readonly chunk: Uint8Array; readonly taken: () => void } | null = null
  let wake: () => void = () => undefined
  let isStopped = false

  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (;;) {
      if (waiting) {
        const { chunk, taken } = waiting
        waiting = null
        taken()
        yield chunk
      } else if (isStopped) return
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  return {
    chunks: chunks(),
    hand: (chunk: Uint8Array): Promise<void> =>
      isStopped
        ? Promise.resolve()
        : new Promise((taken) => {
            waiting = { chunk, taken }
            wake()
          }),
    stop(): void {
      isStopped = true
      waiting?.taken()
      wake()
    },
  }
}
