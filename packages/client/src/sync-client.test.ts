import type { BulkRun, RecordSync } from '@twinfolder/protocol'
import { expect, expectTypeOf, test } from 'vitest'

import { isTwinfolderError, TwinfolderError } from './api-error.ts'
import { type SyncClient, createSyncClient } from './sync-client.ts'
import { memoryAdapter } from './testing/index.ts'

const record = { module: 'companies', id: '1001' } as const

test('throws what the adapter answers', async () => {
  const adapter = memoryAdapter()
  const client = createSyncClient(adapter)
  adapter.failNext('getRecord', 'rate_limited', { retryAfterSeconds: 7, detail: 'Slow down.', requestId: 'req-1' })
  const error: unknown = await client.getRecord(record).catch((thrown: unknown) => thrown)
  if (!isTwinfolderError(error)) throw new TypeError('That is no TwinfolderError.')
  expect(error.code).toBe('rate_limited')
  expect(error.message).toBe('rate_limited: Slow down.')
  expect(error.error).toEqual({
    code: 'rate_limited',
    status: 429,
    detail: 'Slow down.',
    requestId: 'req-1',
    retryAfterSeconds: 7,
    limitBytes: null,
  })
})

test('an error without a detail is called by its code', () => {
  const plain = { code: 'network', status: null, requestId: null, retryAfterSeconds: null, limitBytes: null } as const
  expect(new TwinfolderError({ ...plain, detail: null }).message).toBe('network')
  expect(isTwinfolderError(new Error('network'))).toBe(false)
})

test('writes the query of the protocol', async () => {
  const adapter = memoryAdapter({ folders: [['A/B', 'C']] })
  const client = createSyncClient(adapter)
  await client.listFiles(record, { folder: ['A/B', 'C'], limit: 20, sort: '-name', search: undefined })
  await client.getRecord(record)
  await client.getRecord(record, { watch: true })
  const path = { module: 'companies', recordId: '1001' }
  expect(adapter.calls).toEqual([
    { operation: 'listFiles', input: { path, query: { folder: 'A%2FB/C', limit: 20, sort: '-name' } } },
    { operation: 'getRecord', input: { path, query: { watch: 'false' } } },
    { operation: 'getRecord', input: { path, query: { watch: 'true' } } },
  ])
})

test('fills in what beginning to link leaves out', async () => {
  const adapter = memoryAdapter()
  await createSyncClient(adapter).beginLink({ mode: 'popup' })
  const body = { mode: 'popup', returnTo: '/', useAnotherAccount: false }
  expect(adapter.calls).toEqual([{ operation: 'beginLink', input: { body } }])
})

test('passes the signal on', async () => {
  const client = createSyncClient(memoryAdapter({ latencyMs: Infinity }))
  const cancel = new AbortController()
  const pending = client.listBulk({}, { signal: cancel.signal })
  cancel.abort()
  await expect(pending).rejects.toMatchObject({ code: 'aborted' })
})

test('answers are typed by operation', () => {
  expectTypeOf<ReturnType<SyncClient['requestSync']>>().resolves.toEqualTypeOf<RecordSync>()
  expectTypeOf<ReturnType<SyncClient['listBulk']>>().resolves.toEqualTypeOf<readonly BulkRun[]>()
})
