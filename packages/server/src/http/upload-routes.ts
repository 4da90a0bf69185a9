import type { OpenAPIHono } from '@hono/zod-openapi'
import { isModule } from '@twinfolder/core'
import { FILE_HEADER, IDEMPOTENCY_HEADER, TUS_EXTENSIONS, TUS_HEADER, TUS_VERSION } from '@twinfolder/protocol'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'

import { fileEntries } from '../files/file-entries.ts'
import type { ResumableUpload } from '../ports/upload-store.ts'
import { recordOf, requireWrite } from '../rights/record-rights.ts'
import type { ServerParts } from '../server-parts.ts'
import { appendPart } from '../uploads/append-part.ts'
import { beginUpload } from '../uploads/begin-upload.ts'
import { endUpload } from '../uploads/end-upload.ts'
import { finishUpload } from '../uploads/finish-upload.ts'
import { uploadMetadata } from '../uploads/upload-metadata.ts'
import { bodyStream } from './body-stream.ts'
import type { Env } from './env.ts'
import { HttpProblem, problem } from './problem.ts'
import { PART_TYPE } from './upload-type.ts'

const collection = '/records/:module/:recordId/uploads'
const one = `${collection}/:uploadId`

/** Says on every answer, also a refusal, which version of tus it is. Comes before all that may refuse. */
export const tusVersion = createMiddleware<Env>(async (c, next) => {
  await next()
  if (isUploads(c.req.path)) c.header(TUS_HEADER, TUS_VERSION)
})

