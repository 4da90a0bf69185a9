import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@twinfolder/protocol'

import type { HttpProblem } from './problem.ts'

/** A problem as a response. */
export function problemResponse(problem: HttpProblem, requestId: string): Response {
  const { limitBytes = null, retryAfterSeconds = null, headers = {} } = problem.extras
  const body = {
    type: `urn:twinfolder:problem:${problem.code}`,
    title: problem.code.replaceAll('_', ' '),
    status: problem.status,
    code: problem.code,
    detail: problem.message,
    requestId,
    limitBytes,
    retryAfterSeconds,
  }
  return new Response(JSON.stringify(body), {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      [PROTOCOL_HEADER]: PROTOCOL_VERSION,
      ...(retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) }),
      ...headers,
    },
  })
}
