import { LookupFailure, WriteFailure } from '../state/failures.ts'
import { removeEntry } from '../state/remove.ts'
import { requireWritable } from '../state/sharing.ts'
import { lookup } from '../state/view.ts'
import type { Tagged } from '../wire/api-error.ts'
import { list, optional, struct } from '../wire/decode.ts'
import { under } from '../wire/error-lists.ts'
import { entryResult, withErrors } from '../wire/failure-errors.ts'
import { metadataOf } from '../wire/metadata.ts'
import { revision, writePathOrId } from '../wire/paths.ts'
import { userRoute } from '../wire/route.ts'
import type { Call } from '../wire/route.ts'
import { write } from '../wire/write.ts'
import { checkRoute, complete, launchJob } from './async-jobs.ts'

const scope = 'files.content.write'
const deleteArg = struct({ path: writePathOrId, parent_rev: optional(revision, null) })
const errors = [
  ...under('path_lookup', 'malformed_path', 'not_found', 'not_file'),
  ...under('path_write', 'no_write_permission', 'conflict/file', 'too_many_write_operations'),
]
const rules = [
  'A folder goes with everything in it',
  '`parent_rev` is for files, and must be the current revision',
  'The root cannot be deleted',
]

const deleteV2 = userRoute(
  { name: 'files/delete_v2', scope, about: 'Deletes a file or folder', errors, rules },
  deleteArg,
  (call, { path, parent_rev: rev }) => ({ metadata: remove(call, path, rev) }),
)

const deleteV1 = userRoute(
  { name: 'files/delete', scope, about: 'The older form of `delete_v2`: answers the metadata itself', errors, rules },
  deleteArg,
  (call, { path, parent_rev: rev }) => remove(call, path, rev),
)

const deleteBatch = userRoute(
  {
    name: 'files/delete_batch',
    scope,
    about: 'Launches a job that deletes up to 1000 entries',
    rules: ['Not a transaction: each entry succeeds or fails by itself'],
  },
  struct({ entries: list(deleteArg, 1000) }),
  (call, { entries }) =>
    launchJob(
      call,
      'delete_batch',
      complete(entries.map((entry) => entryResult(() => ({ metadata: remove(call, entry.path, entry.parent_rev) })))),
    ),
)

const deleteBatchCheck = checkRoute('files/delete_batch/check', 'delete_batch')

export const deleteRoutes = [deleteV2, deleteV1, deleteBatch, deleteBatchCheck]

/** @returns the metadata the entry had */
function remove(call: Call, path: string, parentRev: string | null): Tagged {
  const { account, view } = call
  return withErrors({ lookup: 'path_lookup', write: 'path_write' }, () => {
    const entry = lookup(view, path)
    if (!entry.parent || entry === view.root) throw new WriteFailure('no_write_permission')
    requireWritable(entry.parent)
    if (parentRev !== null && entry.kind === 'folder') throw new LookupFailure('not_file')
    if (parentRev !== null && entry.kind === 'file' && entry.revision.rev !== parentRev) {
      throw new WriteFailure('conflict/file')
    }
    const metadata = metadataOf(view, entry)
    write(call, [path], () => removeEntry(account, entry))
    return metadata
  })
}
