import { createFolder } from '../state/write-folder.ts'
import { boolean, list, optional, struct } from '../wire/decode.ts'
import { placeErrors, under } from '../wire/error-lists.ts'
import { entryResult, withErrors } from '../wire/failure-errors.ts'
import { folderMetadata } from '../wire/metadata.ts'
import { writePath } from '../wire/paths.ts'
import { userRoute } from '../wire/route.ts'
import type { Call } from '../wire/route.ts'
import { write } from '../wire/write.ts'
import { checkRoute, complete, launchJob } from './async-jobs.ts'

const scope = 'files.content.write'
const createArg = struct({ path: writePath, autorename: optional(boolean, false) })
const errors = under('path', ...placeErrors)
const rules = ['Missing parents are made', 'A folder that is there already is a conflict, unless `autorename`']

const createFolderV2 = userRoute(
  { name: 'files/create_folder_v2', scope, about: 'Makes a folder', errors, rules },
  createArg,
  (call, { path, autorename }) => ({ metadata: create(call, path, autorename) }),
)

const createFolderV1 = userRoute(
  {
    name: 'files/create_folder',
    scope,
    about: 'The older form of `create_folder_v2`: answers the metadata itself',
    errors,
    rules,
  },
  createArg,
  (call, { path, autorename }) => create(call, path, autorename),
)

const createFolderBatch = userRoute(
  {
    name: 'files/create_folder_batch',
    scope,
    about: 'Makes up to 10,000 folders, at once or as a job',
    rules: ['A path that is given twice counts once', '`force_async` or the switch `createFolderBatch` make it a job'],
  },
  struct({
    paths: list(writePath, 10_000),
    autorename: optional(boolean, false),
    force_async: optional(boolean, false),
  }),
  (call, { paths, autorename, force_async: isAsync }) => {
    const done = complete(
      [...new Set(paths)].map((path) => entryResult(() => ({ metadata: create(call, path, autorename) }))),
    )
    const isJob = isAsync || call.state.switches.createFolderBatch === 'job'
    return isJob ? launchJob(call, 'create_folder_batch', done) : done
  },
)

const createFolderBatchCheck = checkRoute('files/create_folder_batch/check', 'create_folder_batch')

export const folderRoutes = [createFolderV2, createFolderV1, createFolderBatch, createFolderBatchCheck]

function create(call: Call, path: string, autorename: boolean): object {
  return withErrors({ write: 'path' }, () =>
    write(call, [path], () => folderMetadata(call.view, createFolder(call.view, path, autorename))),
  )
}
