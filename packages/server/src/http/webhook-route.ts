import type { Hono } from 'hono'

import type { ServerParts } from '../server-parts.ts'
import { createNotice } from '../work/notices.ts'
import type { Env } from './env.ts'
import { problem } from './problem.ts'
import { readBody } from './read-body.ts'

const LARGEST_CHALLENGE = 1024
const LARGEST_BODY_BYTES = 1024 * 1024
const SIGNATURE_HEADER = 'x-dropbox-signature'

/** Where the remote tells that something changed. A hint only: a pass finds out what. */
export function addWebhookRoute(app: Hono<Env>, parts: ServerParts): void {
  const { provider, settings } = parts
  const notice = createNotice(parts)
  const path = `/webhooks/${provider.id}`

  app.get(path, (c) => {
    const challenge = c.req.query('challenge') ?? ''
    if (challenge === '' || challenge.length > LARGEST_CHALLENGE) throw problem('bad_request', 'There is no challenge.')
    const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' }
    return new Response(challenge, { headers })
  })

  app.post(path, async (c) => {
    const encoding = c.req.header('content-encoding')
    if (encoding !== undefined && encoding !== 'identity') {
      throw problem('unsupported_media_type', 'The body is compressed.')
    }
    const body = await readBody(c.req.raw, LARGEST_BODY_BYTES)
    const accounts = await provider.verifyWebhook(body, c.req.header(SIGNATURE_HEADER) ?? null)
    if (!accounts) {
      settings.log({ level: 'warn', event: 'webhook.refused' })
      throw problem('forbidden', 'The signature does not fit the body.')
    }
    try {
      await notice(accounts)
    } catch (cause) {
      // The remote calls again for some time; after that the next poll finds the change (X28).
      throw problem('unavailable', 'What is to be done could not be kept.', { retryAfterSeconds: 10, cause })
    }
    return c.body(null, 200)
  })
}
