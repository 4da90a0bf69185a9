import { type ByteStream, SyncError } from '@twinfolder/core'

import { bodyStream } from '../http/body-stream.ts'
import { problem } from '../http/problem.ts'

/** How long a sender may be silent (X37, slow-loris). */
export const SILENCE_MS = 30_000

/** A request's body while it is read, once. */
export interface RequestBody {
  /** The announced length, or what has been counted so far where none was announced. */
  readonly sizeBytes: number
  /** @throws Error at a second call: a body that is streamed cannot be read again */
  open(): ByteStream
}

/**
 * Reads the body of an upload as a stream and counts it: the limit holds whatever `Content-Length` said or did not say,
 * and the stream is cancelled at the first byte too many (X36).
 *
 * @throws HttpProblem `file_too_large` at once when the announced length is too large
 */
export function requestBody(request: Request, limitBytes: number): RequestBody {
  const announced = announcedLength(request)
  const tooLarge = () => problem('file_too_large', `A file may have ${limitBytes} bytes here.`, { limitBytes })
  if (announced !== null && announced > limitBytes) {
    bodyStream(request)
      ?.cancel()
      .catch(() => undefined)
    throw tooLarge()
  }
  let opened = false
  let counted = 0

  async function* read(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
    const reader = body.getReader()
    let ended = false
    try {
      for (;;) {
        const { done, value } = await inTime(reader.read())
        ended = done
        if (done) break
        counted += value.byteLength
        if (counted > limitBytes) throw tooLarge()
        if (announced !== null && counted > announced) throw anotherLength()
        yield value
      }
      if (announced !== null && counted !== announced) throw anotherLength()
    } finally {
      if (!ended) reader.cancel().catch(() => undefined)
    }
  }
  return {
    get sizeBytes() {
      return announced ?? counted
    },
    open() {
      if (opened) throw new SyncError('unexpected', 'The body of a request can be read only once.')
      opened = true
      return read(bodyStream(request) ?? emptyBody())
    },
  }
}

function announcedLength(request: Request): number | null {
  const header = request.headers.get('content-length')
  return header !== null && /^\d{1,15}$/.test(header) ? Number(header) : null
}

function anotherLength() {
  return problem('bad_request', 'The body does not have the length that was announced.')
}

function emptyBody(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.close() })
}

/** What a sender has to say within {@link SILENCE_MS}. @throws HttpProblem `body_timeout` */
export async function inTime<Value>(reading: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(problem('body_timeout', 'Nothing was sent for 30 seconds.')), SILENCE_MS)
  })
  try {
    return await Promise.race([reading, silence])
  } finally {
    clearTimeout(timer)
  }
}
