import { SyncError } from '@twinfolder/core'
import type { Dropbox, DropboxRequestOptions } from 'dropbox'

import type { Calls } from '../calls.ts'
import { fieldsOf, tagOf, textOf } from '../reply-fields.ts'
import { pause } from '../retry.ts'
import { NoAnswer } from '../transport.ts'
import { entryError } from './entry-outcome.ts'

/** How a kind of job is asked how far it is. */
export interface JobCheck {
  readonly method: string
  readonly ask: (
    dropbox: Dropbox,
    jobId: string,
    options: DropboxRequestOptions,
  ) => Promise<{ readonly result: unknown }>
}

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 2000
/** About a minute and a half. */
const MOST_CHECKS = 50

/**
 * The result of what may have been made a job. A job whose end nobody gets to know may be done: each entry has to be looked up.
 *
 * @param launch what launching answered: the result itself, or the id of a job
 * @throws NoAnswer when nobody knows how it ended
 */
export async function jobResult(calls: Calls, launch: unknown, check: JobCheck, signal: AbortSignal): Promise<unknown> {
  if (tagOf(launch) === 'complete') return launch
  const jobId = textOf(fieldsOf(launch, 'launch'), 'async_job_id', 'launch')
  let pauseMs = FIRST_PAUSE_MS
  for (let checks = 0; checks < MOST_CHECKS; checks += 1) {
    await pause(calls.policy, pauseMs, signal)
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 1.5)
    const status = await statusOf(calls, jobId, check, signal)
    if (tagOf(status) === 'complete') return status
    if (tagOf(status) === 'failed') throw entryError(fieldsOf(status, 'job')['failed'])
    if (tagOf(status) !== 'in_progress') break
  }
  throw new NoAnswer('Nobody knows how the job ended.')
}

async function statusOf(calls: Calls, jobId: string, check: JobCheck, signal: AbortSignal): Promise<unknown> {
  try {
    const ask = async (dropbox: Dropbox, options: DropboxRequestOptions): Promise<unknown> =>
      (await check.ask(dropbox, jobId, options)).result
    return await calls.sdk(check.method, ask, { signal })
  } catch (error) {
    const isDecided = error instanceof SyncError && ['remote_busy', 'link_revoked', 'cancelled'].includes(error.code)
    throw isDecided ? error : new NoAnswer('Nobody knows how the job ended.', { cause: error })
  }
}
