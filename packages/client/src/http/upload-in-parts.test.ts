import { createHash } from 'node:crypto'

import { Secret } from '@twinfolder/core'
import {
  manualClock,
  memoryHostFiles,
  memoryHostRecords,
  memoryRemoteProvider,
  seededRandom,
} from '@twinfolder/core/memory'
import { createServer, memoryBlobStore } from '@twinfolder/server'
import { expect, test } from 'vitest'

import { httpAdapter } from '../http-adapter.ts'
import { inPageFetch } from '../in-page/in-page-fetch.ts'
import { type AdapterUpload, UPLOAD_PAUSED } from '../sync-adapter.ts'

const MIB = 1024 * 1024
const record = { module: 'companies', id: '1001' } as const
const key = { tenantId: 'demo', ...record }
const block = Uint8Array.from({ length: MIB }, (_, at) => (at + (at >> 8)) % 256)
/** Each block begins with its number, so that a lost or doubled one shows. */
const fileOf = (megabytes: number): Blob =>
  new Blob(Array.from({ length: megabytes }, (_, at) => [new Uint8Array([at]), block.subarray(1)]).flat())
const hashOf = async (body: Blob): Promise<string> =>
  createHash('sha256')
    .update(new Uint8Array(await body.arrayBuffer()))
    .digest('hex')
const uploadOf = (body: Blob, idempotencyKey = 'the key of an upload'): AdapterUpload => ({
  record,
  folder: ['Plans', 'A B'],
  name: 'Ünï plan.bin',
  body,
  idempotencyKey,
})

/** What a network does to a request, or nothing. */
type Network = (request: Request) => Promise<Response | null> | Response | null

/** The adapter against the real server in this process, with a network between them that counts and can be broken. */
function chain() {
  const clock = manualClock()
  const random = seededRandom(1)
  const sha256 = (bytes: Uint8Array<ArrayBuffer>) => crypto.subtle.digest('SHA-256', bytes)
  const files = memoryHostFiles({ clock, random, sha256 })
  const uploadParts = memoryBlobStore()
  const server = createServer({
    remote: memoryRemoteProvider({ remotes: [], random, sha256 }),
    records: memoryHostRecords({ records: [[key, { name: 'Acme', number: '1', singular: 'Company' }]] }),
    files,
    uploadParts,
    authenticate: () => ({
      tenantId: 'demo',
      userId: 'sofie',
      firstName: 'Sofie',
      locale: 'en',
      timeZone: 'UTC',
      isAdmin: false,
      sessionId: 'session-1',
    }),
    key: new Secret('0123456789abcdef0123456789abcdef'),
    publicUrl: 'https://crm.example/twinfolder',
    appFolderLabel: 'Apps/Demo CRM',
    clock,
    random,
  })
  const seen = { bytes: 0, requests: new Array<string>() }
  const network: { now: Network } = { now: () => null }
  /** Sends a request on, its body counted as the server reads it, and cut after `cutAfter` bytes. */
  const deliver = async (request: Request, cutAfter = Infinity): Promise<Response> => {
    const { url, method, headers, signal } = request
    let left = cutAfter
    const counted = request.body?.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          const part = chunk.subarray(0, Math.max(0, left))
          left -= part.byteLength
          seen.bytes += part.byteLength
          if (part.byteLength > 0) controller.enqueue(part)
          if (left <= 0) controller.error(new Error('The connection was lost.'))
        },
      }),
    )
    const init = { method, headers, signal, body: counted ?? null, duplex: 'half' }
    return server.handle(new Request(url, init))
  }
  const adapter = httpAdapter({
    baseUrl: '/twinfolder',
    headers: () => ({ 'x-signed-in': 'sofie' }),
    fetch: inPageFetch(async (request) => {
      seen.requests.push(
        `${request.method} ${new URL(request.url).pathname.split('/').slice(5).join('/').replace(/\/.*/, '/{id}')}`,
      )
      return (await network.now(request)) ?? deliver(request)
    }),
  })
  const stored = async (): Promise<readonly string[]> =>
    Promise.all(
      files.allFiles(key).map(async ({ id }) => hashOf(new Blob([files.bytesOf(key, id) ?? new Uint8Array()]))),
    )
  return { adapter, files, clock, seen, network, deliver, stored, uploadParts }
}

const lost = (): never => {
  throw new TypeError('Failed to fetch')
}
async function countOf(blobs: { list(): AsyncIterable<string> }): Promise<number> {
  let count = 0
  for await (const _ of blobs.list()) count += 1
  return count
}

test('a small file goes in one request, a larger one in parts; both as one file with the same name', async () => {
  const { adapter, seen, stored, files } = chain()
  await adapter.upload(uploadOf(fileOf(4), 'key number 1'))
  expect(seen.requests).toEqual(['POST files'])
  const progress: number[] = []
  const large = await adapter.upload(uploadOf(fileOf(5), 'key number 2'), { onProgress: (sent) => progress.push(sent) })
  expect(large).toMatchObject({ ok: true, value: { name: 'Ünï plan (2).bin', sizeBytes: 5 * MIB } })
  expect(seen.requests.slice(1)).toEqual([
    'POST uploads',
    'HEAD uploads/{id}',
    'PATCH uploads/{id}',
    'PATCH uploads/{id}',
    'PATCH uploads/{id}',
    'GET uploads/{id}',
  ])
  expect(progress.at(-1)).toBe(5 * MIB)
  expect(progress).toEqual(progress.toSorted((a, b) => a - b))
  expect(files.allFiles(key)[1]?.folder).toEqual(['Plans', 'A B'])
  expect(await stored()).toEqual([await hashOf(fileOf(4)), await hashOf(fileOf(5))])
})

