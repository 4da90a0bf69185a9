import type { OpenAPIHono } from '@hono/zod-openapi'
import { routes } from '@twinfolder/protocol/schema'

import { requireLink } from '../link/require-link.ts'
import { recordOf, requireRead } from '../rights/record-rights.ts'
import type { ServerParts } from '../server-parts.ts'
import { activityPage } from '../sync/activity-page.ts'
import { pauseSync, resumeSync, stopSync } from '../sync/change-sync.ts'
import { previewView } from '../sync/preview-view.ts'
import { recordState } from '../sync/record-state.ts'
import { recordView } from '../sync/record-view.ts'
import { requestSync } from '../sync/request-sync.ts'
import type { Env } from './env.ts'

/** One record: its state, the button, what happened on it. */
export function addRecordRoutes(app: OpenAPIHono<Env>, parts: ServerParts): void {
  const { settings, records, stores, provider, engine, openRecords } = parts

  app.openapi(routes.getRecord, async (c) => {
    const session = c.get('session')
    const { module, recordId } = c.req.valid('param')
    const record = recordOf(session, { module, id: recordId })
    const access = await requireRead(records, session, record)
    if (c.req.valid('query').watch === 'true') {
      const link = await stores.sync.linkOfUser(session, provider.id)
      if (link?.status === 'active' && (await stores.sync.enrolment(link.id, record))) openRecords.watch(link.id)
    }
    return c.json(await recordView(parts, session, record, access), 200)
  })

  app.openapi(routes.requestSync, async (c) => {
    const session = c.get('session')
    const { module, recordId } = c.req.valid('param')
    const record = recordOf(session, { module, id: recordId })
    const access = await requireRead(records, session, record)
    await requestSync(parts, session, record)
    return c.json(await recordState(parts, session, record, access), 202)
  })

  app.openapi(routes.stopSync, async (c) => {
    const session = c.get('session')
    const { module, recordId } = c.req.valid('param')
    const record = recordOf(session, { module, id: recordId })
    const access = await requireRead(records, session, record)
    await stopSync(parts, session, record)
    return c.json(await recordState(parts, session, record, access), 200)
  })

  app.openapi(routes.pauseSync, async (c) => {
    const session = c.get('session')
    const { module, recordId } = c.req.valid('param')
    const record = recordOf(session, { module, id: recordId })
    const access = await requireRead(records, session, record)
    await pauseSync(parts, session, record)
    return c.json(await recordState(parts, session, record, access), 200)
  })

  app.openapi(routes.resumeSync, async (c) => {
    const session = c.get('session')
    const { module, recordId } = c.req.valid('param')
    const record = recordOf(session, { module, id: recordId })
    const access = await requireRead(records, session, record)
    await resumeSync(parts, session, record)
    return c.json(await recordState(parts, session, record, access), 200)
  })

  app.openapi(routes.previewSync, async (c) => {
    const session = c.get('session')
    const { module, recordId } = c.req.valid('param')
    const record = recordOf(session, { module, id: recordId })
    await requireRead(records, session, record)
    const link = await requireLink(parts, session)
    return c.json(previewView(await engine.preview(link.id, [record])), 200)
  })

  app.openapi(routes.listRecordActivity, async (c) => {
    const session = c.get('session')
    const { module, recordId } = c.req.valid('param')
    const record = recordOf(session, { module, id: recordId })
    await requireRead(records, session, record)
    const { before = null, limit } = c.req.valid('query')
    const page = await stores.sync.activity({ tenantId: session.tenantId, record }, { before, limit })
    return c.json(activityPage(page, settings.clock.now()), 200)
  })
}
