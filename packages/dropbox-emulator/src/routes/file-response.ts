import { streamOf } from '../state/contents.ts'
import type { EmulatorState } from '../state/emulator-state.ts'
import type { Revision } from '../state/revision.ts'
import { parseRange } from './byte-range.ts'

/** The bytes of one version of a file, as the headers `Range` and `If-None-Match` of the request want them. */
export function fileResponse(
  state: EmulatorState,
  request: Request,
  { contentHash, rev, sizeBytes }: Pick<Revision, 'contentHash' | 'rev' | 'sizeBytes'>,
  more: Readonly<Record<string, string>>,
): Response {
  const etag = `W/"${rev}"`
  const headers = { ...more, 'Accept-Ranges': 'bytes', ETag: etag }
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })
  const range = parseRange(request.headers.get('range'), sizeBytes)
  if (range === 'unsatisfiable') {
    return new Response(null, { status: 416, headers: { ...headers, 'Content-Range': `bytes */${sizeBytes}` } })
  }
  const { from, to } = range ?? { from: 0, to: sizeBytes }
  return new Response(to > from ? streamOf(state.contents.read(contentHash, from, to)) : '', {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      'Content-Length': String(to - from),
      ...(range ? { 'Content-Range': `bytes ${from}-${to - 1}/${sizeBytes}` } : {}),
    },
  })
}
