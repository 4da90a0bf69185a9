import { createMiddleware } from 'hono/factory'

import type { Env } from './env.ts'
import { HttpProblem, problem } from './problem.ts'

const LONGEST_URL = 16 * 1024
const MOST_HEADERS = 100
const LONGEST_HEADERS = 32 * 1024

/**
 * What a request may be at most, whatever serves it: servers before this one have limits of their own, and all of them differ. The
 * longest address is one of a folder, the longest header the name of an upload.
 */
export const requestLimits = createMiddleware<Env>(async (c, next) => {
  if (c.req.url.length > LONGEST_URL) {
    throw new HttpProblem('bad_request', 414, `An address has at most ${LONGEST_URL} characters here.`)
  }
  let [count, length] = [0, 0]
  for (const [name, value] of c.req.raw.headers) {
    count += 1
    length += name.length + value.length
  }
  if (count > MOST_HEADERS || length > LONGEST_HEADERS) {
    throw new HttpProblem('bad_request', 431, `A request has at most ${MOST_HEADERS} headers here.`)
  }
  const encoding = c.req.header('content-encoding')
  if (encoding !== undefined && encoding !== 'identity') {
    throw problem('unsupported_media_type', 'The body is compressed.')
  }
  await next()
})
