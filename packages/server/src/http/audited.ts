import { routes } from '@twinfolder/protocol/schema'
import type { Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'

import type { AuditAction } from '../audit/audit-entry.ts'
import type { ServerParts } from '../server-parts.ts'
import type { Env } from './env.ts'
import { problemOf } from './problem-of.ts'

/** What is recorded whatever comes of it. Of every other operation only a missing right is. */
const actions = [
  [routes.completeLink, 'link.linked'],
  [routes.unlink, 'link.unlinked'],
  [routes.requestSync, 'sync.requested'],
  [routes.stopSync, 'sync.stopped'],
  [routes.startBulk, 'bulk.started'],
  [routes.retryBulk, 'bulk.started'],
  [routes.cancelBulk, 'bulk.cancelled'],
  [routes.deleteFiles, 'files.deleted'],
  [routes.deleteFolder, 'folder.deleted'],
  [routes.answerHold, 'deletions.answered'],
  [routes.answerHeld, 'deletions.answered'],
  [routes.answerDetached, 'deletions.answered'],
] as const satisfies readonly (readonly [(typeof routes)[keyof typeof routes], AuditAction])[]

const LONGEST_PATH = 1000

/** Records who did what, when it is done, and who was refused (X56). It comes behind the session. */
export function addAudit(app: Hono<Env>, { audit }: Pick<ServerParts, 'audit'>): void {
  for (const [route, action] of actions) {
    app.on(route.method, route.getRoutingPath(), async (c, next) => {
      c.set('auditAction', action)
      await next()
    })
  }
  app.use(
    createMiddleware<Env>(async (c, next) => {
      await next()
      const code = c.error ? problemOf(c.error).code : null
      const isRefused = code === 'forbidden' || code === 'record_unknown'
      const action = c.get('auditAction') ?? 'access'
      if (action === 'access' && !isRefused) return
      const { tenantId, userId } = c.get('session')
      await audit.record({
        tenantId,
        userId,
        action,
        outcome: isRefused ? 'refused' : code === null ? 'done' : 'failed',
        requestId: c.get('requestId'),
        details: {
          method: c.req.method,
          path: c.req.path.slice(0, LONGEST_PATH),
          ...(code === null ? await outcomeOf(c, action) : { code }),
        },
      })
    }),
  )
}

/** What was done, as far as the path does not tell it. */
async function outcomeOf(c: Context<Env>, action: AuditAction): Promise<Readonly<Record<string, unknown>>> {
  switch (action) {
    case 'files.deleted':
    case 'folder.deleted':
    case 'deletions.answered':
      return { asked: await jsonOf(c.req), answered: await jsonOf(c.res.clone()) }
    case 'bulk.started': {
      const run = await jsonOf(c.res.clone())
      return { bulkId: Reflect.get(run, 'id'), total: Reflect.get(run, 'total') }
    }
    default:
      return {}
  }
}

async function jsonOf(message: { readonly json: () => Promise<unknown> }): Promise<object> {
  const value = await message.json().catch(() => null)
  return typeof value === 'object' && value !== null ? value : {}
}
