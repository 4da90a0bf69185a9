import { type CallOptions, type RemotePath, type Revision, SyncError } from '@twinfolder/core'

import { type JobCheck, jobResult } from './batch/async-job.ts'
import { outcomesOf } from './batch/entry-outcome.ts'
import type { WriteKind } from './batch/write-stream.ts'
import type { Calls } from './calls.ts'
import { isRefusal } from './dropbox-error.ts'
import { readEntry } from './read-entry.ts'
import { wirePath } from './wire-path.ts'

/** Deletes a file while `revision` is its current one; Dropbox deletes no folder with a revision given (S6, S13). */
export type DeleteFile = (
  file: { readonly path: RemotePath; readonly revision: Revision },
  turn: CallOptions,
) => Promise<'deleted' | 'missing'>

interface Deletion {
  readonly path: string
  readonly parent_rev: string
}

/** Dropbox's maximum. */
const MOST = 1000

/** Deletions in one account: those that are asked for at the same time go in one job. */
export function fileDeleter(calls: Calls): DeleteFile {
  const write = calls.writes.kind(deletions(calls))
  return async (file, turn) => {
    const path = wirePath(file.path)
    const entry = { path, parent_rev: file.revision }
    const settle = async (): Promise<'deleted' | undefined> =>
      (await readEntry(calls, path, turn)) === null ? 'deleted' : undefined
    try {
      return await calls.write({ method: 'files/delete_v2', write, entry, settle }, turn)
    } catch (error) {
      if (isRefusal(error, 'path_lookup', 'not_found')) return 'missing'
      if (isRefusal(error, 'path_lookup', 'not_file')) {
        const message = 'A folder is where the file was. It is not deleted: read it again and plan again.'
        throw new SyncError('precondition_failed', message, { cause: error })
      }
      throw error
    }
  }
}

function deletions(calls: Calls): WriteKind<Deletion, 'deleted'> {
  return {
    most: MOST,
    key: ({ path }) => path.toLowerCase(),
    async send(entries, signal) {
      const [entry] = entries
      if (entry && entries.length === 1) {
        await calls.once((dropbox, options) => dropbox.filesDeleteV2(entry, options), signal)
        return [{ result: 'deleted' }]
      }
      const arg = { entries: [...entries] }
      const launch = await calls.once((dropbox, options) => dropbox.filesDeleteBatch(arg, options), signal)
      return outcomesOf(await jobResult(calls, launch.result, deleteJob, signal), () => 'deleted')
    },
  }
}

const deleteJob = {
  method: 'files/delete_batch/check',
  ask: (dropbox, async_job_id, options) => dropbox.filesDeleteBatchCheck({ async_job_id }, options),
} satisfies JobCheck
