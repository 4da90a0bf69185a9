import { type Actor, type HostFile, type RecordKey, instantOf } from '@twinfolder/core'

import { sha256Hex } from '../crypto/sha256.ts'
import { problem } from '../http/problem.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
import { filesChanged } from '../sync/files-changed.ts'
import { createdFile } from './created-file.ts'
import { requireDepth } from './names.ts'
import { requestBody } from './request-body.ts'

const REMEMBERED_MS = 24 * 3_600_000

/** Who does something in the CRM with their own hands. */
export function actorOf({ userId, firstName }: Session): Actor {
  return { userId, name: firstName, via: 'host' }
}

/** Stores the body of a request as a file of a record, then lets every link that has the record look at it. */
export async function uploadFile(
  parts: Pick<ServerParts, 'settings' | 'files' | 'stores' | 'uploads' | 'hub'>,
  session: Session,
  request: Request,
  upload: {
    readonly record: RecordKey
    readonly folder: readonly string[]
    readonly name: string
    readonly idempotencyKey: string | null
  },
): Promise<HostFile> {
  const { files, settings, uploads } = parts
  const { record, folder } = upload
  const capabilities = files.capabilities(record.module)
  if (!capabilities.upload) throw problem('upload_unsupported', 'The CRM takes no uploads for this record.')
  requireDepth(folder, capabilities)
  const body = requestBody(request, Math.min(settings.maxFileBytes, capabilities.maxFileBytes))
  if (upload.idempotencyKey === null) return store(parts, session, request, upload, body, settings.random.id())

  const scope = JSON.stringify([record.tenantId, session.userId, record.module, record.id])
  const key = await sha256Hex(JSON.stringify([scope, upload.idempotencyKey]))
  return uploads.once(key, async () => {
    const known = await rememberedFile(parts, record, scope, upload.idempotencyKey ?? '')
    return known ?? store(parts, session, request, upload, body, key, scope)
  })
}

async function rememberedFile(
  { stores, files, settings }: Pick<ServerParts, 'settings' | 'files' | 'stores'>,
  record: RecordKey,
  scope: string,
  idempotencyKey: string,
): Promise<HostFile | null> {
  const fileId = await stores.links.rememberedUpload(scope, idempotencyKey, instantOf(settings.clock.now()))
  return fileId === null ? null : ((await files.get(record, [fileId]))[0] ?? null)
}

async function store(
  parts: Pick<ServerParts, 'settings' | 'files' | 'stores' | 'hub'>,
  session: Session,
  request: Request,
  { record, folder, name, idempotencyKey }: Parameters<typeof uploadFile>[3],
  body: ReturnType<typeof requestBody>,
  key: string,
  scope?: string,
): Promise<HostFile> {
  const failure: { problem: HttpProblem | null } = { problem: null }
  const contents = {
    contentHash: null,
    get sizeBytes() {
      return body.sizeBytes
    },
    open: () => rememberingProblem(body.open(), failure),
  }
  const made = await parts.files
    .create(record, { folder, name, actor: actorOf(session), idempotencyKey: key }, contents, {
      signal: request.signal,
    })
    .catch((error: unknown) => {
      // A host wraps what its stream throws; the reason is ours and better.
      throw failure.problem ?? error
    })
  const file = made ?? (await createdFile(parts.files, record, { folder, name, sizeBytes: body.sizeBytes }))
  if (scope !== undefined && idempotencyKey !== null) {
    const until = instantOf(parts.settings.clock.now() + REMEMBERED_MS)
    await parts.stores.links.rememberUpload(scope, idempotencyKey, file.id, until)
  }
  await filesChanged(parts, record)
  return file
}

async function* rememberingProblem(
  body: AsyncIterable<Uint8Array>,
  failure: { problem: HttpProblem | null },
): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    if (error instanceof HttpProblem) failure.problem = error
    throw error
  }
}
