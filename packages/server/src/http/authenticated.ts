import { createMiddleware } from 'hono/factory'

import type { ServerOptions } from '../options.ts'
import type { Env } from './env.ts'
import { problem } from './problem.ts'

/** Asks the host app who sends the request; nobody is answered with 401. */
export function authenticated(authenticate: ServerOptions['authenticate']) {
  return createMiddleware<Env>(async (c, next) => {
    const session = await authenticate(c.req.raw)
    if (!session) throw problem('unauthenticated', 'Nobody is signed in.')
    c.set('session', session)
    await next()
  })
}
