import { inTime } from '../files/request-body.ts'
import { bodyStream } from './body-stream.ts'
import { problem } from './problem.ts'

/** A sender that gives a byte now and then holds nothing up for longer (X37). */
const LONGEST_MS = 60_000

/**
 * Reads a body whole, up to a limit, whatever its length was said to be.
 * @throws HttpProblem `file_too_large`, `body_timeout`; the rest is not read
 */
export async function readBody(request: Request, limitBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => problem('file_too_large', `The body may have ${limitBytes} bytes here.`, { limitBytes })
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) throw tooLarge()
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  const reader = bodyStream(request)?.getReader()
  const end = performance.now() + LONGEST_MS
  try {
    for (;;) {
      const { done, value } = reader ? await inTime(reader.read()) : { done: true, value: undefined }
      if (done || !value) break
      size += value.byteLength
      if (size > limitBytes) throw tooLarge()
      if (performance.now() > end) throw problem('body_timeout', 'The body took longer than a minute.')
      chunks.push(Uint8Array.from(value))
    }
  } catch (error) {
    reader?.cancel().catch(() => undefined)
    throw error
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer())
}
