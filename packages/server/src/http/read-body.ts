import { problem } from './problem.ts'

/**
 * Reads a body whole, up to a limit, whatever its length was said to be.
 * @throws HttpProblem `file_too_large`; the rest is not read
 */
export async function readBody(request: Request, limitBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => problem('file_too_large', `The body may have ${limitBytes} bytes here.`, { limitBytes })
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) throw tooLarge()
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  const reader = request.body?.getReader()
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
    if (done || !value) break
    size += value.byteLength
    if (size > limitBytes) {
      reader?.cancel().catch(() => undefined)
      throw tooLarge()
    }
    chunks.push(Uint8Array.from(value))
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer())
}