test('twenty megabytes that are cut in the middle are sent about once', async () => {
  const { adapter, seen, network, deliver, stored } = chain()
  let patches = 0
  network.now = async (request) => {
    if (request.method !== 'PATCH') return null
    patches += 1
    if (patches !== 5) return null
    await deliver(request, 1.5 * MIB)
    return lost()
  }
  const body = fileOf(20)
  const result = await adapter.upload(uploadOf(body))
  expect(result.ok).toBe(true)
  expect(await stored()).toEqual([await hashOf(body)])
  expect(seen.bytes).toBe(20 * MIB)
})

test('without a network it ends with `network`; the key alone goes on, in another page as well', async () => {
  const { adapter, seen, network, stored } = chain()
  network.now = (request) => (request.method === 'PATCH' && seen.bytes >= 6 * MIB ? lost() : null)
  const body = fileOf(10)
  expect(await adapter.upload(uploadOf(body))).toMatchObject({ ok: false, error: { code: 'network' } })
  network.now = () => null
  const progress: number[] = []
  const result = await adapter.upload(uploadOf(body), { onProgress: (sent) => progress.push(sent) })
  expect(result.ok).toBe(true)
  expect(progress[0]).toBe(6 * MIB)
  expect(seen.bytes).toBe(10 * MIB)
  const again = await adapter.upload(uploadOf(body))
  expect(again).toEqual(result)
  expect([seen.bytes, (await stored()).length]).toEqual([10 * MIB, 1])
})

test('cancelling ends the upload on the server, also while it begins; pausing keeps what arrived', async () => {
  const { adapter, seen, uploadParts, network, deliver } = chain()
  const pause = new AbortController()
  const halfway = (controller: AbortController, reason?: string) => (sent: number) =>
    sent >= 4 * MIB ? controller.abort(reason) : undefined
  const paused = adapter.upload(uploadOf(fileOf(8)), {
    signal: pause.signal,
    onProgress: halfway(pause, UPLOAD_PAUSED),
  })
  expect(await paused).toMatchObject({ ok: false, error: { code: 'aborted' } })
  expect(await countOf(uploadParts)).toBeGreaterThanOrEqual(2)
  expect(seen.requests).not.toContain('DELETE uploads/{id}')

  const cancel = new AbortController()
  const again = adapter.upload(uploadOf(fileOf(8)), { signal: cancel.signal, onProgress: halfway(cancel) })
  expect(await again).toMatchObject({ ok: false, error: { code: 'aborted' } })
  await expect.poll(() => countOf(uploadParts)).toBe(0)

  const early = new AbortController()
  network.now = async (request) => {
    if (request.method !== 'POST') return null
    early.abort()
    return deliver(request)
  }
  const before = seen.requests.length
  expect(await adapter.upload(uploadOf(fileOf(8)), { signal: early.signal })).toMatchObject({ ok: false })
  await expect.poll(() => seen.requests.slice(before)).toEqual(['POST uploads', 'DELETE uploads/{id}'])
})

test('[X36] a file beyond the limit is refused before its first byte', async () => {
  const { adapter, seen } = chain()
  const result = await adapter.upload(uploadOf(fileOf(51)))
  expect(result).toMatchObject({ ok: false, error: { code: 'file_too_large', limitBytes: 50 * MIB, status: 413 } })
  expect([seen.bytes, seen.requests]).toEqual([0, ['POST uploads']])
})

test('an upload that expired meanwhile begins anew', async () => {
  const { adapter, clock, network, stored } = chain()
  let isLate = false
  network.now = (request) => {
    if (request.method === 'PATCH' && !isLate) clock.advance(25 * 3_600_000)
    isLate ||= request.method === 'PATCH'
    return null
  }
  const body = fileOf(6)
  expect((await adapter.upload(uploadOf(body))).ok).toBe(true)
  expect(await stored()).toEqual([await hashOf(body)])
})

test('a server that is busy is asked again, one that refuses is not', async () => {
  const { adapter, seen, network } = chain()
  let failures = 0
  network.now = (request) => {
    if (request.method !== 'PATCH' || failures === 2) return null
    failures += 1
    return new Response(null, { status: 503 })
  }
  expect((await adapter.upload(uploadOf(fileOf(5), 'key number 1'))).ok).toBe(true)
  const forbidden = { code: 'forbidden', status: 403 }
  network.now = (request) =>
    request.method === 'PATCH'
      ? Response.json(forbidden, { status: 403, headers: { 'content-type': 'application/problem+json' } })
      : null
  const before = seen.requests.length
  const refused = await adapter.upload(uploadOf(fileOf(5), 'key number 2'))
  expect(refused).toMatchObject({ ok: false, error: forbidden })
  expect(seen.requests.slice(before)).toEqual(['POST uploads', 'HEAD uploads/{id}', 'PATCH uploads/{id}'])
})
