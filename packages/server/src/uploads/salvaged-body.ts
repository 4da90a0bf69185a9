import type { ByteStream } from '@twinfolder/core'

import { SILENCE_MS } from '../files/request-body.ts'

/** How the reading of a body ended. `cut`: the sender went away. `silent`: nothing came for 30 seconds (X37). */
export type BodyEnd = 'whole' | 'cut' | 'silent' | 'wanted' | 'tooLong'

/** A body whose every byte counts: the stream ends where the connection does, so that what arrived can be kept. */
export interface SalvagedBody {
  readonly stream: ByteStream
  /** Known when the stream has ended. */
  end(): BodyEnd
}

/**
 * Reads the body of a request to its end, wherever that is: a sender that goes away is no error here.
 *
 * @param limitBytes more than that is `tooLong`, and cut there
 * @param wanted ends the reading as if the sender had gone
 */
export function salvagedBody(
  body: ReadableStream<Uint8Array> | null,
  limitBytes: number,
  wanted: AbortSignal,
): SalvagedBody {
  let end: BodyEnd = 'cut'

  async function* read(): AsyncGenerator<Uint8Array> {
    if (!body) {
      end = 'whole'
      return
    }
    const reader = body.getReader()
    let counted = 0
    try {
      for (;;) {
        const chunk = await nextChunk(reader, wanted)
        if (typeof chunk === 'string') {
          end = chunk
          return
        }
        counted += chunk.byteLength
        if (counted > limitBytes) {
          end = 'tooLong'
          return
        }
        yield chunk
      }
    } finally {
      if (end !== 'whole') reader.cancel().catch(() => undefined)
    }
  }
  return { stream: read(), end: () => end }
}

async function nextChunk(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  wanted: AbortSignal,
): Promise<Uint8Array | BodyEnd> {
  let interrupt: () => void = () => undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const sooner = new Promise<BodyEnd>((resolve) => {
    interrupt = () => resolve('wanted')
    timer = setTimeout(() => resolve('silent'), SILENCE_MS)
  })
  wanted.addEventListener('abort', interrupt, { once: true })
  if (wanted.aborted) interrupt()
  try {
    const chunk = reader.read().then(
      ({ done, value }) => (done ? ('whole' as const) : value),
      () => 'cut' as const,
    )
    return await Promise.race([sooner, chunk])
  } finally {
    clearTimeout(timer)
    wanted.removeEventListener('abort', interrupt)
  }
}
