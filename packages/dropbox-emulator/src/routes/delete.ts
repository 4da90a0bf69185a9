import { LookupFailure, WriteFailure } from '../state/failures.ts'
import { removeEntry } from '../state/remove.ts'
import { lookup } from '../state/view.ts'
import { EndpointError } from '../wire/api-error.ts'
import type { Tagged } from '../wire/api-error.ts'
import { list, optional, struct } from '../wire/decode.ts'
import { withErrors } from '../wire/failure-errors.ts'
import { metadataOf } from '../wire/metadata.ts'
import { revision, writePathOrId } from '../wire/paths.ts'
import { userRoute } from '../wire/route.ts'
import type { Call } from '../wire/route.ts'
import { checkJob, finishJob } from './async-jobs.ts'

const scope = 'files.content.write'
const deleteArg = struct({ path: writePathOrId, parent_rev: optional(revision, null) })

const deleteV2 = userRoute({ name: 'files/delete_v2', scope }, deleteArg, (call, { path, parent_rev: rev }) => ({
  metadata: remove(call, path, rev),
}))

const deleteBatch = userRoute(
  { name: 'files/delete_batch', scope },
  struct({ entries: list(deleteArg, 1000) }),
  (call, { entries }) =>
    finishJob(
      call,
      'delete_batch',
      entries.map((entry) => removeOne(call, entry.path, entry.parent_rev)),
    ),
)

const deleteBatchCheck = checkJob({ name: 'files/delete_batch/check', scope }, 'delete_batch')

export const deleteRoutes = [deleteV2, deleteBatch, deleteBatchCheck]

/** @returns the metadata the entry had */
function remove({ state, account, app, view }: Call, path: string, parentRev: string | null): Tagged {
  return withErrors({ lookup: 'path_lookup', write: 'path_write' }, () => {
    const entry = lookup(view, path)
    if (!entry.parent || entry === view.root) throw new WriteFailure('no_write_permission')
    if (parentRev !== null && entry.kind === 'folder') throw new LookupFailure('not_file')
    if (parentRev !== null && entry.kind === 'file' && entry.revision.rev !== parentRev) {
      throw new WriteFailure('conflict/file')
    }
    const metadata = metadataOf(view, entry)
    state.changes.track(account, app.key, () => removeEntry(account, entry))
    return metadata
  })
}

function removeOne(call: Call, path: string, parentRev: string | null): object {
  try {
    return { '.tag': 'success', metadata: remove(call, path, parentRev) }
  } catch (error) {
    if (error instanceof EndpointError) return { '.tag': 'failure', failure: error.error }
    throw error
  }
}
