import { type HostFiles, type RecordKey, DEFAULT_MAX_FILE_BYTES, SyncError, isModule } from '@twinfolder/core'
import { Hono } from 'hono'

import { crmHostRecords } from './host-records.ts'
import { personById } from './people.ts'
import type { Segments } from './segments.ts'
import { sessionOf } from './session.ts'

/** What a CRM does with documents without the widget: here, new versions of files, as its own editor or an import would write. */
export interface Documents {
  readonly files: HostFiles
  /** Tells the sync that the files of a record changed. */
  readonly changed: (record: RecordKey) => Promise<void>
}

const LISTED = 200

/** The documents of the example CRM, below `/records/:module/:id/documents`. */
export function documentsApi({ files, changed }: Documents, segments: Segments): Hono {
  const app = new Hono().basePath('/records/:module/:id/documents')
  const rights = crmHostRecords(segments)

  /** The record, and what the signed-in person may do with it. */
  async function open(request: Request, module = '', id = '') {
    const session = sessionOf(request)
    if (!session || !isModule(module)) return null
    const record: RecordKey = { tenantId: session.tenantId, module, id }
    const [access] = await rights.access(session, [record], session.locale)
    return access?.read ? { session, record, access } : null
  }

  app.get('/', async (c) => {
    const found = await open(c.req.raw, c.req.param('module'), c.req.param('id'))
    if (!found) return c.json({ error: 'No such record.' }, 404)
    const page = await files.list(found.record, { after: null, limit: LISTED })
    const documents = page.files.map(({ id, name, folder, version }) => ({ id, name, folder, version }))
    return c.json({ documents: found.access.write ? documents : [] })
  })

  app.put('/:fileId', async (c) => {
    const found = await open(c.req.raw, c.req.param('module'), c.req.param('id'))
    if (!found) return c.json({ error: 'No such record.' }, 404)
    if (!found.access.write || !files.replace) return c.json({ error: 'You may not edit this record.' }, 403)
    if (!(Number(c.req.header('content-length')) <= DEFAULT_MAX_FILE_BYTES)) {
      return c.json({ error: 'A document has 50 MB at most.' }, 413)
    }
    const { record, session } = found
    const id = c.req.param('fileId')
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    const name = personById(session.userId)?.name ?? session.firstName
    try {
      await files.replace(
        { record, id, expectedVersion: c.req.query('version') ?? '' },
        { open: () => whole(bytes), sizeBytes: bytes.byteLength, contentHash: null },
        { actor: { userId: session.userId, name, via: 'host' }, idempotencyKey: crypto.randomUUID() },
      )
    } catch (error) {
      if (!(error instanceof SyncError)) throw error
      return c.json({ error: 'The document was changed or deleted meanwhile.' }, 409)
    }
    await changed(record)
    return c.json({ ok: true })
  })
  return app
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
