import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { HostFiles } from '@twinfolder/core'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@twinfolder/protocol'
import { afterEach, expect, test } from 'vitest'

import { heldBytes } from '../testing/held-bytes.ts'
import { company, recordPath, sofie, testServer } from '../testing/test-server.ts'
import { diskBlobStore } from './disk-blob-store.ts'
import { serveNode } from './serve-node.ts'

const LIMIT = 52_428_800
const CHUNK = new Uint8Array(256 * 1024)
const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** A server over HTTP that keeps contents on disk. */
async function diskServer() {
  const folder = await mkdtemp(join(tmpdir(), 'twinfolder-upload-'))
  ends.push(() => rm(folder, { recursive: true }))
  const blobs = diskBlobStore(folder)
  const memory = testServer().files
  const files: HostFiles = {
    ...memory,
    async create(record, file, contents) {
      const { id, contentHash, sizeBytes } = await blobs.put(await contents.open(), { maxBytes: LIMIT })
      const small = { open: () => (async function* () {})(), contentHash: null, sizeBytes: 0 }
      const made = await memory.create(record, { ...file, idempotencyKey: id }, small)
      return made && { ...made, contentHash, sizeBytes }
    },
  }
  const server = testServer({ files })
  const listener = await serveNode((received) => server.server.handle(received), { port: 0 })
  ends.push(() => listener.close())
  const stored = async (): Promise<readonly string[]> =>
    (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(String)
  return { memory, listener, stored }
}

/** Sends a body in chunks, as fast as it is taken, and answers with the status and how far memory grew. */
function send(port: number, length: number, headers: Record<string, string>) {
  return new Promise<{ readonly status: number; readonly grownBytes: number }>((resolve, reject) => {
    const before = heldBytes()
    let [highest, chunks] = [0, 0]
    const sent = request({
      port,
      method: 'POST',
      path: `/twinfolder${recordPath('1')}/files?name=large.bin`,
      headers: {
        'content-type': 'application/octet-stream',
        'x-signed-in': sofie ?? '',
        [PROTOCOL_HEADER]: PROTOCOL_VERSION,
        ...headers,
      },
    })
    const answered = { is: false }
    sent.on('response', (answer) => {
      answered.is = true
      answer.resume()
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, grownBytes: highest }))
    })
    // The server ends the connection once it has refused.
    sent.on('error', (error) => (answered.is ? undefined : reject(error)))
    let left = length
    const more = (): void => {
      while (left > 0 && !answered.is) {
        chunks += 1
        if (chunks % 16 === 0) highest = Math.max(highest, heldBytes() - before)
        const size = Math.min(left, CHUNK.byteLength)
        left -= size
        if (!sent.write(CHUNK.subarray(0, size))) return void sent.once('drain', more)
      }
      sent.end()
    }
    more()
  })
}

test('[X36] exactly fifty mebibytes go through to disk in little memory', async () => {
  const { listener, stored, memory } = await diskServer()
  const { status, grownBytes } = await send(listener.port, LIMIT, {})
  expect(status).toBe(201)
  expect(grownBytes / 1e6).toBeLessThan(30)
  expect(await stored()).toHaveLength(1)
  expect(memory.allFiles(company('1'))).toHaveLength(1)
})

test.each([
  ['of unknown length', {}],
  ['of a length that is told', { 'content-length': String(LIMIT + 1) }],
])(
  '[X36] one byte more, in a body %s, is cut off and leaves nothing, neither a file nor a staged one',
  async (_, headers) => {
    const { listener, stored, memory } = await diskServer()
    const { status, grownBytes } = await send(listener.port, LIMIT + 1, headers)
    expect(status).toBe(413)
    expect(grownBytes / 1e6).toBeLessThan(30)
    expect(await stored()).toEqual([])
    expect(memory.allFiles(company('1'))).toEqual([])
  },
)
