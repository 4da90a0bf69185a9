import { dropboxLowercase } from '../lowercase.ts'
import { placeKey } from '../state/account-state.ts'
import { pathOf } from '../state/entry.ts'
import { LookupFailure } from '../state/failures.ts'
import { restoreFile } from '../state/restore.ts'
import type { Revision } from '../state/revision.ts'
import { lookup } from '../state/view.ts'
import type { View } from '../state/view.ts'
import { EndpointError, tagged } from '../wire/api-error.ts'
import { integer, optional, struct, union } from '../wire/decode.ts'
import { under } from '../wire/error-lists.ts'
import { withErrors } from '../wire/failure-errors.ts'
import { fileMetadata, revisionMetadata, wireTime } from '../wire/metadata.ts'
import { readPath, revision, writePath } from '../wire/paths.ts'
import { userRoute } from '../wire/route.ts'
import { write } from '../wire/write.ts'

const listRevisions = userRoute(
  {
    name: 'files/list_revisions',
    scope: 'files.metadata.read',
    about: 'The versions of a file, newest first, also of one that was deleted',
    errors: [
      ...under('path', 'malformed_path', 'not_found', 'not_file'),
      'invalid_before_rev',
      'before_rev_not_supported',
    ],
    rules: ['`limit` is 1 to 100', 'By path, or by id wherever the file was; `before_rev` pages, by path only'],
  },
  struct({
    path: readPath,
    mode: optional<'path' | 'id', 'path'>(union<'path' | 'id'>({ path: 'path', id: 'id' }), 'path'),
    limit: optional(integer(1, 100), 10),
    before_rev: optional(revision, null),
  }),
  ({ view }, arg) => {
    const history = withErrors({ lookup: 'path' }, () => historyOf(view, arg.path, arg.mode))
    const newestFirst = [...history.revisions].reverse()
    if (arg.before_rev !== null && arg.mode === 'id') throw new EndpointError(tagged('before_rev_not_supported'))
    if (arg.before_rev !== null && !newestFirst.some(({ rev }) => rev === arg.before_rev)) {
      throw new EndpointError(tagged('invalid_before_rev'))
    }
    const start = arg.before_rev === null ? 0 : newestFirst.findIndex(({ rev }) => rev === arg.before_rev) + 1
    const entries = newestFirst.slice(start, start + arg.limit)
    return {
      is_deleted: history.deletedAt !== null,
      ...(history.deletedAt === null ? {} : { server_deleted: wireTime(history.deletedAt) }),
      entries: entries.map((each) => revisionMetadata(view.account, history.path, each.fileId, each)),
      has_more: start + entries.length < newestFirst.length,
    }
  },
)

const restore = userRoute(
  {
    name: 'files/restore',
    scope: 'files.content.write',
    about: 'Makes an old version the current one',
    errors: [
      ...under('path_lookup', 'malformed_path', 'not_found', 'not_file'),
      ...under('path_write', 'no_write_permission', 'insufficient_space', 'too_many_write_operations'),
      'invalid_revision',
    ],
    rules: ['As a new revision; a file that was deleted comes back with its id (switch `restoredId`)'],
  },
  struct({ path: writePath, rev: revision }),
  (call, { path, rev }) => {
    const { view } = call
    const old = withErrors({ lookup: 'path_lookup' }, () => {
      const history = historyOf(view, path, 'path')
      return history.revisions.find((each) => each.rev === rev)
    })
    if (!old) throw new EndpointError(tagged('invalid_revision'))
    const file = withErrors({ write: 'path_write' }, () => write(call, [path], () => restoreFile(view, path, old)))
    return fileMetadata(view, file)
  },
)

export const revisionRoutes = [listRevisions, restore]

interface History {
  readonly path: string
  /** Oldest first. */
  readonly revisions: readonly Revision[]
  readonly deletedAt: number | null
}

/** The versions of what is, or was, at a path. @throws LookupFailure */
function historyOf(view: View, path: string, mode: 'path' | 'id'): History {
  const { account } = view
  try {
    const entry = lookup(view, path)
    if (entry.kind === 'folder') throw new LookupFailure('not_file')
    const { namespaceId, path: place } = entry.revision
    const revisions =
      mode === 'id'
        ? [...account.revisions.values()].filter(({ fileId }) => fileId === entry.id)
        : (account.revisionsByPlace.get(placeKey(namespaceId, dropboxLowercase(place))) ?? [])
    return { path: pathOf(entry, view.root), revisions, deletedAt: null }
  } catch (error) {
    const key = placeKey(view.namespaceId, dropboxLowercase(path))
    const tombstone = account.tombstones.get(key)
    const revisions = account.revisionsByPlace.get(key) ?? []
    if (!(error instanceof LookupFailure) || error.reason !== 'not_found' || !tombstone || revisions.length === 0) {
      throw error
    }
    return { path: tombstone.path, revisions, deletedAt: tombstone.at }
  }
}
