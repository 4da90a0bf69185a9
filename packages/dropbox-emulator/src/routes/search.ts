import { dropboxLowercase } from '../lowercase.ts'
import { descendantsOf } from '../state/entry.ts'
import type { Entry } from '../state/entry.ts'
import { LookupFailure } from '../state/failures.ts'
import { lookup } from '../state/view.ts'
import { EndpointError, tagged } from '../wire/api-error.ts'
import { ignored, integer, list, optional, string, struct, union } from '../wire/decode.ts'
import { under } from '../wire/error-lists.ts'
import { withErrors } from '../wire/failure-errors.ts'
import { metadataOf } from '../wire/metadata.ts'
import { listedPath } from '../wire/paths.ts'
import { userRoute } from '../wire/route.ts'
import type { Call } from '../wire/route.ts'

const scope = 'files.metadata.read'
const optionsArg = struct({
  path: optional(listedPath, ''),
  max_results: optional(integer(1, 1000), 100),
  order_by: ignored,
  file_status: optional(union<'active' | 'deleted'>({ active: 'active', deleted: 'deleted' }), 'active'),
  filename_only: ignored,
  file_extensions: optional(list(string(), 100), null),
  file_categories: ignored,
  account_id: ignored,
})

const search = userRoute(
  {
    name: 'files/search_v2',
    scope,
    about: 'Files and folders whose name contains every word of a query',
    errors: [...under('path', 'malformed_path', 'not_found', 'not_folder'), 'invalid_argument'],
    rules: ['Looks at names, not into contents', '`max_results` is 1 to 1000'],
  },
  struct({
    query: string(String.raw`[\s\S]{0,1000}`),
    options: optional(optionsArg, null),
    match_field_options: ignored,
    include_highlights: ignored,
  }),
  (call, arg) => {
    if (arg.query.trim() === '') throw new EndpointError(tagged('invalid_argument'))
    const { path = '', max_results: limit = 100, file_extensions: extensions = null } = arg.options ?? {}
    if (arg.options?.file_status === 'deleted') return { matches: [], has_more: false }
    return page(call, { query: arg.query, path, extensions, limit, start: 0 })
  },
)

const searchContinue = userRoute(
  {
    name: 'files/search/continue_v2',
    scope,
    about: 'The next page of a search',
    errors: ['invalid_argument'],
  },
  struct({ cursor: string() }),
  (call, { cursor }) => page(call, decoded(cursor)),
)

export const searchRoutes = [search, searchContinue]

interface Search {
  readonly query: string
  readonly path: string
  readonly extensions: readonly string[] | null
  readonly limit: number
  readonly start: number
}

function page(call: Call, wanted: Search): object {
  const { view } = call
  const folder = withErrors({ lookup: 'path' }, () => {
    const entry = lookup(view, wanted.path)
    if (entry.kind === 'file') throw new LookupFailure('not_folder')
    return entry
  })
  const words = dropboxLowercase(wanted.query).split(/\s+/).filter(Boolean)
  const found = [...descendantsOf(folder)].filter((entry) => isMatch(entry, words, wanted.extensions))
  const end = wanted.start + wanted.limit
  const hasMore = found.length > end
  return {
    matches: found.slice(wanted.start, end).map((entry) => ({
      metadata: tagged('metadata', metadataOf(view, entry)),
      match_type: tagged('filename'),
    })),
    has_more: hasMore,
    ...(hasMore ? { cursor: encodeURIComponent(JSON.stringify({ ...wanted, start: end })) } : {}),
  }
}

function isMatch(entry: Entry, words: readonly string[], extensions: readonly string[] | null): boolean {
  const name = dropboxLowercase(entry.name)
  if (extensions && !(entry.kind === 'file' && extensions.some((each) => name.endsWith(`.${each.toLowerCase()}`)))) {
    return false
  }
  return words.every((word) => name.includes(word))
}

/** @throws EndpointError for text that was never a cursor */
function decoded(cursor: string): Search {
  try {
    const wanted: unknown = JSON.parse(decodeURIComponent(cursor))
    if (typeof wanted === 'object' && wanted && 'query' in wanted && 'start' in wanted) return wanted as Search
  } catch {
    // Answered below.
  }
  throw new EndpointError(tagged('invalid_argument'))
}
