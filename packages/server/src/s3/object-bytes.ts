import { Readable } from 'node:stream'

import type { GetObjectCommandOutput } from '@aws-sdk/client-s3'
import { type ByteStream, type Cancellation, SyncError } from '@twinfolder/core'

import { refuseIfCancelled } from '../blobs/measured-body.ts'
import { s3Failure } from './s3-errors.ts'

/**
 * The body of an object. Its connection is given back at the end, when reading is broken off, and also when it is ended before
 * it began: a generator's own `finally` would not run then.
 */
export function objectBytes(object: GetObjectCommandOutput, signal: Cancellation | undefined): ByteStream {
  const { Body, ContentLength } = object
  if (!(Body instanceof Readable)) throw new SyncError('unexpected', 'An object of the S3 store came without a body.')
  const body: Readable = Body
  // A body that fails while nobody reads it must not end the process; the reader is told by `next`.
  body.on('error', () => undefined)
  const chunks = read(body, ContentLength ?? null, signal)
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => chunks.next(),
      async return() {
        body.destroy()
        return chunks.return(undefined)
      },
    }),
  }
}

async function* read(
  body: Readable,
  sizeBytes: number | null,
  signal: Cancellation | undefined,
): AsyncGenerator<Uint8Array, undefined> {
  let count = 0
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      refuseIfCancelled(signal)
      count += chunk.byteLength
      yield chunk
    }
  } catch (error) {
    throw s3Failure(error, 'read')
  } finally {
    body.destroy()
  }
  if (sizeBytes !== null && count !== sizeBytes) {
    throw new SyncError('host_unavailable', 'The connection to the S3 store ended in the middle of an object.')
  }
}
