import type { Hono } from 'hono'
import { routes } from '@twinfolder/protocol/schema'

import { hearing } from '../events/readable-records.ts'
import type { ServerParts } from '../server-parts.ts'
import type { Env } from './env.ts'

/** One stream of hints for each browser. */
export function addEventsRoute(app: Hono<Env>, { hub, records, authenticate }: ServerParts): void {
  app.get(routes.streamEvents.getRoutingPath(), (c) => {
    const session = c.get('session')
    const request = c.req.raw
    const body = hub.open(session, {
      lastEventId: c.req.header('last-event-id') ?? null,
      mayHear: hearing(records, session),
      async isStillValid() {
        const now = await authenticate(request)
        return now?.userId === session.userId && now.tenantId === session.tenantId
      },
    })
    return new Response(body, {
      headers: {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      },
    })
  })
}
