import { type Instant, instant } from '@twinfolder/core'
import { describe, expect, test } from 'vitest'

import type { ResumableUpload, UploadStore } from '../ports/upload-store.ts'

const at = (seconds: number): Instant => instant(new Date(1_767_225_600_000 + seconds * 1000).toISOString())
const limit = { atMost: 3, now: at(0) }
const upload = (id: string, patch: Partial<ResumableUpload> = {}): ResumableUpload => ({
  id,
  user: { tenantId: 'tenant-1', userId: 'sofie' },
  record: { tenantId: 'tenant-1', module: 'companies', id: '1' },
  idempotencyKey: `key of ${id}`,
  folder: ['Offers', '"2026"'],
  name: 'plan ü.pdf',
  sizeBytes: 10,
  offsetBytes: 0,
  parts: [],
  fileId: null,
  expiresAt: at(100),
  ...patch,
})

/** What every {@link UploadStore} does. `open` gives an empty store; it is called for each test. */
export function uploadStoreContract(name: string, open: () => UploadStore | Promise<UploadStore>): void {
  describe(`UploadStore: ${name}`, () => {
    test('gives back what was begun; what was not is not there', async () => {
      const store = await open()
      expect(await store.begin(upload('a'), limit)).toEqual(upload('a'))
      expect(await store.get('a')).toEqual(upload('a'))
      expect(await store.get('b')).toBeNull()
    })

    test('[C75] the same key of the same user and record is the same upload, also when both begin at once', async () => {
      const store = await open()
      const key = { idempotencyKey: 'one key' }
      const begun = await Promise.all(['a', 'b', 'c'].map((id) => store.begin(upload(id, key), limit)))
      expect(new Set(begun.map((one) => one?.id)).size).toBe(1)
      const others = [
        upload('d', { ...key, user: { tenantId: 'tenant-1', userId: 'jonas' } }),
        upload('e', { ...key, record: { tenantId: 'tenant-1', module: 'companies', id: '2' } }),
        upload('f', {
          ...key,
          user: { tenantId: 'tenant-2', userId: 'sofie' },
          record: { tenantId: 'tenant-2', module: 'companies', id: '1' },
        }),
      ]
      for (const other of others) expect((await store.begin(other, limit))?.id).toBe(other.id)
    })

    test('[X37] a user has a limited number under way: finished and expired ones do not count', async () => {
      const store = await open()
      for (const id of ['a', 'b', 'c']) expect(await store.begin(upload(id), limit)).not.toBeNull()
      expect(await store.begin(upload('d'), limit)).toBeNull()
      expect((await store.begin(upload('x', { idempotencyKey: 'key of a' }), limit))?.id).toBe('a')
      const jonas = upload('e', { user: { tenantId: 'tenant-1', userId: 'jonas' } })
      expect(await store.begin(jonas, limit)).not.toBeNull()
      await store.finish('a', 'file-1')
      expect(await store.begin(upload('f'), limit)).not.toBeNull()
      expect(await store.begin(upload('g', { expiresAt: at(300) }), { ...limit, now: at(100) })).not.toBeNull()
    })

    test('a part is added only where the upload ends', async () => {
      const store = await open()
      await store.begin(upload('a'), limit)
      const [first, second] = [
        { blobId: 'blob-1', sizeBytes: 4 },
        { blobId: 'blob-2', sizeBytes: 6 },
      ]
      expect(await store.append('a', 0, first)).toEqual(upload('a', { offsetBytes: 4, parts: [first] }))
      expect(await store.append('a', 0, second)).toBeNull()
      expect(await store.append('nothing', 0, second)).toBeNull()
      expect(await store.append('a', 4, second)).toMatchObject({ offsetBytes: 10, parts: [first, second] })
      expect(await store.partsAmong(['blob-1', 'blob-2', 'blob-3'])).toEqual(new Set(['blob-1', 'blob-2']))
    })

    test('of many parts for one place exactly one is added', async () => {
      const store = await open()
      await store.begin(upload('a'), limit)
      const parts = Array.from({ length: 8 }, (_, at) => store.append('a', 0, { blobId: `blob-${at}`, sizeBytes: 5 }))
      expect((await Promise.all(parts)).filter((one) => one !== null)).toHaveLength(1)
      expect(await store.get('a')).toMatchObject({ offsetBytes: 5 })
    })

    test('a finished one keeps its file and forgets its parts; nothing is added to it', async () => {
      const store = await open()
      await store.begin(upload('a'), limit)
      await store.append('a', 0, { blobId: 'blob-1', sizeBytes: 10 })
      await store.finish('a', 'file-1')
      expect(await store.get('a')).toEqual(upload('a', { offsetBytes: 10, fileId: 'file-1' }))
      expect(await store.partsAmong(['blob-1'])).toEqual(new Set())
      expect(await store.append('a', 10, { blobId: 'blob-2', sizeBytes: 1 })).toBeNull()
    })

    test('one that is removed is gone with its parts, twice is harmless', async () => {
      const store = await open()
      await store.begin(upload('a'), limit)
      await store.append('a', 0, { blobId: 'blob-1', sizeBytes: 1 })
      await store.remove('a')
      await store.remove('a')
      expect(await store.get('a')).toBeNull()
      expect(await store.partsAmong(['blob-1'])).toEqual(new Set())
    })

    test('tells which have expired, a few at a time', async () => {
      const store = await open()
      for (const [id, until] of [['a', 10] as const, ['b', 20] as const, ['c', 30] as const]) {
        await store.begin(upload(id, { expiresAt: at(until) }), limit)
      }
      expect((await store.expired(at(20), 10)).map(({ id }) => id).toSorted()).toEqual(['a', 'b'])
      expect(await store.expired(at(30), 2)).toHaveLength(2)
      expect(await store.expired(at(9), 10)).toEqual([])
    })
  })
}
