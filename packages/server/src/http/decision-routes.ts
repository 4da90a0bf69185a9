import type { OpenAPIHono } from '@hono/zod-openapi'
import { routes } from '@twinfolder/protocol/schema'

import { deleteDetached, putBack } from '../decisions/answer-detached.ts'
import { answerHeld } from '../decisions/answer-held.ts'
import { conflictList } from '../decisions/conflict-list.ts'
import { resolveConflict } from '../decisions/resolve-conflict.ts'
import { undoActivity } from '../decisions/undo-activity.ts'
import { recordOf, requireRead, requireWrite } from '../rights/record-rights.ts'
import type { ServerParts } from '../server-parts.ts'
import { recordState } from '../sync/record-state.ts'
import type { Env } from './env.ts'

/** What people decide about a record's files. Whatever changes the host's files needs the right to write. */
export function addDecisionRoutes(app: OpenAPIHono<Env>, parts: ServerParts): void {
  const { records } = parts

  app.openapi(routes.answerDetached, async (c) => {
    const session = c.get('session')
    const { module, recordId } = c.req.valid('param')
    const { answer, files } = c.req.valid('json')
    const record = recordOf(session, { module, id: recordId })
    if (answer === 'putBack') {
      await requireRead(records, session, record)
      return c.json(await putBack(parts, session, record, files), 200)
    }
    await requireWrite(records, session, record)
    return c.json(await deleteDetached(parts, session, record, files), 200)
  })

  app.openapi(routes.answerHeld, async (c) => {
    const session = c.get('session')
    const { module, recordId } = c.req.valid('param')
    const body = c.req.valid('json')
    const record = recordOf(session, { module, id: recordId })
    await (body.answer === 'takeBack' ? requireWrite : requireRead)(records, session, record)
    return c.json(await answerHeld(parts, session, record, body), 200)
  })

  app.openapi(routes.listConflicts, async (c) => {
    const session = c.get('session')
    const { module, recordId } = c.req.valid('param')
    const record = recordOf(session, { module, id: recordId })
    await requireRead(records, session, record)
    return c.json({ conflicts: await conflictList(parts, record) }, 200)
  })

  app.openapi(routes.resolveConflict, async (c) => {
    const session = c.get('session')
    const { module, recordId } = c.req.valid('param')
    const record = recordOf(session, { module, id: recordId })
    const access = await requireWrite(records, session, record)
    await resolveConflict(parts, session, record, c.req.valid('json'))
    return c.json(await recordState(parts, session, record, access), 200)
  })

  app.openapi(routes.undoActivity, async (c) => {
    const session = c.get('session')
    const { module, recordId, activityId } = c.req.valid('param')
    const record = recordOf(session, { module, id: recordId })
    const access = await requireRead(records, session, record)
    await undoActivity(parts, session, record, activityId)
    return c.json(await recordState(parts, session, record, access), 200)
  })
}
