/**
 * The body of a request as a stream; `null` where it has none. Firefox's requests have no `body` to give: theirs is read whole, at the
 * first read. It matters to a server that runs in the page.
 */
export function bodyStream(request: Request): ReadableStream<Uint8Array> | null {
  if ('body' in request) return request.body
  return new ReadableStream(
    {
      async pull(controller) {
        const bytes = new Uint8Array(await (request as Request).arrayBuffer())
        if (bytes.byteLength > 0) controller.enqueue(bytes)
        controller.close()
      },
    },
    { highWaterMark: 0 },
  )
}
