import { streamOf } from '../state/contents.ts'
import { pathOf } from '../state/entry.ts'
import { lookupFile } from '../state/view.ts'
import type { View } from '../state/view.ts'
import { ignored, struct } from '../wire/decode.ts'
import { withErrors } from '../wire/failure-errors.ts'
import { headerJson } from '../wire/header-json.ts'
import { revisionMetadata } from '../wire/metadata.ts'
import { readPath } from '../wire/paths.ts'
import { userRoute } from '../wire/route.ts'
import { parseRange } from './byte-range.ts'

const download = userRoute(
  { name: 'files/download', host: 'content', style: 'download', scope: 'files.content.read' },
  struct({ path: readPath, rev: ignored }),
  ({ request, state, view }, { path }) => {
    const { file, revision } = withErrors({ lookup: 'path' }, () => lookupFile(view, path))
    const shownPath = file ? pathOf(file, view.root) : pathOfFile(view, revision.fileId, revision.path)
    const etag = `W/"${revision.rev}"`
    const headers = {
      'Dropbox-API-Result': headerJson(revisionMetadata(shownPath, revision.fileId, revision)),
      'Content-Type': 'application/octet-stream',
      'Accept-Ranges': 'bytes',
      ETag: etag,
    }
    if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })
    const size = revision.sizeBytes
    const range = parseRange(request.headers.get('range'), size)
    if (range === 'unsatisfiable') {
      return new Response(null, { status: 416, headers: { ...headers, 'Content-Range': `bytes */${size}` } })
    }
    const { from, to } = range ?? { from: 0, to: size }
    return new Response(to > from ? streamOf(state.contents.read(revision.contentHash, from, to)) : '', {
      status: range ? 206 : 200,
      headers: {
        ...headers,
        'Content-Length': String(to - from),
        ...(range ? { 'Content-Range': `bytes ${from}-${to - 1}/${size}` } : {}),
      },
    })
  },
)

export const downloadRoutes = [download]

/** Where the file of an old revision is now; where it was when it is gone. */
function pathOfFile(view: View, fileId: string, oldPath: string): string {
  const entry = view.account.entriesById.get(fileId)
  return entry ? pathOf(entry, view.root) : oldPath
}
