import type { Hono } from 'hono'

import { workPriority } from '../ports/work-queue.ts'
import type { ServerParts } from '../server-parts.ts'
import type { Env } from './env.ts'
import { problem } from './problem.ts'
import { readBody } from './read-body.ts'

const LARGEST_CHALLENGE = 1024
const LARGEST_BODY_BYTES = 1024 * 1024
const LOOKS_AT_A_TIME = 50
const SIGNATURE_HEADER = 'x-dropbox-signature'

/** Where the remote tells that something changed. A hint only: a pass finds out what. */
export function addWebhookRoute(app: Hono<Env>, parts: ServerParts): void {
  const { provider, stores, settings } = parts
  const path = `/webhooks/${provider.id}`

  /** Strangers cost a look each, so many at a time; nothing is kept of them (X27). */
  async function requestPasses(accounts: readonly string[]): Promise<void> {
    for (let from = 0; from < accounts.length; from += LOOKS_AT_A_TIME) {
      const some = accounts.slice(from, from + LOOKS_AT_A_TIME)
      const links = await Promise.all(some.map((accountId) => stores.sync.linkOfAccount(provider.id, accountId)))
      const active = links.flatMap((link) => (link?.status === 'active' ? link.id : []))
      await stores.work.request(active.map((linkId) => ({ linkId, record: null, priority: workPriority.webhook })))
    }
  }

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
      await requestPasses([...new Set(accounts)])
    } catch (cause) {
      // The remote calls again for some time; after that the next poll finds the change (X28).
      throw problem('unavailable', 'What is to be done could not be kept.', { retryAfterSeconds: 10, cause })
    }
    return c.body(null, 200)
  })
}
