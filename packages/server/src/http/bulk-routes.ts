import type { OpenAPIHono } from '@hono/zod-openapi'
import { routes } from '@twinfolder/protocol/schema'

import { cancelBulk } from '../bulk/cancel-bulk.ts'
import { ownRun, runView } from '../bulk/own-run.ts'
import { preflightBulk } from '../bulk/preflight.ts'
import { retryableRecords } from '../bulk/retryable-records.ts'
import { segmentRecords } from '../bulk/segment-records.ts'
import { startBulk } from '../bulk/start-bulk.ts'
import { requireLink } from '../link/require-link.ts'
import { recordOf } from '../rights/record-rights.ts'
import type { ServerParts } from '../server-parts.ts'
import type { Env } from './env.ts'

/** Runs over many records at once. A user sees only their own. */
export function addBulkRoutes(app: OpenAPIHono<Env>, parts: ServerParts): void {
  const { stores, records } = parts

  app.openapi(routes.preflightBulk, async (c) =>
    c.json(await preflightBulk(parts, c.get('session'), c.req.valid('json').segment), 200),
  )

  app.openapi(routes.startBulk, async (c) => {
    const session = c.get('session')
    const link = await requireLink(parts, session)
    const { readable, module } = await segmentRecords(parts, session, c.req.valid('json').segment)
    const run = await startBulk(parts, session, link, { records: readable, module, retryOf: null })
    return c.json(runView(run), 202)
  })

  app.openapi(routes.listBulk, async (c) => {
    const { module = null, limit } = c.req.valid('query')
    const runs = await stores.bulk.ofUser(c.get('session'), { module, limit })
    return c.json({ runs: runs.map(runView) }, 200)
  })

  app.openapi(routes.getBulk, async (c) =>
    c.json(runView(await ownRun(parts, c.get('session'), c.req.valid('param').bulkId)), 200),
  )

  app.openapi(routes.listBulkRecords, async (c) => {
    const session = c.get('session')
    const run = await ownRun(parts, session, c.req.valid('param').bulkId)
    const { end = null, offset, limit } = c.req.valid('query')
    const { rows, total } = await stores.bulk.records(run.id, { end, offset, limit })
    const keys = rows.map(({ record }) => recordOf(session, record))
    const [descriptions, access] = await Promise.all([
      records.describe(keys, session.locale),
      records.access(session, keys, session.locale),
    ])
    const named = rows.map(({ record, end, code }, index) => {
      // The name of a record that the user may no longer see is not told.
      const description = access[index]?.read ? descriptions[index] : null
      return { record: { ...record }, name: description?.name ?? null, number: description?.number ?? null, end, code }
    })
    return c.json({ rows: named, total, offset }, 200)
  })

  app.openapi(routes.cancelBulk, async (c) => {
    const session = c.get('session')
    const run = await ownRun(parts, session, c.req.valid('param').bulkId)
    await cancelBulk(parts, run)
    return c.json(runView(await ownRun(parts, session, run.id)), 200)
  })

  app.openapi(routes.retryBulk, async (c) => {
    const session = c.get('session')
    const run = await ownRun(parts, session, c.req.valid('param').bulkId)
    const link = await requireLink(parts, session)
    const again = await retryableRecords(parts, run)
    const { readable } = await segmentRecords(parts, session, { records: [...again] })
    const next = await startBulk(parts, session, link, { records: readable, module: run.module, retryOf: run.id })
    return c.json(runView(next), 202)
  })
}
