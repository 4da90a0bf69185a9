import { streamOf } from '../state/contents.ts'
import { pathOf } from '../state/entry.ts'
import { lookupFile } from '../state/view.ts'
import { EndpointError, tagged } from '../wire/api-error.ts'
import { optional, string, struct } from '../wire/decode.ts'
import { under } from '../wire/error-lists.ts'
import { withErrors } from '../wire/failure-errors.ts'
import { headerJson } from '../wire/header-json.ts'
import { revisionMetadata } from '../wire/metadata.ts'
import { readPath } from '../wire/paths.ts'
import { userRoute } from '../wire/route.ts'

/** How a file is called that is exported in a format: a document and its format's usual extension. */
const extensions: Readonly<Record<string, string>> = { markdown: 'md', plain_text: 'txt' }

const exportFile = userRoute(
  {
    name: 'files/export',
    host: 'content',
    style: 'download',
    scope: 'files.content.read',
    about: 'A document that cannot be downloaded, in a format that can',
    errors: [
      ...under('path', 'malformed_path', 'not_found', 'not_file', 'restricted_content'),
      'non_exportable',
      'invalid_export_format',
    ],
    rules: ['Formats are those of `export_info`; the usual one when none is given'],
  },
  struct({ path: readPath, export_format: optional(string(), null) }),
  ({ state, view }, arg) => {
    const { file, revision } = withErrors({ lookup: 'path' }, () => lookupFile(view, arg.path))
    if (!revision.exports) throw new EndpointError(tagged('non_exportable'))
    const chosen =
      arg.export_format === null
        ? revision.exports[0]
        : revision.exports.find(({ format }) => format === arg.export_format)
    if (!chosen) throw new EndpointError(tagged('invalid_export_format'))
    const path = file ? pathOf(file, view.root) : revision.path
    const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '')
    const { contentHash, format, sizeBytes } = chosen
    return new Response(sizeBytes > 0 ? streamOf(state.contents.read(contentHash, 0, sizeBytes)) : '', {
      headers: {
        'Dropbox-API-Result': headerJson({
          export_metadata: {
            name: `${stem}.${extensions[format] ?? format}`,
            size: sizeBytes,
            export_hash: contentHash,
          },
          file_metadata: revisionMetadata(view.account, path, revision.fileId, revision),
        }),
        'Content-Type': 'application/octet-stream',
        'Content-Length': String(sizeBytes),
      },
    })
  },
)

export const exportRoutes = [exportFile]
