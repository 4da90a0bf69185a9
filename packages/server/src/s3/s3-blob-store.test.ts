import { type IncomingMessage, type Server, type ServerResponse, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { type ByteStream, Secret, isSyncError } from '@twinfolder/core'
import { startFauxqs } from 'fauxqs'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { type FailingBlobStore, blobStoreContract } from '../testing/index.ts'
import { type S3BlobStore, s3BlobStore } from './s3-blob-store.ts'

const credentials = { accessKeyId: 'test', secretAccessKey: new Secret('test-secret') }
const MIB = 1024 * 1024
let s3: Awaited<ReturnType<typeof startFauxqs>>
let line: Line
let stores = 0

beforeAll(async () => {
  s3 = await startFauxqs({ port: 0, logger: false })
  line = await startLine(s3.port)
  const admin = new S3Client({
    region: 'us-east-1',
    endpoint: s3.address,
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  await admin.send(new CreateBucketCommand({ Bucket: 'contents' }))
  admin.destroy()
})
afterAll(async () => {
  await line.close()
  await s3.stop()
})

/** A store of its own in the one bucket. */
function openStore(endpoint = s3.address): S3BlobStore {
  stores += 1
  return s3BlobStore({ bucket: 'contents', prefix: `store-${stores}/`, endpoint, credentials })
}

blobStoreContract('S3', () => openStore(), failingStore)

async function failingStore(): Promise<FailingBlobStore> {
  line.mend()
  return { store: openStore(line.url), fail: line.fail, mend: line.mend }
}

/** A line to the service that can be told to answer 500 itself, and remembers what went over it. */
interface Line {
  readonly url: string
  readonly seen: string[]
  fail(this: void): void
  mend(this: void): void
  close(): Promise<void>
}

async function startLine(port: number): Promise<Line> {
  let isBroken = false
  const seen: string[] = []
  const forward = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const { method = '', url = '', headers } = incoming
    seen.push(`${method} ${url}`)
    if (isBroken && (method === 'PUT' || method === 'POST')) {
      incoming.resume().on('end', () => outgoing.writeHead(500).end('<Error><Code>InternalError</Code></Error>'))
      return
    }
    const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  }
  const server: Server = createServer(forward)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    fail: () => (isBroken = true),
    mend: () => (isBroken = false),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function* zeros(length: number, end: () => void = () => undefined): ByteStream & AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < length; sent += 64 * 1024) yield new Uint8Array(Math.min(64 * 1024, length - sent))
  end()
}

async function failureOf(attempt: Promise<unknown>): Promise<string> {
  const failure: unknown = await attempt.then(
    () => null,
    (error: unknown) => error,
  )
  return isSyncError(failure) ? `${failure.code}: ${failure.message}` : String(failure)
}

test('[X36] an upload in parts that fails is taken back: its parts are not left to be paid for', async () => {
  const store = openStore(line.url)
  const breaks = zeros(20 * MIB, () => {
    throw new Error('the connection broke')
  })
  line.seen.length = 0
  expect(await failureOf(store.put(breaks, { maxBytes: 50 * MIB }))).toMatch(/^unexpected/)
  const uploadId = /uploadId=([^&]+)/i.exec(line.seen.join('\n'))?.[1]
  expect(uploadId).toBeDefined()
  expect(line.seen.some((call) => call.startsWith('DELETE ') && call.includes(`uploadId=${uploadId}`))).toBe(true)
})

test('[X36] a file of 50 MiB goes both ways in little memory', async () => {
  const store = openStore()
  const size = 50 * MIB
  const before = process.memoryUsage.rss()
  const { id, sizeBytes } = await store.put(zeros(size), { maxBytes: size })
  let read = 0
  for await (const chunk of await store.get(id)) read += chunk.byteLength
  expect([sizeBytes, read]).toEqual([size, size])
  // The service itself keeps the file in the memory of this process: once as parts, once as an object.
  expect(process.memoryUsage.rss() - before).toBeLessThan(3 * size + 40 * MIB)
  await store.delete(id)
}, 60_000)

test('lists more than one page, and nothing that belongs to another store', async () => {
  const [store, other] = [openStore(), openStore()]
  await other.put(zeros(1), { maxBytes: 1 })
  const ids: string[] = []
  for (let batch = 0; batch < 21; batch += 1) {
    const puts = Array.from({ length: 50 }, () => store.put(zeros(1), { maxBytes: 1 }))
    ids.push(...(await Promise.all(puts)).map(({ id }) => id))
  }
  const listed: string[] = []
  for await (const id of store.list()) listed.push(id)
  expect(listed.toSorted()).toEqual(ids.toSorted())
}, 60_000)

test('[X22] [X55] a service that is away is told as that, without its address or keys; so is a bucket that is not there', async () => {
  const gone = s3BlobStore({ bucket: 'contents', prefix: '', endpoint: 'http://127.0.0.1:9', credentials })
  const nowhere = s3BlobStore({ bucket: 'no-such-bucket', prefix: '', endpoint: s3.address, credentials })
  for (const store of [gone, nowhere]) {
    const list = () => store.list()[Symbol.asyncIterator]().next()
    for (const attempt of [() => store.check(), () => store.put(zeros(1), { maxBytes: 1 }), list]) {
      const failure = await failureOf(attempt())
      expect(failure).toMatch(/^host_unavailable/)
      expect(failure).not.toMatch(/127\.0\.0\.1|test-secret/)
    }
  }
  await openStore().check()
}, 30_000)

test('[X38] a prefix that is not a folder of keys is refused', () => {
  for (const prefix of ['contents', '/', '../x/', 'a b/', 'a//'])
    expect(() => s3BlobStore({ bucket: 'contents', prefix })).toThrow(/prefix/)
})
