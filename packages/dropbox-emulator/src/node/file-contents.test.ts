import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { joinBytes } from '../bytes.ts'
import type { Bytes } from '../bytes.ts'
import { contentHash, hashBlockBytes } from '../content-hash.ts'
import type { ContentStore } from '../state/contents.ts'
import { fileContents, removeContents } from './file-contents.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-contents-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function* pieces(content: Bytes, size: number): AsyncGenerator<Bytes> {
  for (let start = 0; start < content.byteLength; start += size) yield content.subarray(start, start + size)
}

async function read(store: ContentStore, hash: string, from: number, to: number): Promise<Bytes> {
  const chunks: Bytes[] = []
  for await (const chunk of store.read(hash, from, to)) chunks.push(chunk)
  return joinBytes(chunks)
}

function numbered(size: number): Bytes {
  const bytes = new Uint8Array(size)
  for (let index = 0; index < size; index += 1) bytes[index] = index % 251
  return bytes
}

async function filesIn(): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}

test.each([
  [0, 1],
  [1, 1],
  [256 * 1024, 65_536],
  [256 * 1024 + 1, 65_536],
  [hashBlockBytes - 1, 65_536],
  [hashBlockBytes, 65_536],
  [hashBlockBytes + 1, 65_537],
  [2 * hashBlockBytes + 5, 3 * hashBlockBytes],
])('%i bytes in pieces of %i are hashed, kept and read', async (size, pieceSize) => {
  const store = await fileContents(folder)
  const content = numbered(size)
  const arrived = await store.receive(pieces(content, pieceSize))
  const hash = await contentHash([content])
  expect([arrived.contentHash, arrived.sizeBytes]).toEqual([hash, size])
  await arrived.keep()
  await arrived.keep()
  await arrived.discard()
  expect(await contentHash([await read(store, hash, 0, size)])).toBe(hash)
  const [from, to] = [Math.floor(size / 3), Math.floor(size / 2)]
  expect(await contentHash([await read(store, hash, from, to)])).toBe(await contentHash([content.slice(from, to)]))
  expect(await filesIn()).toEqual([hash])
})

test('the same content twice is one file', async () => {
  const store = await fileContents(folder)
  const [one, two] = await Promise.all([1, 2].map(() => store.receive(pieces(numbered(300_000), 65_536))))
  await Promise.all([one?.keep(), two?.keep()])
  expect(await filesIn()).toEqual([one?.contentHash])
})

test('what is thrown away, breaks off or was on its way when a process died leaves nothing', async () => {
  await mkdir(join(folder, 'arriving'))
  await writeFile(join(folder, 'arriving', 'half'), 'half')
  const store = await fileContents(folder)
  await (await store.receive(pieces(numbered(300_000), 65_536))).discard()
  async function* breaking(): AsyncGenerator<Bytes> {
    yield* pieces(numbered(600_000), 65_536)
    throw new Error('gone')
  }
  await expect(store.receive(breaking())).rejects.toThrow('gone')
  expect(await filesIn()).toEqual([])
})

test('small contents of a folder that nobody opens again stay in memory', async () => {
  const store = await fileContents(folder, { smallInMemory: true })
  const small = await store.receive(pieces(numbered(1000), 100))
  await small.keep()
  expect(await read(store, small.contentHash, 10, 20)).toEqual(numbered(1000).slice(10, 20))
  expect(await filesIn()).toEqual([])
})

test('contents that nothing speaks of are removed', async () => {
  const store = await fileContents(folder)
  const kept = await store.receive(pieces(numbered(10), 10))
  const other = await store.receive(pieces(numbered(11), 10))
  await Promise.all([kept.keep(), other.keep()])
  await removeContents(folder, new Set([kept.contentHash]))
  expect(await filesIn()).toEqual([kept.contentHash])
})
