import { createRoute } from '@hono/zod-openapi'

import * as shapes from '../shapes.ts'
import { needs, problem } from './parts.ts'

/** One stream of hints per browser (`text/event-stream`), read with `fetch`. Each event's data is a `ServerEvent`. */
export const streamEvents = createRoute({
  operationId: 'streamEvents',
  ...needs('session'),
  method: 'get',
  path: '/events',
  responses: {
    200: { description: 'Events.', content: { 'text/event-stream': { schema: shapes.ServerEvent } } },
    default: problem,
  },
})
