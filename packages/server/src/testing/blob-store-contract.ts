import { type ByteStream, type SyncErrorCode, hashStream, isSyncError } from '@twinfolder/core'
import { describe, expect, test } from 'vitest'

import { sha256 } from '../crypto/sha256.ts'
import type { BlobStore } from '../ports/blob-store.ts'

const MIB = 1024 * 1024

/** What every {@link BlobStore} does. `open` gives an empty store; it is called for each test. */
export function blobStoreContract(name: string, open: () => BlobStore | Promise<BlobStore>): void {
  describe(`BlobStore: ${name}`, () => {
    test('gives back what was put, with its size and content hash', async () => {
      const store = await open()
      const bytes = someBytes(5 * MIB + 3)
      const blob = await store.put(streamOf(bytes), { maxBytes: 10 * MIB })
      const { hash } = await hashStream(streamOf(bytes), sha256)
      expect(blob).toMatchObject({ sizeBytes: bytes.byteLength, contentHash: hash })
      expect(areEqual(await collect(await store.get(blob.id)), bytes)).toBe(true)
    })

    test('holds nothing at all', async () => {
      const store = await open()
      const blob = await store.put(streamOf(new Uint8Array(0)), { maxBytes: 10 })
      expect(blob.sizeBytes).toBe(0)
      expect(await collect(await store.get(blob.id))).toEqual(new Uint8Array(0))
    })

    test('[X34] ids are random and safe in paths; the same bytes twice are two blobs', async () => {
      const store = await open()
      const first = await store.put(streamOf(someBytes(10)), { maxBytes: 10 })
      const second = await store.put(streamOf(someBytes(10)), { maxBytes: 10 })
      expect(first.id).not.toBe(second.id)
      for (const { id } of [first, second]) expect(id).toMatch(/^[\w-]{22,}$/)
      await store.delete(first.id)
      expect(await collect(await store.get(second.id))).toEqual(someBytes(10))
    })

    test('gives a range, its end exclusive', async () => {
      const store = await open()
      const bytes = someBytes(200_000)
      const { id } = await store.put(streamOf(bytes), { maxBytes: MIB })
      const range = async (start: number, end: number): Promise<Uint8Array> =>
        collect(await store.get(id, { range: { start, end } }))
      expect(await range(0, 1)).toEqual(bytes.slice(0, 1))
      expect(await range(65_530, 140_000)).toEqual(bytes.slice(65_530, 140_000))
      expect(await range(199_999, 200_000)).toEqual(bytes.slice(199_999))
    })

    test('[X36] takes exactly the limit and refuses one byte more, leaving nothing behind', async () => {
      const store = await open()
      await store.put(streamOf(someBytes(MIB)), { maxBytes: MIB })
      await expectFailure(store.put(streamOf(someBytes(MIB + 1)), { maxBytes: MIB }), 'file_too_large')
      expect(await idsOf(store)).toHaveLength(1)
    })

    test('[X36] stops reading a stream that is too large', async () => {
      const store = await open()
      let read = 0
      async function* endless(): ByteStream & AsyncGenerator<Uint8Array> {
        for (;;) {
          read += 1
          yield new Uint8Array(64 * 1024)
        }
      }
      await expectFailure(store.put(endless(), { maxBytes: MIB }), 'file_too_large')
      expect(read).toBeLessThanOrEqual(40)
    })

    test('a stream that breaks leaves nothing behind', async () => {
      const store = await open()
      async function* breaks(): ByteStream & AsyncGenerator<Uint8Array> {
        yield someBytes(100_000)
        throw new Error('the connection broke')
      }
      await expect(store.put(breaks(), { maxBytes: MIB })).rejects.toThrow()
      expect(await idsOf(store)).toEqual([])
    })

    test('a put that nobody waits for any more leaves nothing behind', async () => {
      const store = await open()
      const abort = new AbortController()
      async function* slow(): ByteStream & AsyncGenerator<Uint8Array> {
        yield someBytes(1000)
        abort.abort()
        yield someBytes(1000)
      }
      await expectFailure(store.put(slow(), { maxBytes: MIB, signal: abort.signal }), 'cancelled')
      expect(await idsOf(store)).toEqual([])
    })

    test('what is deleted is not found; deleting it again is a success', async () => {
      const store = await open()
      const { id } = await store.put(streamOf(someBytes(10)), { maxBytes: 10 })
      await store.delete(id)
      await store.delete(id)
      await expectFailure(
        store.get(id).then((stream) => collect(stream)),
        'not_found',
      )
    })

    test('[X38] an id that names no blob is not found, whatever it looks like', async () => {
      const store = await open()
      for (const id of ['AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', '../secret', '/etc/passwd', 'a\0b', '', '.', 'C:\\x']) {
        await expectFailure(
          store.get(id).then((stream) => collect(stream)),
          'not_found',
        )
      }
    })

    test('lists the ids of all blobs', async () => {
      const store = await open()
      const put = async (): Promise<string> => (await store.put(streamOf(someBytes(10)), { maxBytes: 10 })).id
      const ids = [await put(), await put(), await put()]
      expect((await idsOf(store)).toSorted()).toEqual(ids.toSorted())
    })
  })
}

function someBytes(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  for (let index = 0; index < length; index += 1) bytes[index] = (index * 31 + (index >> 8)) & 0xff
  return bytes
}

async function* streamOf(bytes: Uint8Array): ByteStream & AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += 60_000) yield bytes.slice(at, at + 60_000)
}

async function collect(stream: ByteStream): Promise<Uint8Array> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  for await (const chunk of stream) chunks.push(Uint8Array.from(chunk))
  return new Uint8Array(await new Blob(chunks).arrayBuffer())
}

/** Compares large contents: `toEqual` takes seconds for them. */
function areEqual(some: Uint8Array, others: Uint8Array): boolean {
  return some.byteLength === others.byteLength && some.every((byte, at) => byte === others[at])
}

async function idsOf(store: BlobStore): Promise<readonly string[]> {
  const ids: string[] = []
  for await (const id of store.list()) ids.push(id)
  return ids
}

async function expectFailure(attempt: Promise<unknown>, code: SyncErrorCode): Promise<void> {
  const failure = await attempt.then(
    () => null,
    (error: unknown) => error,
  )
  expect(isSyncError(failure) ? failure.code : failure).toBe(code)
}
