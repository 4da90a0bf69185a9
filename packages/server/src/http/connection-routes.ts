import type { OpenAPIHono } from '@hono/zod-openapi'
import { routes } from '@twinfolder/protocol/schema'

import { readActivity } from '../sync/activity-page.ts'
import { answerHold } from '../link/answer-hold.ts'
import { beginLink } from '../link/begin-link.ts'
import { completeLink } from '../link/complete-link.ts'
import { connectionView } from '../link/connection-view.ts'
import { endLink } from '../link/end-link.ts'
import { callbackParams, takeAttempt } from '../link/link-attempt.ts'
import { pauseLink, resumeLink } from '../link/pause-link.ts'
import { requireLink } from '../link/require-link.ts'
import type { ServerParts } from '../server-parts.ts'
import type { Env } from './env.ts'

/** The current user's own link: nobody else's can be named. */
export function addConnectionRoutes(app: OpenAPIHono<Env>, parts: ServerParts): void {
  const { provider, stores, settings } = parts

  app.openapi(routes.getConnection, async (c) => c.json(await connectionView(parts, c.get('session')), 200))

  app.openapi(routes.beginLink, async (c) => c.json(await beginLink(parts, c.get('session'), c.req.valid('json')), 200))

  app.openapi(routes.completeLink, async (c) => {
    const session = c.get('session')
    const params = callbackParams(c.req.valid('json').callbackUrl, settings.callbackUrl)
    const attempt = await takeAttempt(parts, session, params.state)
    await completeLink(parts, session, attempt, params)
    return c.json(await connectionView(parts, session), 200)
  })

  app.openapi(routes.unlink, async (c) => {
    const session = c.get('session')
    const link = await stores.sync.linkOfUser(session, provider.id)
    if (link) await endLink(parts, session, link)
    await stores.links.setRefusal(session, null)
    return c.json(await connectionView(parts, session), 200)
  })

  app.openapi(routes.pauseLink, async (c) => {
    const session = c.get('session')
    await pauseLink(parts, session, await requireLink(parts, session))
    return c.json(await connectionView(parts, session), 200)
  })

  app.openapi(routes.resumeLink, async (c) => {
    const session = c.get('session')
    await resumeLink(parts, session, await requireLink(parts, session))
    return c.json(await connectionView(parts, session), 200)
  })

  app.openapi(routes.answerHold, async (c) => {
    const session = c.get('session')
    await answerHold(parts, session, await requireLink(parts, session), c.req.valid('json').answer)
    return c.json(await connectionView(parts, session), 200)
  })

  app.openapi(routes.listLinkActivity, async (c) => {
    const session = c.get('session')
    const link = await stores.sync.linkOfUser(session, provider.id)
    if (!link) return c.json({ rows: [], next: null }, 200)
    const of = { tenantId: session.tenantId, linkId: link.id }
    return c.json(await readActivity(parts, of, c.req.valid('query')), 200)
  })
}
