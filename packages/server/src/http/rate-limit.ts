import { instantOf } from '@twinfolder/core'
import { createMiddleware } from 'hono/factory'

import type { Rate } from '../ports/request-store.ts'
import type { ServerParts } from '../server-parts.ts'
import type { Env } from './env.ts'
import { problem } from './problem.ts'

/** A person who clicks; and a tenant full of them. */
const OF_USER: Rate = { burst: 60, perSecond: 10 }
const OF_TENANT: Rate = { burst: 1200, perSecond: 200 }

/**
 * Lets a user, and a tenant, ask for so much work at once and no more (X52): what starts passes or runs over many records. It is counted
 * in the store, so that it holds over all processes. The work itself is one row however often it is asked for; this keeps the asking cheap.
 */
export function rateLimit({ stores, settings }: Pick<ServerParts, 'stores' | 'settings'>) {
  return createMiddleware<Env>(async (c, next) => {
    const { tenantId, userId } = c.get('session')
    const now = instantOf(settings.clock.now())
    const isLeft =
      (await stores.requests.take(JSON.stringify(['user', tenantId, userId]), OF_USER, now)) &&
      (await stores.requests.take(JSON.stringify(['tenant', tenantId]), OF_TENANT, now))
    if (!isLeft) throw problem('rate_limited', 'That was asked too often.', { retryAfterSeconds: 1 })
    await next()
  })
}
