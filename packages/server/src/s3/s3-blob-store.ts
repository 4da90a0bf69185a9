import { Readable } from 'node:stream'

import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import type { ByteStream, Secret } from '@twinfolder/core'

import { measuredBody, refuseIfCancelled } from '../blobs/measured-body.ts'
import { hexOf, randomBytes } from '../crypto/bytes.ts'
import type { BlobStore, StoredBlob } from '../ports/blob-store.ts'
import { objectBytes } from './object-bytes.ts'
import { isPastTheEnd, notFound, s3Failure, translating } from './s3-errors.ts'

/** Where {@link s3BlobStore} keeps contents. */
export interface S3BlobStoreOptions {
  readonly bucket: string
  /** What the keys begin with. Give each store its own: a sweep deletes what it has no row for. e.g. `contents/` */
  readonly prefix: string
  /** @default us-east-1, which most other services than AWS take for their only one */
  readonly region?: string | undefined
  /** The address of a service that is not AWS, e.g. `http://127.0.0.1:9000`. @default AWS */
  readonly endpoint?: string | undefined
  /** Puts the bucket into the path instead of the host name. @default `true` with an `endpoint` */
  readonly forcePathStyle?: boolean | undefined
  /** @default what the SDK finds: the environment, the profile, the role of the machine */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: Secret } | undefined
  /** A client of your own, for whatever else has to be set. The other ways to reach the service are not read then. */
  readonly client?: S3Client | undefined
}

/** A {@link BlobStore} on S3 that can be asked whether it is there. */
export interface S3BlobStore extends BlobStore {
  /** @throws SyncError `host_unavailable` when the bucket is not there or may not be used */
  check(this: void): Promise<void>
}

const MIB = 1024 * 1024
/** The smallest that the service takes. Two at a time keep an upload of any size at some 35 MiB of memory. */
const PART_BYTES = 5 * MIB
const PARTS_AT_A_TIME = 2
/** A service that says nothing for so long is taken for gone; the SDK tries again, three times in all. */
const SILENCE_MS = 30_000
const CONNECT_MS = 5000

/**
 * A {@link BlobStore} on S3 or a service that speaks it. Contents of unknown length go up in parts, and an upload that fails is
 * taken back with all its parts. Keys are random below `prefix`: nothing that a user wrote is ever part of one.
 *
 * What a killed process leaves of an upload in parts is not listed and cannot be read, but is paid for: give the bucket a rule
 * that ends incomplete uploads after a day (`docs/guides/operate.md`).
 */
export function s3BlobStore(options: S3BlobStoreOptions): S3BlobStore {
  const { bucket: Bucket, prefix } = options
  if (!/^(\w[\w.-]*\/)*$/.test(prefix)) {
    throw new TypeError(`The prefix of an S3 store is empty or ends with a slash, e.g. "contents/"; got "${prefix}".`)
  }
  const client = options.client ?? clientOf(options)
  const keyOf = (id: string): string => {
    if (!isBlobId(id)) throw notFound()
    return prefix + id
  }
  return {
    put: (body, putOptions) => putObject(client, { Bucket, prefix }, body, putOptions),
    get: (id, { range, signal } = {}) =>
      translating('read', async () => {
        refuseIfCancelled(signal)
        const Key = keyOf(id)
        if (range && range.end <= range.start) return nothing()
        try {
          const Range = range && `bytes=${range.start}-${range.end - 1}`
          const object = await client.send(new GetObjectCommand({ Bucket, Key, ...(Range && { Range }) }))
          return objectBytes(object, signal)
        } catch (error) {
          if (isPastTheEnd(error)) return nothing()
          throw error
        }
      }),
    delete: (id) =>
      translating('delete', async () => {
        if (isBlobId(id)) await client.send(new DeleteObjectCommand({ Bucket, Key: prefix + id }))
      }),
    async *list() {
      for (let after: string | undefined; ;) {
        const page = await translating('list', () =>
          client.send(new ListObjectsV2Command({ Bucket, Prefix: prefix, ...(after && { ContinuationToken: after }) })),
        )
        for (const { Key } of page.Contents ?? []) {
          const id = Key?.slice(prefix.length) ?? ''
          if (isBlobId(id)) yield id
        }
        after = page.IsTruncated ? page.NextContinuationToken : undefined
        if (after === undefined) return
      }
    },
    check: () =>
      translating('look at', async () => {
        await client.send(new HeadBucketCommand({ Bucket }))
      }),
  }
}

/** Never by one request with a live body: such a request does not settle when the body breaks. */
async function putObject(
  client: S3Client,
  { Bucket, prefix }: { readonly Bucket: string; readonly prefix: string },
  body: ByteStream,
  options: Parameters<BlobStore['put']>[1],
): Promise<StoredBlob> {
  const id = hexOf(randomBytes(16))
  const Key = prefix + id
  const measured = measuredBody(body, options)
  const source = Readable.from(measured.stream, { objectMode: false, highWaterMark: 256 * 1024 })
  try {
    refuseIfCancelled(options.signal)
    const params = { Bucket, Key, Body: source, ContentType: 'application/octet-stream' }
    await new Upload({ client, params, partSize: PART_BYTES, queueSize: PARTS_AT_A_TIME }).done()
    refuseIfCancelled(options.signal)
    return { id, ...(await measured.result()) }
  } catch (error) {
    // After a lost reply the object may be there all the same. Failing here is no other failure: a sweep comes by.
    await client.send(new DeleteObjectCommand({ Bucket, Key })).catch(() => undefined)
    throw measured.failure() ?? s3Failure(error, 'write')
  } finally {
    source.destroy()
  }
}

function clientOf({ region = 'us-east-1', endpoint, credentials, forcePathStyle }: S3BlobStoreOptions): S3Client {
  return new S3Client({
    region,
    ...(endpoint !== undefined && {
      endpoint,
      forcePathStyle: forcePathStyle ?? true,
      // Newer checksums are refused, or stored as contents, by services that do not know them.
      requestChecksumCalculation: 'WHEN_REQUIRED' as const,
      responseChecksumValidation: 'WHEN_REQUIRED' as const,
    }),
    ...(endpoint === undefined && forcePathStyle !== undefined && { forcePathStyle }),
    ...(credentials && {
      credentials: { accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey.reveal() },
    }),
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: SILENCE_MS, socketTimeout: SILENCE_MS },
  })
}

function isBlobId(id: string): boolean {
  return /^[0-9a-f]{32}$/.test(id)
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // A range behind the end of the contents.
}
