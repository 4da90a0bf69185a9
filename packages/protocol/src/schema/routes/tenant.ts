import { createRoute } from '@hono/zod-openapi'

import * as shapes from '../shapes.ts'
import { z } from '../zod.ts'
import { answers, before, limit, needs, problem } from './parts.ts'

/** What happened in the whole tenant, for its administrators. */
export const listTenantActivity = createRoute({
  operationId: 'listTenantActivity',
  ...needs('administrator'),
  method: 'get',
  path: '/tenant/activity',
  request: { query: z.object({ before, limit }) },
  responses: { 200: answers('Newest first.', shapes.ActivityPage), default: problem },
})

/** How the links of a tenant are, for its administrators. */
export const getTenantHealth = createRoute({
  operationId: 'getTenantHealth',
  ...needs('administrator'),
  method: 'get',
  path: '/tenant/health',
  request: { query: z.object({ after: z.string().max(200).optional(), limit }) },
  responses: { 200: answers('A page of links.', shapes.TenantHealth), default: problem },
})
