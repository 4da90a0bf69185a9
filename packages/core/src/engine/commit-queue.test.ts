import { expect, test } from 'vitest'

import type { RecordKey } from '../domain/record-ref.ts'
import type { StoreWrite } from '../ports/sync-store.ts'
import { SyncError } from '../sync-error.ts'
import { failureOf } from '../testing/failure-of.ts'
import { commitQueue } from './commit-queue.ts'

const record: RecordKey = { tenantId: 'tenant-1', module: 'companies', id: 'record-1' }
const mark = (fileId: string): StoreWrite => ({ type: 'markDirty', key: { type: 'file', record, fileId } })
const nameOf = (write: StoreWrite): string =>
  write.type === 'markDirty' && write.key.type === 'file' ? write.key.fileId : write.type

/** A queue that tells its transactions; `refuse` says which of them fail. */
function queue(refuse: (names: readonly string[]) => SyncError | null = () => null) {
  const transactions: string[][] = []
  const commit = commitQueue(async (writes) => {
    const names = writes.map(nameOf)
    transactions.push(names)
    await Promise.resolve()
    const failure = refuse(names)
    if (failure) throw failure
  })
  return { transactions, commit: (...names: readonly string[]) => commit(names.map(mark)) }
}

test('what is asked for at one moment is one transaction, in its order', async () => {
  const { transactions, commit } = queue()
  await Promise.all([commit('a', 'b'), commit('c')])
  expect(transactions).toEqual([['a', 'b', 'c']])
  await commit('d')
  await commit('e')
  expect(transactions.slice(1)).toEqual([['d'], ['e']])
})

test('what comes while a transaction is under way is the next one together', async () => {
  const { transactions, commit } = queue()
  const first = commit('a')
  await Promise.resolve()
  await Promise.resolve()
  await Promise.all([first, commit('b'), commit('c')])
  expect(transactions).toEqual([['a'], ['b', 'c']])
})

test('one that cannot be written takes no other with it', async () => {
  const { transactions, commit } = queue((names) =>
    names.includes('bad') ? new SyncError('unexpected', 'Two files at one path.') : null,
  )
  const [a, bad, c] = await Promise.allSettled([commit('a'), commit('bad'), commit('c')])
  expect([a?.status, bad?.status, c?.status]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(transactions).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']])
})

test('[S17] where nobody knows whether it was written, it is not written again', async () => {
  const { transactions, commit } = queue(() => new SyncError('host_unavailable', 'The database is gone.'))
  const failures = await Promise.all([failureOf(commit('a')), failureOf(commit('b'))])
  expect(failures).toEqual(['host_unavailable', 'host_unavailable'])
  expect(transactions).toEqual([['a', 'b']])
})

test('a transaction stays small: what is left is the next one', async () => {
  const { transactions, commit } = queue()
  const many = Array.from({ length: 600 }, (_, at) => `${at}`)
  await Promise.all([commit(...many), commit(...many), commit('last')])
  expect(transactions.map(({ length }) => length)).toEqual([600, 601])
})
