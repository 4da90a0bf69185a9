import { instantOf } from '@twinfolder/core'
import { IDEMPOTENCY_HEADER } from '@twinfolder/protocol'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'

import { sha256Hex } from '../crypto/sha256.ts'
import type { Session } from '../options.ts'
import type { RequestClaim } from '../ports/request-store.ts'
import type { ServerParts } from '../server-parts.ts'
import type { Env } from './env.ts'
import { HttpProblem, problem } from './problem.ts'
import { isUpload } from './upload-type.ts'

const KEPT_MS = 24 * 3_600_000
/** No request with a JSON body takes as long; a claim that is older was of a process that died. */
const STALE_MS = 2 * 60_000

/**
 * Requests with an idempotency key are carried out once (X53): the same request gets the same answer for a day, in every process and after
 * a restart; another one with the key is refused, and so is the same one while it is under way. What failed may be tried again. Uploads keep
 * their keys themselves, with the file that they made; a link that is begun is begun anew each time.
 */
export function idempotent({ stores, settings }: Pick<ServerParts, 'stores' | 'settings'>) {
  return createMiddleware<Env>(async (c, next) => {
    const idempotencyKey = c.req.header(IDEMPOTENCY_HEADER)
    if (idempotencyKey === undefined || !isKept(c)) return next()
    if (!/^[\x21-\x7e]{8,200}$/.test(idempotencyKey)) {
      throw problem('bad_request', `${IDEMPOTENCY_HEADER} has 8 to 200 visible characters.`)
    }
    const key = await keyOf(c.get('session'), idempotencyKey)
    const fingerprint = await fingerprintOf(c)
    const now = settings.clock.now()
    const claim = await stores.requests.claim(key, fingerprint, {
      now: instantOf(now),
      staleAt: instantOf(now + STALE_MS),
      expiresAt: instantOf(now + KEPT_MS),
    })
    if (claim.state !== 'claimed') return again(claim, fingerprint)
    let isKeptNow = false
    try {
      await next()
      if (c.res.ok && !c.error) {
        const contentType = c.res.headers.get('content-type') ?? ''
        const { status } = c.res
        await stores.requests.answer(key, { status, contentType, body: await c.res.clone().text() })
        isKeptNow = true
      }
    } finally {
      if (!isKeptNow) await stores.requests.release(key)
    }
  })
}

/** @throws HttpProblem 422 for another request; 409 while it is carried out */
function again(claim: Exclude<RequestClaim, { readonly state: 'claimed' }>, fingerprint: string): Response {
  if (claim.fingerprint !== fingerprint) {
    throw new HttpProblem('bad_request', 422, `The ${IDEMPOTENCY_HEADER} was used for another request.`)
  }
  if (claim.state === 'running') {
    const detail = 'The same request is being carried out. Send it again for its answer.'
    throw new HttpProblem('unavailable', 409, detail, { retryAfterSeconds: 1 })
  }
  const { status, contentType, body } = claim.answer
  return new Response(body, { status, headers: { 'content-type': contentType } })
}

function isKept({ req }: Context<Env>): boolean {
  const changes = req.method === 'POST' || req.method === 'DELETE'
  return changes && !isUpload(req.header('content-type')) && !/^\/connection\/|\/uploads(?:\/|$)/.test(req.path)
}

/** The key of one user of one tenant: the same text of another one is another key (X35). */
function keyOf({ tenantId, userId }: Session, idempotencyKey: string): Promise<string> {
  return sha256Hex(JSON.stringify([tenantId, userId, idempotencyKey]))
}

async function fingerprintOf({ req }: Context<Env>): Promise<string> {
  const { pathname, search } = new URL(req.url)
  return sha256Hex(JSON.stringify([req.method, pathname, search, await req.text()]))
}
