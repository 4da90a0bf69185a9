import type { OpenAPIHono } from '@hono/zod-openapi'
import { routes } from '@twinfolder/protocol/schema'

import { requireAdministrator } from '../rights/require-administrator.ts'
import type { ServerParts } from '../server-parts.ts'
import { readActivity } from '../sync/activity-page.ts'
import { tenantHealth } from '../link/tenant-health.ts'
import type { Env } from './env.ts'

/** The tenant as a whole, for its administrators. */
export function addTenantRoutes(app: OpenAPIHono<Env>, parts: ServerParts): void {
  app.openapi(routes.listTenantActivity, async (c) => {
    const { tenantId } = requireAdministrator(c.get('session'))
    return c.json(await readActivity(parts, { tenantId }, c.req.valid('query')), 200)
  })

  app.openapi(routes.getTenantHealth, async (c) => {
    const { tenantId } = requireAdministrator(c.get('session'))
    const { after = null, limit } = c.req.valid('query')
    return c.json(await tenantHealth(parts, tenantId, { after, limit }), 200)
  })
}
