import type { RemoteFile } from '@twinfolder/core'
import type { files } from 'dropbox'

import type { Calls } from '../calls.ts'
import { fileFrom } from '../entry-from-reply.ts'
import { outcomesOf } from './entry-outcome.ts'
import type { Write } from './write-stream.ts'

/** Dropbox's maximum. */
const MOST = 1000

/**
 * Makes files of sessions that were closed: many in one call, which takes the lock of the namespace once. The calls carry no bytes,
 * as one that fails has consumed them, and a repetition would hide why.
 */
export function sessionCommits(calls: Calls): Write<files.UploadSessionFinishArg, RemoteFile> {
  return calls.writes.kind<files.UploadSessionFinishArg, RemoteFile>({
    most: MOST,
    key: ({ commit }) => commit.path.toLowerCase(),
    async send(entries, signal) {
      const [entry] = entries
      if (entry && entries.length === 1) {
        const one = await calls.once((dropbox, options) => dropbox.filesUploadSessionFinish(entry, options), signal)
        return [{ result: fileFrom(one.result) }]
      }
      const arg = { entries: [...entries] }
      const { result } = await calls.once(
        (dropbox, options) => dropbox.filesUploadSessionFinishBatchV2(arg, options),
        signal,
      )
      return outcomesOf(result, fileFrom)
    },
  })
}
