import type { ByteStream, HostFile, HostFiles } from '@twinfolder/core'
import type { Hono } from 'hono'

import { sha256Hex } from '../crypto/sha256.ts'
import { byteRange } from '../files/byte-range.ts'
import { contentHeaders } from '../files/content-headers.ts'
import type { ContentGrant } from '../files/content-token.ts'
import { oldVersion } from '../files/old-version.ts'
import type { ServerParts } from '../server-parts.ts'
import type { Env } from './env.ts'
import { problem } from './problem.ts'

/** Contents behind a signed address: the signature is the right, and the right to read is asked for again. */
export function addContentRoute(app: Hono<Env>, parts: ServerParts): void {
  app.get('/content/:token', async (c) => {
    const grant = await requireGrant(parts, c.req.param('token'))
    const file = await grantedFile(parts.files, grant)
    const etag = `"${(await sha256Hex(JSON.stringify([grant.record, file.id, file.version]))).slice(0, 32)}"`
    const headers = { ...contentHeaders(file, grant), etag }
    if (c.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers })

    const ifRange = c.req.header('if-range')
    const range = byteRange(
      ifRange === undefined || ifRange === etag ? c.req.header('range') : undefined,
      file.sizeBytes,
    )
    if (range === 'invalid') {
      const detail = 'This range cannot be sent: one range of bytes within the file is.'
      throw problem('range_invalid', detail, { headers: { 'content-range': `bytes */${file.sizeBytes}` } })
    }
    const { start, end } = range ?? { start: 0, end: file.sizeBytes }
    const contents = await parts.files.read(
      { record: file.record, id: file.id, version: file.version },
      { signal: c.req.raw.signal, ...(range && { range }) },
    )
    const sized = { ...headers, 'content-length': String(end - start) }
    if (!range) return new Response(streamOf(contents), { status: 200, headers: sized })
    const contentRange = `bytes ${start}-${end - 1}/${file.sizeBytes}`
    return new Response(streamOf(contents), { status: 206, headers: { ...sized, 'content-range': contentRange } })
  })
}

async function grantedFile(files: HostFiles, { record, fileId, version, isOld }: ContentGrant): Promise<HostFile> {
  const [file] = await files.get(record, [fileId])
  if (!file) throw problem('file_unknown', 'The file is gone.')
  if (file.version === version) return file
  if (isOld) return oldVersion(files, file, version)
  throw problem('content_changed', 'The file has changed. Ask for a new address.')
}

async function requireGrant({ contentTokens, settings, records }: ServerParts, token: string): Promise<ContentGrant> {
  const grant = await contentTokens.read(token)
  if (!grant || grant.expiresAtMs <= settings.clock.now()) {
    throw problem('content_url_expired', 'This address is no longer good. Ask for a new one.')
  }
  const user = { tenantId: grant.record.tenantId, userId: grant.userId }
  const [access] = await records.access(user, [grant.record], 'en')
  if (!access?.read) throw problem('file_unknown', 'The file is gone, or you may not see it.')
  return grant
}

function streamOf(contents: ByteStream): ReadableStream<Uint8Array> {
  const chunks = contents[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        await chunks.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
