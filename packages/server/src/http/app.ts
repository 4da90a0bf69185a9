import { OpenAPIHono } from '@hono/zod-openapi'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@twinfolder/protocol'
import { routes } from '@twinfolder/protocol/schema'
import { getPath } from 'hono/utils/url'

import type { ServerParts } from '../server-parts.ts'
import { addAudit } from './audited.ts'
import { authenticated } from './authenticated.ts'
import { addBulkRoutes } from './bulk-routes.ts'
import { addCallbackRoute } from './callback-route.ts'
import { addConnectionRoutes } from './connection-routes.ts'
import { addContentRoute } from './content-route.ts'
import { addDecisionRoutes } from './decision-routes.ts'
import { cors } from './cors.ts'
import type { Env } from './env.ts'
import { addEventsRoute } from './events-route.ts'
import { addFileRoutes } from './file-routes.ts'
import { addFolderRoutes } from './folder-routes.ts'
import { idempotent } from './idempotent.ts'
import { jsonGuard } from './json-guard.ts'
import { limitJson } from './limit-json.ts'
import { problem } from './problem.ts'
import { problemOf } from './problem-of.ts'
import { problemResponse } from './problem-response.ts'
import { rateLimit } from './rate-limit.ts'
import { requestLimits } from './request-limits.ts'
import { addRecordRoutes } from './record-routes.ts'
import { addTenantRoutes } from './tenant-routes.ts'
import { addUploadRoutes, tusVersion } from './upload-routes.ts'
import { addWebhookRoute } from './webhook-route.ts'

/** What starts passes, or looks at whole records. */
const limitedRoutes = [
  routes.requestSync,
  routes.previewSync,
  routes.resumeSync,
  routes.resumeLink,
  routes.answerHold,
  routes.answerDetached,
  routes.answerHeld,
  routes.resolveConflict,
  routes.undoActivity,
  routes.beginLink,
  routes.preflightBulk,
  routes.startBulk,
]

/**
 * Everything that is answered below `publicUrl`. What a browser or a remote opens by itself (callback, contents, webhook)
 * comes first, each with rules of its own; all that follows is behind the guard and a session, without exception.
 */
export function createApp(parts: ServerParts): OpenAPIHono<Env> {
  const { settings } = parts
  const app = new OpenAPIHono<Env>({
    getPath: (request) => pathBelow(settings.basePath, request),
    defaultHook: (result) => {
      if (!result.success) throw problem('bad_request', sentenceOf(result.error.issues))
    },
  })

  app.onError((error, c) => {
    const found = problemOf(error)
    if (found.status >= 500) {
      const { extras, code } = found
      const reason = extras.cause instanceof Error ? (extras.cause.stack ?? extras.cause.message) : String(extras.cause)
      settings.log({ level: 'error', event: 'request.failed', code, reason, requestId: c.get('requestId') })
    }
    return problemResponse(found, c.get('requestId'))
  })
  app.notFound((c) => problemResponse(problem('not_found', 'There is nothing here.'), c.get('requestId')))
  app.use(async (c, next) => {
    c.set('requestId', settings.random.id())
    await next()
    c.header(PROTOCOL_HEADER, PROTOCOL_VERSION)
    c.header('x-content-type-options', 'nosniff')
    c.header('x-request-id', c.get('requestId'))
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
  })

  app.use(requestLimits)

  addCallbackRoute(app, parts)
  addWebhookRoute(app, parts)
  app.use(cors(settings.allowedOrigins))
  addContentRoute(app, parts)

  app.use(tusVersion)
  app.use(jsonGuard(settings), authenticated(parts.authenticate), limitJson, idempotent(parts))
  addAudit(app, parts)
  const limited = rateLimit(parts)
  for (const route of limitedRoutes) {
    app.on(route.method, route.getRoutingPath(), limited)
  }
  addConnectionRoutes(app, parts)
  addRecordRoutes(app, parts)
  addFileRoutes(app, parts)
  addUploadRoutes(app, parts)
  addFolderRoutes(app, parts)
  addDecisionRoutes(app, parts)
  addBulkRoutes(app, parts)
  addTenantRoutes(app, parts)
  addEventsRoute(app, parts)
  return app
}

/** The path of a request without the path at which the server is mounted; anything else is nowhere. */
function pathBelow(basePath: string, request: Request): string {
  const path = getPath(request)
  if (basePath === '') return path
  return path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : '/outside'
}

function sentenceOf(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string {
  return issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.map(String).join('.') || 'request'}: ${message}`)
    .join('; ')
}
