import type { OpenAPIHono } from '@hono/zod-openapi'
import { routes } from '@twinfolder/protocol/schema'

import { deleteDetached, putBack } from '../decisions/answer-detached.ts'
import { answerHeld } from '../decisions/answer-held.ts'
import { conflictList } from '../decisions/conflict-list.ts'
import { resolveConflict } from '../decisions/resolve-conflict.ts'
import { undoActivity } from '../decisions/undo-activity.ts'
import type { ServerParts } from '../server-parts.ts'
import { recordState } from '../sync/record-state.ts'
import type { Env } from './env.ts'
import { ofRecord } from './of-record.ts'

/** What people decide about a record's files. Whatever changes the host's files needs the right to write. */
export function addDecisionRoutes(app: OpenAPIHono<Env>, parts: ServerParts): void {
  const { reading, writing } = ofRecord(parts)

  app.openapi(routes.answerDetached, async (c) => {
    const { answer, files } = c.req.valid('json')
    const isPutBack = answer === 'putBack'
    const { session, record } = await (isPutBack ? reading : writing)(c.get('session'), c.req.valid('param'))
    return c.json(await (isPutBack ? putBack : deleteDetached)(parts, session, record, files), 200)
  })

  app.openapi(routes.answerHeld, async (c) => {
    const body = c.req.valid('json')
    const open = body.answer === 'takeBack' ? writing : reading
    const { session, record } = await open(c.get('session'), c.req.valid('param'))
    return c.json(await answerHeld(parts, session, record, body), 200)
  })

  app.openapi(routes.listConflicts, async (c) => {
    const { record } = await reading(c.get('session'), c.req.valid('param'))
    return c.json({ conflicts: await conflictList(parts, record) }, 200)
  })

  app.openapi(routes.resolveConflict, async (c) => {
    const { session, record, access } = await writing(c.get('session'), c.req.valid('param'))
    await resolveConflict(parts, session, record, c.req.valid('json'))
    return c.json(await recordState(parts, session, record, access), 200)
  })

  app.openapi(routes.undoActivity, async (c) => {
    const { session, record, access } = await reading(c.get('session'), c.req.valid('param'))
    await undoActivity(parts, session, record, c.req.valid('param').activityId)
    return c.json(await recordState(parts, session, record, access), 200)
  })
}
