import type { CallOptions, RemoteFolder, RemotePath } from '@twinfolder/core'

import { type JobCheck, jobResult } from './batch/async-job.ts'
import { outcomesOf } from './batch/entry-outcome.ts'
import type { WriteKind } from './batch/write-stream.ts'
import type { Calls } from './calls.ts'
import { isRefusal } from './dropbox-error.ts'
import { folderFrom } from './entry-from-reply.ts'
import { readEntry } from './read-entry.ts'
import { fieldsOf } from './reply-fields.ts'
import { writablePath } from './wire-path.ts'

/** Creates a folder with its parents, or returns the one that is there. */
export type CreateFolder = (folder: RemotePath, turn: CallOptions) => Promise<RemoteFolder>

/** Dropbox takes 10,000; this many leave others a turn in between. */
const MOST = 1000

/** Folders of one account: those that are asked for at the same time go in one call. */
export function folderCreator(calls: Calls): CreateFolder {
  const write = calls.writes.kind(folderWrites(calls))
  return async (folder, turn) => {
    const path = writablePath(folder)
    const settle = async (): Promise<RemoteFolder | undefined> => {
      const there = await readEntry(calls, path, turn)
      return there?.kind === 'folder' ? there : undefined
    }
    try {
      return await calls.write({ method: 'files/create_folder_v2', write, entry: path, settle }, turn)
    } catch (error) {
      if (!isRefusal(error, 'path', 'conflict', 'folder')) throw error
      const there = await settle()
      if (!there) throw error
      return there
    }
  }
}

function folderWrites(calls: Calls): WriteKind<string, RemoteFolder> {
  return {
    most: MOST,
    // Dropbox answers once for a path that is given twice.
    key: (path) => path.toLowerCase(),
    async send(paths, signal) {
      const [path = ''] = paths
      if (paths.length === 1) {
        const use = calls.once(
          (dropbox, options) => dropbox.filesCreateFolderV2({ path, autorename: false }, options),
          signal,
        )
        return [{ result: folderFrom(fieldsOf((await use).result, 'folder')['metadata']) }]
      }
      const arg = { paths: [...paths], autorename: false }
      const launch = await calls.once((dropbox, options) => dropbox.filesCreateFolderBatch(arg, options), signal)
      return outcomesOf(await jobResult(calls, launch.result, folderJob, signal), ({ metadata }) =>
        folderFrom(metadata),
      )
    },
  }
}

const folderJob = {
  method: 'files/create_folder_batch/check',
  ask: (dropbox, async_job_id, options) => dropbox.filesCreateFolderBatchCheck({ async_job_id }, options),
} satisfies JobCheck
