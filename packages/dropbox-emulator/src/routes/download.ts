import { pathOf } from '../state/entry.ts'
import { lookupFile } from '../state/view.ts'
import type { View } from '../state/view.ts'
import { EndpointError, tagged } from '../wire/api-error.ts'
import { ignored, struct } from '../wire/decode.ts'
import { under } from '../wire/error-lists.ts'
import { withErrors } from '../wire/failure-errors.ts'
import { headerJson } from '../wire/header-json.ts'
import { revisionMetadata } from '../wire/metadata.ts'
import { readPath } from '../wire/paths.ts'
import { userRoute } from '../wire/route.ts'
import { fileResponse } from './file-response.ts'

const download = userRoute(
  {
    name: 'files/download',
    host: 'content',
    style: 'download',
    scope: 'files.content.read',
    about: 'The bytes of a file',
    errors: [...under('path', 'malformed_path', 'not_found', 'not_file', 'restricted_content'), 'unsupported_file'],
    rules: [
      'GET or POST; `Range` answers 206 or 416, `If-None-Match` 304',
      'Documents that have no bytes of their own are refused: see `export`',
    ],
  },
  struct({ path: readPath, rev: ignored }),
  ({ request, state, view }, { path }) => {
    const { file, revision } = withErrors({ lookup: 'path' }, () => lookupFile(view, path))
    if (revision.exports) throw new EndpointError(tagged('unsupported_file'))
    const shownPath = file ? pathOf(file, view.root) : pathOfFile(view, revision.fileId, revision.path)
    return fileResponse(state, request, revision, {
      'Dropbox-API-Result': headerJson(revisionMetadata(view.account, shownPath, revision.fileId, revision)),
      'Content-Type': 'application/octet-stream',
    })
  },
)

export const downloadRoutes = [download]

/** Where the file of an old revision is now; where it was when it is gone. */
function pathOfFile(view: View, fileId: string, oldPath: string): string {
  const entry = view.account.entriesById.get(fileId)
  return entry ? pathOf(entry, view.root) : oldPath
}