/** Uploads in parts that survive a lost connection: tus 1.0 (https://tus.io/protocols/resumable-upload), see `docs/uploads.md`. */
export function addUploadRoutes(app: OpenAPIHono<Env>, parts: ServerParts): void {
  const { records, settings, stores, uploadTurns } = parts

  const requireVersion = createMiddleware<Env>(async (c, next) => {
    // OPTIONS asks which version there is; GET is ours: tus does not know it.
    const isAsked = c.req.raw.method === 'OPTIONS' || c.req.raw.method === 'GET'
    if (!isAsked && c.req.header(TUS_HEADER) !== TUS_VERSION) {
      throw new HttpProblem('protocol_mismatch', 412, `Uploads speak tus ${TUS_VERSION} (header ${TUS_HEADER}).`, {
        headers: { 'tus-version': TUS_VERSION },
      })
    }
    await next()
  })
  app.use(collection, requireVersion)
  app.use(one, requireVersion)

  app.options(collection, (c) => {
    c.header('tus-version', TUS_VERSION)
    c.header('tus-extension', TUS_EXTENSIONS.join(','))
    c.header('tus-max-size', String(settings.maxFileBytes))
    return c.body(null, 204)
  })

  app.post(collection, async (c) => {
    const record = await writableRecord(c)
    const session = c.get('session')
    const sizeBytes = wholeNumber(c.req.header('upload-length'))
    if (sizeBytes === null) throw problem('bad_request', 'The header Upload-Length tells how many bytes the file has.')
    const idempotencyKey = c.req.header(IDEMPOTENCY_HEADER) ?? null
    if (idempotencyKey !== null && !/^.{8,200}$/.test(idempotencyKey)) {
      throw problem('bad_request', `${IDEMPOTENCY_HEADER} has 8 to 200 characters.`)
    }
    const metadata = uploadMetadata(c.req.header('upload-metadata'))
    const begun = await beginUpload(parts, session, { record, ...metadata, sizeBytes, idempotencyKey })
    const hasBody = c.req.header('content-type') === PART_TYPE && begun.offsetBytes === 0
    const upload = await change(c, begun, hasBody ? 0 : null)
    tell(c, upload)
    c.header('location', `${settings.origin}${settings.basePath}${c.req.path}/${upload.id}`)
    return c.body(null, 201)
  })

  // HEAD comes here, too: Hono answers it as GET without a body.
  app.get(one, async (c) => {
    const upload = await change(c, await ownUpload(c), null)
    tell(c, upload)
    if (c.req.raw.method === 'HEAD') return c.body(null, 200)
    const { fileId, record, offsetBytes, sizeBytes } = upload
    const [file] = fileId === null ? [] : await parts.files.get(record, [fileId])
    const [entry] = file ? await fileEntries(parts, c.get('session'), record, [file]) : []
    return c.json({ offsetBytes, sizeBytes, file: entry ?? null }, 200)
  })

  app.patch(one, patch)
  app.delete(one, terminate)
  // For networks that let nothing but GET and POST through, as tus says.
  app.post(one, async (c) => {
    const method = c.req.header('x-http-method-override')?.toUpperCase()
    if (method === 'PATCH') return patch(c)
    if (method === 'DELETE') return terminate(c)
    throw problem('not_found', 'Bytes are added to an upload with PATCH.')
  })

  async function patch(c: Context<Env>): Promise<Response> {
    const upload = await ownUpload(c)
    if (c.req.header('content-type') !== PART_TYPE) {
      throw problem('unsupported_media_type', `The body of a part is ${PART_TYPE}.`)
    }
    const offset = wholeNumber(c.req.header('upload-offset'))
    if (offset === null) throw problem('bad_request', 'The header Upload-Offset tells where the part begins.')
    tell(c, await change(c, upload, offset))
    return c.body(null, 204)
  }

  async function terminate(c: Context<Env>): Promise<Response> {
    const { id } = await ownUpload(c)
    const turn = await uploadTurns.take(id)
    try {
      const upload = await stores.uploads.get(id)
      if (upload) await endUpload(parts, upload)
    } finally {
      turn.end()
    }
    return c.body(null, 204)
  }

  /** Takes the turn, adds the body of the request where it has one, and makes the file when all is there. */
  async function change(
    c: Context<Env>,
    { id }: ResumableUpload,
    offsetBytes: number | null,
  ): Promise<ResumableUpload> {
    const turn = await uploadTurns.take(id)
    try {
      const now = await stores.uploads.get(id)
      if (!now) throw unknownUpload()
      const part = { body: bodyStream(c.req.raw), announcedBytes: wholeNumber(c.req.header('content-length')) }
      const upload = offsetBytes === null ? now : await appendPart(parts, now, { ...part, offsetBytes }, turn.wanted)
      return await finishUpload(parts, c.get('session'), upload)
    } finally {
      turn.end()
    }
  }

  async function writableRecord(c: Context<Env>) {
    const { module, recordId: id } = c.req.param()
    if (module === undefined || id === undefined || !isModule(module) || id.length > 200) {
      throw problem('bad_request', 'There is no such module.')
    }
    const record = recordOf(c.get('session'), { module, id })
    await requireWrite(records, c.get('session'), record)
    return record
  }

  /** The upload of the address, when it is the user's own and of this record: of any other it is not told that it exists. */
  async function ownUpload(c: Context<Env>): Promise<ResumableUpload> {
    const record = await writableRecord(c)
    const session = c.get('session')
    const upload = await stores.uploads.get(c.req.param('uploadId') ?? '')
    const isOwn =
      upload?.user.userId === session.userId &&
      upload.user.tenantId === session.tenantId &&
      upload.record.module === record.module &&
      upload.record.id === record.id
    if (!isOwn) throw unknownUpload()
    if (Date.parse(upload.expiresAt) <= settings.clock.now()) {
      throw new HttpProblem('not_found', 410, 'The upload waited too long for its next part. Begin it again.')
    }
    return upload
  }
}

function tell(c: Context<Env>, { offsetBytes, sizeBytes, expiresAt, fileId }: ResumableUpload): void {
  c.header('upload-offset', String(offsetBytes))
  c.header('upload-length', String(sizeBytes))
  c.header('upload-expires', new Date(expiresAt).toUTCString())
  if (fileId !== null) c.header(FILE_HEADER, fileId)
}

function isUploads(path: string): boolean {
  return /^\/records\/[^/]+\/[^/]+\/uploads(?:\/|$)/.test(path)
}

function wholeNumber(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : null
}

function unknownUpload(): HttpProblem {
  return problem('not_found', 'There is no such upload.')
}
