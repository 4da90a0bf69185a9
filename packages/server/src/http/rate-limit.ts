import { createMiddleware } from 'hono/factory'

import type { Env } from './env.ts'
import { problem } from './problem.ts'

interface Bucket {
  left: number
  at: number
}

const BURST = 60
const PER_SECOND = 10
/** More users than this at a time, and the oldest start anew. */
const REMEMBERED_USERS = 10_000

/**
 * Lets a user ask for so much work at once and no more (X52): what starts passes or runs over many records. The work itself
 * is one row however often it is asked for; this keeps the asking cheap.
 */
export function rateLimit() {
  const buckets = new Map<string, Bucket>()
  return createMiddleware<Env>(async (c, next) => {
    const { tenantId, userId } = c.get('session')
    const key = JSON.stringify([tenantId, userId])
    const now = performance.now()
    const { left, at } = buckets.get(key) ?? { left: BURST, at: now }
    const filled = Math.min(BURST, left + ((now - at) / 1000) * PER_SECOND)
    buckets.delete(key)
    buckets.set(key, { left: Math.max(0, filled - 1), at: now })
    if (buckets.size > REMEMBERED_USERS) buckets.delete(buckets.keys().next().value ?? '')
    if (filled < 1) throw problem('rate_limited', 'That was asked too often.', { retryAfterSeconds: 1 })
    await next()
  })
}
