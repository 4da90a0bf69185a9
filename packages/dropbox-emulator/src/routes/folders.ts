import { WriteFailure } from '../state/failures.ts'
import { createFolder } from '../state/write-folder.ts'
import { boolean, list, optional, struct } from '../wire/decode.ts'
import { tagged } from '../wire/api-error.ts'
import { withErrors, writeError } from '../wire/failure-errors.ts'
import { folderMetadata } from '../wire/metadata.ts'
import { writePath } from '../wire/paths.ts'
import { userRoute } from '../wire/route.ts'
import type { Call } from '../wire/route.ts'
import { checkJob, finishJob } from './async-jobs.ts'

const scope = 'files.content.write'

const createFolderV2 = userRoute(
  { name: 'files/create_folder_v2', scope },
  struct({ path: writePath, autorename: optional(boolean, false) }),
  (call, { path, autorename }) => ({ metadata: withErrors({ write: 'path' }, () => create(call, path, autorename)) }),
)

const createFolderBatch = userRoute(
  { name: 'files/create_folder_batch', scope },
  struct({
    paths: list(writePath, 10_000),
    autorename: optional(boolean, false),
    force_async: optional(boolean, false),
  }),
  (call, { paths, autorename, force_async: isAsync }) => {
    const entries = [...new Set(paths)].map((path) => createOne(call, path, autorename))
    return isAsync ? finishJob(call, 'create_folder_batch', entries) : { '.tag': 'complete', entries }
  },
)

const createFolderBatchCheck = checkJob({ name: 'files/create_folder_batch/check', scope }, 'create_folder_batch')

export const folderRoutes = [createFolderV2, createFolderBatch, createFolderBatchCheck]

function create({ state, account, app, view }: Call, path: string, autorename: boolean): object {
  return state.changes.track(account, app.key, () => folderMetadata(view, createFolder(view, path, autorename)))
}

function createOne(call: Call, path: string, autorename: boolean): object {
  try {
    return { '.tag': 'success', metadata: create(call, path, autorename) }
  } catch (error) {
    if (error instanceof WriteFailure) return { '.tag': 'failure', failure: tagged('path', writeError(error)) }
    throw error
  }
}
