import type { OpenAPIHono } from '@hono/zod-openapi'
import { routes } from '@twinfolder/protocol/schema'

import { deleteFolder, moveFolder } from '../files/change-folder.ts'
import { createFolder } from '../files/create-folder.ts'
import type { ServerParts } from '../server-parts.ts'
import type { Env } from './env.ts'
import { ofRecord } from './of-record.ts'

/** The folders of a record. A folder is a path: what is done to it is done to its files. */
export function addFolderRoutes(app: OpenAPIHono<Env>, parts: ServerParts): void {
  const { writing } = ofRecord(parts)

  app.openapi(routes.createFolder, async (c) => {
    const { session, record } = await writing(c.get('session'), c.req.valid('param'))
    return c.json(await createFolder(parts, session, record, c.req.valid('json').folder), 200)
  })

  app.openapi(routes.moveFolder, async (c) => {
    const { session, record } = await writing(c.get('session'), c.req.valid('param'))
    return c.json(await moveFolder(parts, session, record, c.req.valid('json')), 200)
  })

  app.openapi(routes.deleteFolder, async (c) => {
    const { session, record } = await writing(c.get('session'), c.req.valid('param'))
    return c.json(await deleteFolder(parts, session, record, c.req.valid('json').folder), 200)
  })
}
