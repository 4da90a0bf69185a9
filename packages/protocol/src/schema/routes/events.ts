import { createRoute } from '@hono/zod-openapi'

import * as shapes from '../shapes.ts'
import { z } from '../zod.ts'
import { needs, problem } from './parts.ts'

/**
 * One stream of hints per browser (`text/event-stream`), read with `fetch`. Each event's data is a `ServerEvent`. With the id of an event
 * that was heard, what came after it is told first; a server that does not know it (any longer) tells `resync`.
 */
export const streamEvents = createRoute({
  operationId: 'streamEvents',
  ...needs('session'),
  method: 'get',
  path: '/events',
  request: { headers: z.object({ 'last-event-id': z.string().max(200).optional() }) },
  responses: {
    200: { description: 'Events.', content: { 'text/event-stream': { schema: shapes.ServerEvent } } },
    default: problem,
  },
})
