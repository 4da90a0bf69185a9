import { newToken } from '../ids.ts'
import type { AsyncJob } from '../state/jobs.ts'
import { EndpointError, tagged } from '../wire/api-error.ts'
import { string, struct } from '../wire/decode.ts'
import { userRoute } from '../wire/route.ts'
import type { Call, Route } from '../wire/route.ts'

/** Remembers the result of a job and answers with its id, as if it were still running. */
export function finishJob({ state, account }: Call, kind: AsyncJob['kind'], entries: readonly object[]): object {
  const id = newToken('dbjid:AA', 24)
  state.jobs.set(id, { accountId: account.profile.accountId, kind, entries })
  state.changes.touch()
  return { '.tag': 'async_job_id', async_job_id: id }
}

/** The route that tells the result of such a job. */
export function checkJob(head: { readonly name: string; readonly scope: string }, kind: AsyncJob['kind']): Route {
  return userRoute(head, struct({ async_job_id: string() }), ({ state, account }, { async_job_id: id }) => {
    const job = state.jobs.get(id)
    if (job?.kind !== kind || job.accountId !== account.profile.accountId) {
      throw new EndpointError(tagged('invalid_async_job_id'))
    }
    return { '.tag': 'complete', entries: job.entries }
  })
}
