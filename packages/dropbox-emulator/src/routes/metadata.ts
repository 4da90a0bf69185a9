import { dropboxLowercase } from '../lowercase.ts'
import { placeKey } from '../state/account-state.ts'
import { LookupFailure } from '../state/failures.ts'
import { lookup } from '../state/view.ts'
import type { View } from '../state/view.ts'
import { BadRequest } from '../wire/api-error.ts'
import type { Tagged } from '../wire/api-error.ts'
import { boolean, ignored, optional, struct } from '../wire/decode.ts'
import { under } from '../wire/error-lists.ts'
import { withErrors } from '../wire/failure-errors.ts'
import { deletedMetadata, metadataOf, revisionMetadata } from '../wire/metadata.ts'
import { metadataPath } from '../wire/paths.ts'
import { userRoute } from '../wire/route.ts'

const getMetadata = userRoute(
  {
    name: 'files/get_metadata',
    scope: 'files.metadata.read',
    about: 'Metadata of a file or folder',
    errors: under('path', 'malformed_path', 'not_found'),
    rules: ['Refuses the root', '`include_deleted` finds what was deleted', 'Takes `id:` and `rev:`'],
  },
  struct({
    path: (value, at) => {
      if (value === '' || value === '/') throw new BadRequest(`${at.join(': ')}: The root folder is unsupported.`)
      return metadataPath(value, at)
    },
    include_deleted: optional(boolean, false),
    include_media_info: ignored,
    include_has_explicit_shared_members: ignored,
    include_property_groups: ignored,
    include_restorable_info: ignored,
  }),
  ({ view }, { path, include_deleted: includeDeleted }) =>
    withErrors({ lookup: 'path' }, () => metadataAt(view, path, includeDeleted)),
)

export const metadataRoutes = [getMetadata]

function metadataAt(view: View, path: string, includeDeleted: boolean): Tagged {
  const revision = path.startsWith('rev:') ? view.account.revisions.get(path.slice('rev:'.length)) : undefined
  try {
    const entry = lookup(view, path)
    const metadata = metadataOf(view, entry)
    if (revision && entry.kind === 'file') {
      return { ...revisionMetadata(view.account, String(metadata['path_display']), entry.id, revision), '.tag': 'file' }
    }
    return view.account.switches.parentCasing === 'request' && path.startsWith('/')
      ? { ...metadata, path_display: withRequestedParents(path, String(metadata['name'])) }
      : metadata
  } catch (error) {
    const tombstone = view.account.tombstones.get(placeKey(view.namespaceId, dropboxLowercase(path)))
    if (error instanceof LookupFailure && includeDeleted && tombstone) return deletedMetadata(tombstone.path)
    throw error
  }
}

function withRequestedParents(path: string, name: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1) + name
}
