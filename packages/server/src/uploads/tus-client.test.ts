import { createHash, randomBytes } from 'node:crypto'
import { request } from 'node:http'

import { Upload, type UploadOptions } from 'tus-js-client'
import { expect, onTestFinished, test } from 'vitest'

import { serveNode } from '../node/serve-node.ts'
import { company, recordPath, sofie, testServer } from '../testing/test-server.ts'

const MIB = 1024 * 1024
const headers = { 'x-signed-in': sofie ?? '', 'twinfolder-protocol': '1' }
const someBytes = randomBytes
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The real server on a real socket, and what tus-js-client needs to reach it. */
async function serving() {
  let handle: (request: Request) => Promise<Response> = () => Promise.reject(new Error('Not yet.'))
  const listener = await serveNode((request) => handle(request), { port: 0 })
  onTestFinished(() => listener.close())
  const server = testServer({ publicUrl: `${listener.url}/twinfolder` })
  handle = server.server.handle
  const endpoint = `${listener.url}/twinfolder${recordPath('1')}/uploads`

  function upload(bytes: Buffer, options: Partial<UploadOptions> = {}) {
    const seen = { urls: new Array<string>(), requests: new Array<string>() }
    let client: Upload | null = null
    const ended = new Promise<{ fileId: string | undefined; url: string | null }>((resolve, reject) => {
      client = new Upload(bytes, {
        endpoint,
        headers,
        metadata: { filename: 'plan.pdf', filetype: 'application/pdf' },
        chunkSize: MIB,
        retryDelays: null,
        onSuccess: ({ lastResponse }) =>
          resolve({ fileId: lastResponse.getHeader('twinfolder-file'), url: client?.url ?? null }),
        onError: reject,
        onAfterResponse: (sent, answer) => void seen.requests.push(`${sent.getMethod()} ${answer.getStatus()}`),
        ...options,
      })
    })
    ended.catch(() => undefined)
    const made = client as Upload | null
    if (!made) throw new Error('No upload was made.')
    return { client: made, ended, seen }
  }
  return { server, endpoint, upload, files: () => server.files.allFiles(company('1')) }
}

test('[A16] tus-js-client uploads 50 MiB in parts; the last answer names the file', async () => {
  const { server, upload, files } = await serving()
  const bytes = someBytes(50 * MIB)
  const { client, ended, seen } = upload(bytes, { chunkSize: 8 * MIB })
  client.start()
  const { fileId } = await ended
  expect(files().map(({ id }) => id)).toEqual([fileId])
  expect(hashOf(server.files.bytesOf(company('1'), fileId ?? '') ?? new Uint8Array())).toBe(hashOf(bytes))
  expect(seen.requests).toEqual(['POST 201', ...Array.from({ length: 7 }, () => 'PATCH 204')])
})

test('tus-js-client sends a small file with its creation, an empty one with nothing', async () => {
  const { upload, files } = await serving()
  const small = upload(someBytes(1000), { uploadDataDuringCreation: true })
  small.client.start()
  await small.ended
  expect(small.seen.requests).toEqual(['POST 201'])
  const empty = upload(Buffer.alloc(0))
  empty.client.start()
  await empty.ended
  expect(files().map(({ sizeBytes }) => sizeBytes)).toEqual([1000, 0])
})

test('tus-js-client goes on where it stopped', async () => {
  const { server, upload, files } = await serving()
  const bytes = someBytes(6 * MIB)
  const first = upload(bytes, {
    onChunkComplete: (_, accepted) => (accepted >= 3 * MIB ? void first.client.abort() : undefined),
  })
  first.client.start()
  await server.until(() => first.seen.requests.length >= 4)
  const second = upload(bytes, { uploadUrl: first.client.url })
  second.client.start()
  const { fileId } = await second.ended
  expect(second.seen.requests[0]).toBe('HEAD 200')
  expect(second.seen.requests.length).toBeLessThanOrEqual(4)
  expect(hashOf(server.files.bytesOf(company('1'), fileId ?? '') ?? new Uint8Array())).toBe(hashOf(bytes))
  expect(files()).toHaveLength(1)
})

test('tus-js-client ends an upload on the server', async () => {
  const { upload, endpoint } = await serving()
  const { client, seen } = upload(someBytes(6 * MIB), {
    onChunkComplete: () => void client.abort(true).then(() => (ended = true)),
  })
  let ended = false
  client.start()
  await expect.poll(() => ended).toBe(true)
  const answer = await fetch(client.url ?? endpoint, {
    method: 'HEAD',
    headers: { ...headers, 'tus-resumable': '1.0.0' },
  })
  expect([answer.status, seen.requests[0]]).toEqual([404, 'POST 201'])
})

test('tus-js-client is told the limit before the first byte', async () => {
  const { upload } = await serving()
  const { client, ended, seen } = upload(Buffer.alloc(50 * MIB + 1))
  client.start()
  await expect(ended).rejects.toThrow(/413/)
  expect(seen.requests).toEqual(['POST 413'])
})

test('a connection that is cut in the middle of a part keeps what arrived', async () => {
  const { server, endpoint, upload } = await serving()
  const bytes = someBytes(4 * MIB)
  const begun = await fetch(endpoint, {
    method: 'POST',
    headers: {
      ...headers,
      'tus-resumable': '1.0.0',
      'upload-length': String(bytes.byteLength),
      'upload-metadata': `filename ${btoa('plan.pdf')}`,
    },
  })
  const url = begun.headers.get('location') ?? ''
  const cut = request(url, {
    method: 'PATCH',
    headers: {
      ...headers,
      'tus-resumable': '1.0.0',
      'content-type': 'application/offset+octet-stream',
      'upload-offset': '0',
      'content-length': String(bytes.byteLength),
    },
  })
  cut.on('error', () => undefined)
  await new Promise<void>((sent) => void cut.write(bytes.subarray(0, 3 * MIB), () => sent()))
  await new Promise((later) => setTimeout(later, 200))
  cut.destroy()
  const rest = upload(bytes, { uploadUrl: url, chunkSize: Infinity })
  rest.client.start()
  const { fileId } = await rest.ended
  expect(rest.seen.requests).toEqual(['HEAD 200', 'PATCH 204'])
  const stored = (await server.stores.uploads.get(url.split('/').at(-1) ?? ''))?.fileId
  expect([stored, hashOf(server.files.bytesOf(company('1'), fileId ?? '') ?? new Uint8Array())]).toEqual([
    fileId,
    hashOf(bytes),
  ])
})
