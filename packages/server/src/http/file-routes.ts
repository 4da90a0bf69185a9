import type { OpenAPIHono } from '@hono/zod-openapi'
import type { HostFile } from '@twinfolder/core'
import { IDEMPOTENCY_HEADER } from '@twinfolder/protocol'
import { routes } from '@twinfolder/protocol/schema'

import { renameFile, restoreVersion } from '../files/change-file.ts'
import { contentUrl } from '../files/content-url.ts'
import { deleteFiles } from '../files/delete-files.ts'
import { fileDetails } from '../files/file-details.ts'
import { fileEntries } from '../files/file-entries.ts'
import { filePage } from '../files/file-page.ts'
import { findFiles } from '../files/find-files.ts'
import { moveFiles } from '../files/move-files.ts'
import { folderOf, requireName } from '../files/names.ts'
import { restoreFiles } from '../files/restore-files.ts'
import { uploadFile } from '../files/upload-file.ts'
import type { ServerParts } from '../server-parts.ts'
import type { Env } from './env.ts'
import { type RecordRequest, ofRecord } from './of-record.ts'
import { problem } from './problem.ts'
import { UPLOAD_TYPE } from './upload-type.ts'

/** The files of a record. */
export function addFileRoutes(app: OpenAPIHono<Env>, parts: ServerParts): void {
  const { reading, writing } = ofRecord(parts)

  async function entryOf({ session, record }: RecordRequest, file: HostFile) {
    const [entry] = await fileEntries(parts, session, record, [file])
    if (!entry) throw problem('internal', 'The file was stored, but could not be read.')
    return entry
  }

  app.openapi(routes.listFiles, async (c) => {
    const { session, record } = await reading(c.get('session'), c.req.valid('param'))
    const { folder, search, state, ...page } = c.req.valid('query')
    const query = { ...page, folder: folderOf(folder), search: search || null, state: state ?? null }
    return c.json(await filePage(parts, session, record, query), 200)
  })

  app.openapi(routes.uploadFile, async (c) => {
    const request = await writing(c.get('session'), c.req.valid('param'))
    const { folder, name } = c.req.valid('query')
    if (c.req.header('content-type') !== UPLOAD_TYPE) {
      throw problem('unsupported_media_type', `The body of an upload is ${UPLOAD_TYPE}.`)
    }
    const file = await uploadFile(parts, request.session, c.req.raw, {
      record: request.record,
      folder: folderOf(folder),
      name: requireName(name),
      idempotencyKey: c.req.valid('header')[IDEMPOTENCY_HEADER] ?? null,
    })
    return c.json(await entryOf(request, file), 201)
  })

  app.openapi(routes.getFile, async (c) => {
    const { session, record } = await reading(c.get('session'), c.req.valid('param'))
    return c.json(await fileDetails(parts, session, record, c.req.valid('param').fileId), 200)
  })

  app.openapi(routes.renameFile, async (c) => {
    const request = await writing(c.get('session'), c.req.valid('param'))
    const change = { id: c.req.valid('param').fileId, ...c.req.valid('json') }
    return c.json(await entryOf(request, await renameFile(parts, request.session, request.record, change)), 200)
  })

  app.openapi(routes.restoreVersion, async (c) => {
    const request = await writing(c.get('session'), c.req.valid('param'))
    const change = { id: c.req.valid('param').fileId, ...c.req.valid('json') }
    return c.json(await entryOf(request, await restoreVersion(parts, request.session, request.record, change)), 200)
  })

  app.openapi(routes.moveFiles, async (c) => {
    const { session, record } = await writing(c.get('session'), c.req.valid('param'))
    return c.json(await moveFiles(parts, session, record, c.req.valid('json')), 200)
  })

  app.openapi(routes.findFiles, async (c) => {
    const { session, record } = await reading(c.get('session'), c.req.valid('param'))
    return c.json({ matches: await findFiles(parts, session, record, c.req.valid('json').hashes) }, 200)
  })

  app.openapi(routes.deleteFiles, async (c) => {
    const { session, record } = await writing(c.get('session'), c.req.valid('param'))
    return c.json(await deleteFiles(parts, session, record, c.req.valid('json').files), 200)
  })

  app.openapi(routes.restoreFiles, async (c) => {
    const { session, record } = await writing(c.get('session'), c.req.valid('param'))
    return c.json(await restoreFiles(parts, session, record, c.req.valid('json').files), 200)
  })

  app.openapi(routes.getContentUrl, async (c) => {
    const { session, record } = await reading(c.get('session'), c.req.valid('param'))
    const { inline, version = null } = c.req.valid('query')
    const wanted = { fileId: c.req.valid('param').fileId, inline: inline === 'true', version }
    return c.json(await contentUrl(parts, session, record, wanted), 200)
  })
}
