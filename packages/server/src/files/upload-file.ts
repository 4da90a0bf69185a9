import { type Actor, type ByteStream, type HostFile, type RecordKey, hashStream, instantOf } from '@twinfolder/core'

import { sha256, sha256Hex } from '../crypto/sha256.ts'
import { problem } from '../http/problem.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
import { filesChanged } from '../sync/files-changed.ts'
import { createdFile } from './created-file.ts'
import { requirePlace } from './names.ts'
import { requestBody } from './request-body.ts'

const REMEMBERED_MS = 24 * 3_600_000

/** Who does something in the CRM with their own hands. */
export function actorOf({ userId, firstName }: Session): Actor {
  return { userId, name: firstName, via: 'host' }
}

/** What storing an upload needs of the server. */
export type UploadingParts = Pick<ServerParts, 'settings' | 'files' | 'stores' | 'uploads' | 'hub'>

/** Where an upload goes. */
export interface UploadedFile {
  readonly record: RecordKey
  readonly folder: readonly string[]
  readonly name: string
  readonly idempotencyKey: string | null
}

/** Stores the body of a request as a file of a record, then lets every link that has the record look at it. */
export async function uploadFile(
  parts: UploadingParts,
  session: Session,
  request: Request,
  upload: UploadedFile,
): Promise<HostFile> {
  const body = requestBody(request, uploadLimit(parts, upload.record, upload.folder))
  return storeUpload(parts, session, upload, body, request.signal)
}

/**
 * How large a file may be that is uploaded there.
 * @throws HttpProblem `upload_unsupported` where none may
 */
export function uploadLimit(
  { files, settings }: Pick<ServerParts, 'settings' | 'files'>,
  { module }: RecordKey,
  folder: readonly string[],
): number {
  const capabilities = files.capabilities(module)
  if (!capabilities.upload) throw problem('upload_unsupported', 'The CRM takes no uploads for this record.')
  requirePlace(folder, capabilities)
  return Math.min(settings.maxFileBytes, capabilities.maxFileBytes)
}

/** Contents on their way into the CRM; counted while they are read where their length was not told. */
export interface UploadContents {
  readonly sizeBytes: number
  open(): ByteStream
}

/** Makes the file of an upload: one for one idempotency key, however often and by whatever way it is sent. */
export async function storeUpload(
  parts: UploadingParts,
  session: Session,
  upload: UploadedFile,
  contents: UploadContents,
  signal?: AbortSignal,
): Promise<HostFile> {
  const { record, idempotencyKey } = upload
  if (idempotencyKey === null) return store(parts, session, upload, contents, parts.settings.random.id(), null, signal)
  const scope = scopeOf(session, record)
  const key = await sha256Hex(JSON.stringify([scope, idempotencyKey]))
  let isOwn = false
  const file = await parts.uploads.once(key, async () => {
    const known = await rememberedFile(parts, session, record, idempotencyKey)
    if (known) return known
    isOwn = true
    return store(parts, session, upload, contents, key, scope, signal)
  })
  if (!isOwn) await requireSame(parts, session, upload, contents)
  return file
}

/** Reads the contents for their hash alone. @throws HttpProblem 422 when the key was used for another upload (X53) */
async function requireSame(
  { stores, settings }: UploadingParts,
  session: Session,
  { record, folder, name, idempotencyKey }: UploadedFile,
  contents: UploadContents,
): Promise<void> {
  const now = instantOf(settings.clock.now())
  const made = await stores.links.rememberedUpload(scopeOf(session, record), idempotencyKey ?? '', now)
  const { hash } = await hashStream(contents.open(), sha256)
  if (made?.fingerprint && made.fingerprint !== (await fingerprintOf(folder, name, hash))) {
    throw new HttpProblem('bad_request', 422, 'This idempotency key names the upload of another file.')
  }
}

/** Tells an upload from another one: the name is the one that was asked for, whatever the file was called then. */
function fingerprintOf(folder: readonly string[], name: string, hash: string): Promise<string> {
  return sha256Hex(JSON.stringify([folder, name, hash]))
}

/** What an upload goes by: one key means one file for one user in one record. */
function scopeOf({ userId }: Session, { tenantId, module, id }: RecordKey): string {
  return JSON.stringify([tenantId, userId, module, id])
}

/** The file that an upload with this key made before. */
export async function rememberedFile(
  { stores, files, settings }: Pick<ServerParts, 'settings' | 'files' | 'stores'>,
  session: Session,
  record: RecordKey,
  idempotencyKey: string,
): Promise<HostFile | null> {
  const now = instantOf(settings.clock.now())
  const made = await stores.links.rememberedUpload(scopeOf(session, record), idempotencyKey, now)
  return made === null ? null : ((await files.get(record, [made.fileId]))[0] ?? null)
}

async function store(
  parts: UploadingParts,
  session: Session,
  { record, folder, name, idempotencyKey }: UploadedFile,
  body: UploadContents,
  key: string,
  scope: string | null,
  signal: AbortSignal | undefined,
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
      signal,
    })
    .catch((error: unknown) => {
      // A host wraps what its stream throws; the reason is ours and better.
      throw failure.problem ?? error
    })
  const file = made ?? (await createdFile(parts.files, record, { folder, name, sizeBytes: body.sizeBytes }))
  if (scope !== null && idempotencyKey !== null) {
    const until = instantOf(parts.settings.clock.now() + REMEMBERED_MS)
    const fingerprint = file.contentHash && (await fingerprintOf(folder, name, file.contentHash))
    await parts.stores.links.rememberUpload(scope, idempotencyKey, { fileId: file.id, fingerprint }, until)
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
