import type { Hono } from 'hono'

import { callbackScript } from '../link/callback-script.ts'
import { completeLink } from '../link/complete-link.ts'
import { callbackParams, takeAttempt } from '../link/link-attempt.ts'
import { returnPathWith } from '../link/return-path.ts'
import { sha256Hex } from '../crypto/sha256.ts'
import type { ServerParts } from '../server-parts.ts'
import type { Env } from './env.ts'
import { escaped, pageResponse } from './page-response.ts'
import { problem } from './problem.ts'
import { problemOf } from './problem-of.ts'

/**
 * Where the consent page sends the browser back to: a page, not JSON. In a popup it hands its address to the widget;
 * without a popup, or without script, the server completes the linking and goes on to the host app.
 */
export function addCallbackRoute(app: Hono<Env>, parts: ServerParts): void {
  app.get('/oauth/callback.js', () => {
    const headers = { 'content-type': 'text/javascript; charset=utf-8', 'x-content-type-options': 'nosniff' }
    return new Response(callbackScript, { headers })
  })
  app.get('/oauth/callback', async (c) => {
    const url = new URL(c.req.url)
    const params = callbackParams(parts.settings.callbackUrl + url.search, parts.settings.callbackUrl)
    const attempt = params.state === null ? null : await parts.stores.links.peekAttempt(await sha256Hex(params.state))
    if (attempt?.mode === 'popup' && url.searchParams.get('complete') !== '1') return popupPage(parts, url)
    try {
      const location = await completeAndReturn(parts, c.req.raw, params, c.get('requestId'))
      return new Response(null, { status: 303, headers: { location, 'referrer-policy': 'no-referrer' } })
    } catch (error) {
      const { status, message } = problemOf(error)
      return failurePage(parts, status, message)
    }
  })
}

/** Completes a linking; what happened after the attempt was taken is told to the host app, not to this page. */
async function completeAndReturn(
  parts: ServerParts,
  request: Request,
  params: ReturnType<typeof callbackParams>,
  requestId: string,
): Promise<string> {
  const { settings } = parts
  const session = await parts.authenticate(request)
  if (!session) throw problem('unauthenticated', 'Sign in first, then link again.')
  const attempt = await takeAttempt(parts, session, params.state)
  const goTo = (outcome: string): string => returnPathWith(attempt.returnTo, outcome, settings.origin)
  const { tenantId, userId } = session
  const entry = { tenantId, userId, action: 'link.linked', requestId } as const
  try {
    await completeLink(parts, session, attempt, params)
    await parts.audit.record({ ...entry, outcome: 'done', details: {} })
    return goTo('linked')
  } catch (error) {
    const { code, extras } = problemOf(error)
    await parts.audit.record({ ...entry, outcome: 'failed', details: { code } })
    if (code === 'internal') settings.log({ level: 'error', event: 'callback.failed', reason: String(extras.cause) })
    return goTo(code === 'consent_denied' ? 'denied' : code)
  }
}

function popupPage({ settings }: ServerParts, url: URL): Response {
  const complete = new URLSearchParams(url.search)
  complete.set('complete', '1')
  const link = `<p><a href="${escaped(`${settings.basePath}/oauth/callback?${complete}`)}">Continue</a></p>`
  return pageResponse(200, { title: 'Dropbox', body: link, script: `${settings.basePath}/oauth/callback.js` })
}

function failurePage({ settings }: ServerParts, status: number, message: string): Response {
  const body = `<p>${escaped(message)}</p><p><a href="${escaped(settings.origin)}/">Continue</a></p>`
  return pageResponse(status, { title: 'Dropbox', body })
}
