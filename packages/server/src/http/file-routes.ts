import type { OpenAPIHono } from '@hono/zod-openapi'
import { IDEMPOTENCY_HEADER } from '@twinfolder/protocol'
import { routes } from '@twinfolder/protocol/schema'
import { instantOf } from '@twinfolder/core'

import { browseFiles } from '../files/browse-files.ts'
import { deleteFiles } from '../files/delete-files.ts'
import { fileEntries } from '../files/file-entries.ts'
import { folderOf, requireDepth, requireFolder, requireName } from '../files/names.ts'
import { remoteOnlyEntries } from '../files/remote-only-entries.ts'
import { restoreFiles } from '../files/restore-files.ts'
import { actorOf, uploadFile } from '../files/upload-file.ts'
import { recordOf, requireRead, requireWrite } from '../rights/record-rights.ts'
import type { ServerParts } from '../server-parts.ts'
import { filesChanged } from '../sync/files-changed.ts'
import type { Env } from './env.ts'
import { problem } from './problem.ts'
import { UPLOAD_TYPE } from './upload-type.ts'

/** How long a content address is good. */
const CONTENT_URL_MS = 5 * 60_000

/** The files of a record. */
export function addFileRoutes(app: OpenAPIHono<Env>, parts: ServerParts): void {
  const { records, files, settings } = parts

  app.openapi(routes.listFiles, async (c) => {
    const session = c.get('session')
    const { module, recordId } = c.req.valid('param')
    const { folder: param, offset, limit, sort, search = null } = c.req.valid('query')
    const record = recordOf(session, { module, id: recordId })
    await requireRead(records, session, record)
    const folder = folderOf(param)
    const page = await browseFiles(files, record, { folder, offset, limit, sort, search: search || null })
    const rows = await fileEntries(
      parts,
      session,
      record,
      page.entries.flatMap((entry) => (entry.kind === 'file' ? [entry.file] : [])),
    )
    const byId = new Map(rows.map((row) => [row.id, row]))
    const entries = page.entries.flatMap((entry) => {
      if (entry.kind === 'file') return byId.get(entry.file.id) ?? []
      const name = entry.folder.at(-1) ?? ''
      return { kind: 'folder' as const, name, folder: entry.folder.slice(0, -1), fileCount: entry.fileCount }
    })
    const remoteOnly = await remoteOnlyEntries(parts, session, record, folder)
    return c.json({ entries, total: page.total, offset, remoteOnly }, 200)
  })

  app.openapi(routes.uploadFile, async (c) => {
    const session = c.get('session')
    const { module, recordId } = c.req.valid('param')
    const { folder: param, name } = c.req.valid('query')
    const record = recordOf(session, { module, id: recordId })
    await requireWrite(records, session, record)
    if (c.req.header('content-type') !== UPLOAD_TYPE) {
      throw problem('unsupported_media_type', `The body of an upload is ${UPLOAD_TYPE}.`)
    }
    const file = await uploadFile(parts, session, c.req.raw, {
      record,
      folder: folderOf(param),
      name: requireName(name),
      idempotencyKey: c.req.valid('header')[IDEMPOTENCY_HEADER] ?? null,
    })
    const [entry] = await fileEntries(parts, session, record, [file])
    if (!entry) throw problem('internal', 'The file was stored, but could not be read.')
    return c.json(entry, 201)
  })

  app.openapi(routes.createFolder, async (c) => {
    const session = c.get('session')
    const { module, recordId } = c.req.valid('param')
    const record = recordOf(session, { module, id: recordId })
    await requireWrite(records, session, record)
    const folder = requireFolder(c.req.valid('json').folder)
    const name = folder.at(-1)
    if (name === undefined) throw problem('name_invalid', 'The root of a record is there already.')
    const capabilities = files.capabilities(module)
    if (!capabilities.emptyFolders || !files.createFolder) {
      throw problem('upload_unsupported', 'The CRM has no empty folders. A folder comes with its first file.')
    }
    requireDepth(folder, capabilities)
    await files.createFolder(record, folder, actorOf(session))
    await filesChanged(parts, record)
    return c.json({ kind: 'folder' as const, name, folder: folder.slice(0, -1), fileCount: null }, 200)
  })

  app.openapi(routes.deleteFiles, async (c) => {
    const session = c.get('session')
    const { module, recordId } = c.req.valid('param')
    const record = recordOf(session, { module, id: recordId })
    await requireWrite(records, session, record)
    return c.json(await deleteFiles(parts, session, record, c.req.valid('json').files), 200)
  })

  app.openapi(routes.restoreFiles, async (c) => {
    const session = c.get('session')
    const { module, recordId } = c.req.valid('param')
    const record = recordOf(session, { module, id: recordId })
    await requireWrite(records, session, record)
    return c.json(await restoreFiles(parts, session, record, c.req.valid('json').files), 200)
  })

  app.openapi(routes.getContentUrl, async (c) => {
    const session = c.get('session')
    const { module, recordId, fileId } = c.req.valid('param')
    const record = recordOf(session, { module, id: recordId })
    await requireRead(records, session, record)
    const [file] = await files.get(record, [fileId])
    if (!file) throw problem('file_unknown', 'The file is gone.')
    const expiresAtMs = settings.clock.now() + CONTENT_URL_MS
    const inline = c.req.valid('query').inline === 'true'
    const grant = { record, userId: session.userId, fileId, version: file.version, inline, expiresAtMs }
    const token = await parts.contentTokens.sign(grant)
    const url = `${settings.origin}${settings.basePath}/content/${token}`
    return c.json({ url, expiresAt: instantOf(expiresAtMs) }, 200)
  })
}
