import type { FileHandle } from 'node:fs/promises'

import { type ByteStream, type Cancellation, SyncError, asSyncError } from '@twinfolder/core'

import { measuredBody, refuseIfCancelled } from '../blobs/measured-body.ts'
import { hexOf, randomBytes } from '../crypto/bytes.ts'
import type { BlobStore, StoredBlob } from '../ports/blob-store.ts'
import { type BlobFiles, blobFiles } from './blob-files.ts'
import { isSystemError } from './system-error.ts'

const CHUNK_BYTES = 64 * 1024

/**
 * A {@link BlobStore} in a folder. Contents are written to a staging folder, brought to the disk, and only then renamed to
 * their place, so that a file is whole or not there, also after a loss of power. Names are random: nothing that a user
 * wrote is ever part of a path, and symbolic links are not followed.
 */
export function diskBlobStore(folder: string): BlobStore {
  let opened: Promise<BlobFiles> | null = null
  const files = (): Promise<BlobFiles> => {
    opened ??= blobFiles(folder).catch((error: unknown) => {
      opened = null
      throw error
    })
    return opened
  }
  return {
    put: (body, options) => failing(async () => putBlob(await files(), body, options)),
    get: (id, { range, signal } = {}) =>
      failing(async () => {
        refuseIfCancelled(signal)
        const size = await (await files()).sizeOf(id)
        if (size === null) throw notFound()
        return chunksOf(
          await files(),
          id,
          { start: range?.start ?? 0, end: Math.min(range?.end ?? size, size) },
          signal,
        )
      }),
    delete: (id) => failing(async () => (await files()).remove(id)),
    async *list() {
      yield* (await failing(files)).ids()
    },
  }
}

async function putBlob(
  files: BlobFiles,
  body: ByteStream,
  options: Parameters<BlobStore['put']>[1],
): Promise<StoredBlob> {
  refuseIfCancelled(options.signal)
  const id = hexOf(randomBytes(16))
  const file = await files.stage(id)
  try {
    const blob = await closing(file, () => writeAll(file, body, options))
    refuseIfCancelled(options.signal)
    await files.place(id)
    return { id, ...blob }
  } catch (error) {
    await files.discard(id).catch(() => undefined) // the first error is the one to tell; leftovers go after a day
    throw error
  }
}

async function writeAll(
  file: FileHandle,
  body: ByteStream,
  options: Parameters<BlobStore['put']>[1],
): Promise<Omit<StoredBlob, 'id'>> {
  const measured = measuredBody(body, options)
  for await (const chunk of measured.stream) await writeChunk(file, chunk)
  await file.sync()
  return measured.result()
}

async function writeChunk(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.byteLength;) {
    const { bytesWritten } = await file.write(chunk, at)
    at += bytesWritten
  }
}

async function* chunksOf(
  files: BlobFiles,
  id: string,
  range: { readonly start: number; readonly end: number },
  signal: Cancellation | undefined,
): AsyncGenerator<Uint8Array> {
  const file = await failing(() => openBlob(files, id))
  try {
    for (let at = range.start; at < range.end;) {
      refuseIfCancelled(signal)
      const length = Math.min(CHUNK_BYTES, range.end - at)
      const { bytesRead, buffer } = await failing(() => file.read(new Uint8Array(length), 0, length, at))
      if (bytesRead === 0) throw new SyncError('unexpected', 'A stored file is shorter than it was; check the disk.')
      at += bytesRead
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

async function openBlob(files: BlobFiles, id: string): Promise<FileHandle> {
  try {
    return await files.open(id)
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ELOOP')) throw notFound(error)
    throw error
  }
}

async function closing<Result>(file: FileHandle, use: () => Promise<Result>): Promise<Result> {
  try {
    return await use()
  } finally {
    await file.close()
  }
}

async function failing<Result>(attempt: () => Promise<Result>): Promise<Result> {
  try {
    return await attempt()
  } catch (error) {
    if (isSystemError(error, 'ENOSPC', 'EDQUOT', 'EIO', 'EMFILE', 'ENFILE')) {
      throw new SyncError('host_unavailable', 'The disk takes no more files now; free some space.', { cause: error })
    }
    throw asSyncError(error)
  }
}

function notFound(cause?: unknown): SyncError {
  return new SyncError('not_found', 'There are no contents with this id.', { cause })
}
