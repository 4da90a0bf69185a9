import { newToken } from '../ids.ts'
import type { AsyncJob, JobKind } from '../state/jobs.ts'
import { EndpointError, tagged } from '../wire/api-error.ts'
import { string, struct } from '../wire/decode.ts'
import { userRoute } from '../wire/route.ts'
import type { Call, Route } from '../wire/route.ts'

/** Remembers what a job came to and answers with its id, as if it were still running. */
export function launchJob({ state, account }: Call, kind: JobKind, status: AsyncJob['status']): object {
  const id = newToken('dbjid:AA', 24)
  state.jobs.set(id, { accountId: account.profile.accountId, kind, status, pollsLeft: state.switches.jobPolls })
  state.changes.touch()
  return { '.tag': 'async_job_id', async_job_id: id }
}

/** A job that went through: its own entries may have failed nevertheless. */
export function complete(entries: readonly object[]): {
  readonly '.tag': 'complete'
  readonly entries: readonly object[]
} {
  return { '.tag': 'complete', entries }
}

/** The route that tells the result of such a job. */
export function checkRoute(name: string, kind: JobKind): Route {
  return userRoute(
    {
      name,
      scope: 'files.content.write',
      about: 'Tells how far a job is',
      errors: ['invalid_async_job_id'],
      rules: ['Answers `in_progress` first (switch `jobPolls`)', 'Knows the jobs of its own kind and account only'],
    },
    struct({ async_job_id: string() }),
    ({ state, account }, { async_job_id: id }) => {
      const job = state.jobs.get(id)
      if (job?.kind !== kind || job.accountId !== account.profile.accountId) {
        throw new EndpointError(tagged('invalid_async_job_id'))
      }
      if (job.pollsLeft <= 0) return job.status
      job.pollsLeft -= 1
      return tagged('in_progress')
    },
  )
}
