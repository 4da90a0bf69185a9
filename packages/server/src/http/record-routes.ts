import type { OpenAPIHono } from '@hono/zod-openapi'
import { routes } from '@twinfolder/protocol/schema'

import { requireLink } from '../link/require-link.ts'
import type { ServerParts } from '../server-parts.ts'
import { readActivity } from '../sync/activity-page.ts'
import { pauseSync, resumeSync, stopSync } from '../sync/change-sync.ts'
import { previewView } from '../sync/preview-view.ts'
import { recordState } from '../sync/record-state.ts'
import { recordView } from '../sync/record-view.ts'
import { requestSync } from '../sync/request-sync.ts'
import type { Env } from './env.ts'
import { type RecordRequest, ofRecord } from './of-record.ts'

/** One record: its state, the button, what happened on it. */
export function addRecordRoutes(app: OpenAPIHono<Env>, parts: ServerParts): void {
  const { stores, provider, engine, openRecords } = parts
  const { reading } = ofRecord(parts)

  const stateOf = ({ session, record, access }: RecordRequest) => recordState(parts, session, record, access)

  app.openapi(routes.getRecord, async (c) => {
    const { session, record, access } = await reading(c.get('session'), c.req.valid('param'))
    if (c.req.valid('query').watch === 'true') {
      const link = await stores.sync.linkOfUser(session, provider.id)
      if (link?.status === 'active' && (await stores.sync.enrolment(link.id, record))) openRecords.watch(link.id)
    }
    return c.json(await recordView(parts, session, record, access), 200)
  })

  app.openapi(routes.requestSync, async (c) => {
    const request = await reading(c.get('session'), c.req.valid('param'))
    await requestSync(parts, request.session, request.record)
    return c.json(await stateOf(request), 202)
  })

  for (const [route, change] of [
    [routes.stopSync, stopSync],
    [routes.pauseSync, pauseSync],
    [routes.resumeSync, resumeSync],
  ] as const) {
    app.openapi(route, async (c) => {
      const request = await reading(c.get('session'), c.req.valid('param'))
      await change(parts, request.session, request.record)
      return c.json(await stateOf(request), 200)
    })
  }

  app.openapi(routes.previewSync, async (c) => {
    const { session, record } = await reading(c.get('session'), c.req.valid('param'))
    const link = await requireLink(parts, session)
    return c.json(previewView(await engine.preview(link.id, [record])), 200)
  })

  app.openapi(routes.listRecordActivity, async (c) => {
    const { session, record } = await reading(c.get('session'), c.req.valid('param'))
    const { fileId, ...page } = c.req.valid('query')
    return c.json(await readActivity(parts, { tenantId: session.tenantId, record, fileId }, page), 200)
  })
}
