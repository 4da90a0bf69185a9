import {
  type FileHandle,
  mkdir,
  mkdtemp,
  open,
  readdir,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { type ByteStream, isSyncError } from '@twinfolder/core'
import { afterEach, expect, test, vi } from 'vitest'

import { heldBytes } from '../testing/held-bytes.ts'
import { type FailingBlobStore, blobStoreContract } from '../testing/index.ts'
import { diskBlobStore } from './disk-blob-store.ts'

const folders: string[] = []
const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'twinfolder-blobs-'))
  folders.push(folder)
  return folder
}
afterEach(async () => {
  vi.restoreAllMocks()
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

blobStoreContract('disk', async () => diskBlobStore(await newFolder()), fullDisk)

/** A store on a disk whose every write can be made to fail as the system fails it when the disk is full. */
async function fullDisk(): Promise<FailingBlobStore> {
  const folder = await newFolder()
  const file = await open(join(folder, 'probe'), 'w')
  const handles = Object.getPrototypeOf(file) as FileHandle
  await file.close()
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  return {
    store: diskBlobStore(join(folder, 'blobs')),
    fail: () => void vi.spyOn(handles, 'write').mockRejectedValue(full),
    mend: () => void vi.restoreAllMocks(),
  }
}

async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text)
}

async function* breaking(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(100_000)
  throw new Error('The connection broke.')
}

async function textOf(stream: ByteStream): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of stream) text += decoder.decode(chunk, { stream: true })
  return text
}

async function codeOf(attempt: Promise<unknown>): Promise<string | null> {
  try {
    await attempt
    return null
  } catch (error) {
    return isSyncError(error) ? error.code : String(error)
  }
}

test('contents are there for the next process', async () => {
  const folder = await newFolder()
  const { id } = await diskBlobStore(folder).put(chunks('a quote'), { maxBytes: 100 })
  expect(await textOf(await diskBlobStore(folder).get(id))).toBe('a quote')
})

test('[X36] a stream that breaks or is too large leaves no file anywhere, not even a staged one', async () => {
  const folder = await newFolder()
  const store = diskBlobStore(folder)
  expect(await codeOf(store.put(breaking(), { maxBytes: 1_000_000 }))).toBe('unexpected')
  expect(await codeOf(store.put(chunks('12345', '6'), { maxBytes: 5 }))).toBe('file_too_large')
  expect(await readdir(folder, { recursive: true })).toEqual(['staging'])
})

test('[X38] an id is no path: nothing outside the folder is read or deleted', async () => {
  const folder = await newFolder()
  const secret = join(folder, '..', `secret-${Date.now()}`)
  await writeFile(secret, 'outside')
  const store = diskBlobStore(join(folder, 'blobs'))
  for (const id of ['../../secret', secret, `..%2f${secret}`, 'staging', 'a\0b']) {
    expect(await codeOf(store.get(id))).toBe('not_found')
    await store.delete(id)
  }
  expect((await readdir(join(folder, '..'))).some((name) => secret.endsWith(name))).toBe(true)
  await rm(secret)
})

test('[X40] a symbolic link in the place of contents, or of their folder, is not followed', async () => {
  const folder = await newFolder()
  const outside = await newFolder()
  const store = diskBlobStore(folder)
  const { id } = await store.put(chunks('mine'), { maxBytes: 100 })
  const shard = join(folder, id.slice(0, 2))
  await rename(shard, join(outside, 'shard'))

  await symlink(join(outside, 'shard'), shard)
  expect(await codeOf(store.get(id))).toBe('not_found')

  await rm(shard)
  await mkdir(shard)
  await symlink(join(outside, 'shard', id), join(shard, id))
  expect(await codeOf(store.get(id))).toBe('not_found')
  const ids: string[] = []
  for await (const listed of store.list()) ids.push(listed)
  expect(ids).toEqual([])
})

test('[X40] a symbolic link in the place of the staging folder is refused, and nothing is written through it', async () => {
  const folder = await newFolder()
  const outside = await newFolder()
  await symlink(outside, join(folder, 'staging'))
  expect(await codeOf(diskBlobStore(folder).put(chunks('mine'), { maxBytes: 100 }))).toBe('unexpected')
  expect(await readdir(outside)).toEqual([])
})

test('what a killed process left staged goes after a day, and not before', async () => {
  const folder = await newFolder()
  await mkdir(join(folder, 'staging'))
  const [old, recent] = [join(folder, 'staging', 'old'), join(folder, 'staging', 'recent')]
  for (const path of [old, recent]) await writeFile(path, 'half')
  const yesterday = new Date(Date.now() - 25 * 3_600_000)
  await utimes(old, yesterday, yesterday)
  await diskBlobStore(folder).put(chunks('x'), { maxBytes: 10 })
  expect(await readdir(join(folder, 'staging'))).toEqual(['recent'])
})

test('[X36] a file as large as the limit passes through in little memory', async () => {
  const store = diskBlobStore(await newFolder())
  const limit = 50 * 1024 * 1024
  async function* large(look: (passedBytes: number) => void): AsyncGenerator<Uint8Array> {
    for (let sent = 0; sent < limit; sent += 65_536) {
      look(sent)
      yield new Uint8Array(65_536)
    }
  }
  const before = heldBytes()
  let most = 0
  const look = (passedBytes: number): void => {
    if (passedBytes % (5 * 1024 * 1024) === 0) most = Math.max(most, heldBytes() - before)
  }
  const { id, sizeBytes } = await store.put(large(look), { maxBytes: limit })
  let read = 0
  for await (const chunk of await store.get(id)) look((read += chunk.byteLength))
  expect([sizeBytes, read]).toEqual([limit, limit])
  expect(most).toBeLessThan(limit / 2)
})
