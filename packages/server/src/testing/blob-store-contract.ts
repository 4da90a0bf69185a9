import { type ByteStream, SyncError, type SyncErrorCode, hashStream, isSyncError } from '@twinfolder/core'
import { describe, expect, test } from 'vitest'

import { sha256 } from '../crypto/sha256.ts'
import type { BlobStore } from '../ports/blob-store.ts'

const MIB = 1024 * 1024

/** A store whose place can fail: a disk that is full, a service that answers 500. */
export interface FailingBlobStore {
  readonly store: BlobStore
  /** From now on the place takes nothing. */
  fail(this: void): void
  mend(this: void): void
}

/**
 * What every {@link BlobStore} does. `open` gives an empty store; it is called for each test.
 *
 * @param openFailing an empty store whose place can fail; none for a store that has no place outside the process
 */
export function blobStoreContract(
  name: string,
  open: () => BlobStore | Promise<BlobStore>,
  openFailing?: () => Promise<FailingBlobStore>,
): void {
  describe(`BlobStore: ${name}`, () => {
    if (openFailing) {
      test.each([
        ['a small file', MIB, 0],
        ['a large one, in its middle', 20 * MIB, 12 * MIB],
      ])('[X36] [Q15] a place that takes nothing more leaves nothing behind: %s', async (_, size, failAt) => {
        const { store, fail, mend } = await openFailing()
        const kept = await store.put(streamOf(someBytes(10)), { maxBytes: 10 })
        async function* failing(): ByteStream & AsyncGenerator<Uint8Array> {
          let sent = 0
          for await (const chunk of streamOf(someBytes(size))) {
            if (sent >= failAt) fail()
            sent += chunk.byteLength
            yield chunk
          }
        }
        await expectFailure(store.put(failing(), { maxBytes: size }), 'host_unavailable')
        mend()
        expect(await idsOf(store)).toEqual([kept.id])
        const again = await store.put(streamOf(someBytes(10)), { maxBytes: 10 })
        expect((await idsOf(store)).toSorted()).toEqual([kept.id, again.id].toSorted())
      })
    }

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
      expect(await range(199_999, 900_000)).toEqual(bytes.slice(199_999))
      expect(await range(200_000, 200_001)).toEqual(new Uint8Array(0))
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

    test.each([100_000, 20 * MIB])('[X36] a stream that breaks after %i bytes leaves nothing behind', async (size) => {
      const store = await open()
      async function* breaks(): ByteStream & AsyncGenerator<Uint8Array> {
        yield* streamOf(someBytes(size))
        throw new Error('the connection broke')
      }
      await expectFailure(store.put(breaks(), { maxBytes: 50 * MIB }), 'unexpected')
      expect(await idsOf(store)).toEqual([])
    })

    test('an error that a stream breaks with keeps its code', async () => {
      const store = await open()
      async function* breaks(): ByteStream & AsyncGenerator<Uint8Array> {
        yield someBytes(1000)
        throw new SyncError('hash_mismatch', 'The bytes were damaged on the way.')
      }
      await expectFailure(store.put(breaks(), { maxBytes: MIB }), 'hash_mismatch')
    })

    test.each([1000, 20 * MIB])(
      'a put that nobody waits for any more after %i bytes leaves nothing behind',
      async (size) => {
        const store = await open()
        const abort = new AbortController()
        async function* slow(): ByteStream & AsyncGenerator<Uint8Array> {
          yield* streamOf(someBytes(size))
          abort.abort()
          yield someBytes(1000)
        }
        await expectFailure(store.put(slow(), { maxBytes: 50 * MIB, signal: abort.signal }), 'cancelled')
        await expectFailure(store.put(streamOf(someBytes(10)), { maxBytes: 10, signal: abort.signal }), 'cancelled')
        expect(await idsOf(store)).toEqual([])
      },
    )

    test('reading can be broken off, or never begun', async () => {
      const store = await open()
      const { id } = await store.put(streamOf(someBytes(MIB)), { maxBytes: MIB })
      for await (const chunk of await store.get(id)) {
        expect(chunk.byteLength).toBeGreaterThan(0)
        break
      }
      const chunks = (await store.get(id))[Symbol.asyncIterator]()
      await chunks.return?.()
      expect((await chunks.next()).done).toBe(true)
      expect(areEqual(await collect(await store.get(id)), someBytes(MIB))).toBe(true)
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
