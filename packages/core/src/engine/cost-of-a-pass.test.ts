import { expect, test } from 'vitest'

import type { RecordKey } from '../domain/record-ref.ts'
import {
  manualClock,
  memoryHostFiles,
  memoryHostRecords,
  memoryRemote,
  memorySyncStore,
  seededRandom,
} from '../memory/index.ts'
import type { SyncStore } from '../ports/sync-store.ts'
import { bytes } from '../testing/bytes.ts'
import { quickSha256 } from '../testing/crash/quick-sha256.ts'
import { newLink } from '../testing/sync-store/rows.ts'
import { createEngine } from './create-engine.ts'

/** Calls of the store and commits that one pass takes, by method. */
interface Cost {
  readonly calls: number
  readonly commits: number
  readonly most: readonly (readonly [string, number])[]
}

/** A link whose remote makes many folders and takes many files at a time; records that wait for their first pass, which is followed by one without news. */
async function firstPass(count: number, filesEach: number): Promise<{ readonly first: Cost; readonly second: Cost }> {
  const clock = manualClock()
  const random = seededRandom(1)
  const parts = { clock, random, sha256: quickSha256 }
  const store = memorySyncStore()
  const files = memoryHostFiles(parts)
  const keys = Array.from({ length: count }, (_, at): RecordKey => ({
    tenantId: 'tenant-1',
    module: 'companies',
    id: `record-${at}`,
  }))
  const calls = new Map<string, number>()
  const counted = new Proxy<SyncStore>(store, {
    get(of, name, receiver) {
      const member: unknown = Reflect.get(of, name, receiver)
      if (typeof member !== 'function') return member
      return (...args: unknown[]): unknown => {
        calls.set(String(name), (calls.get(String(name)) ?? 0) + 1)
        return Reflect.apply(member, of, args)
      }
    },
  })
  const remote = memoryRemote({ ...parts, lanes: { downloads: 8, uploads: 1000, deletions: 1000, folders: 1000 } })
  const engine = createEngine({
    store: counted,
    files,
    records: memoryHostRecords({
      records: keys.map((key, at) => [key, { name: `Company ${at}`, number: `${at}`, singular: 'Company' }]),
    }),
    remote: async () => remote,
    ...parts,
    moduleFolderName: () => 'Companies',
  })
  const link = newLink({ user: { tenantId: 'tenant-1', userId: 'user-ada' } })
  await store.createLink(link)
  for (const key of keys) {
    await engine.enrol(link.id, key, link.user.userId)
    for (let file = 0; file < filesEach; file += 1) {
      await files.put(key, { folder: [], name: `file ${file}.txt` }, bytes(`${key.id} ${file}`))
    }
  }
  const pass = async (): Promise<Cost> => {
    calls.clear()
    const report = await engine.runPass(link.id, { records: keys, owner: 'worker-1' })
    expect(report.outcome).toBe('done')
    return {
      calls: [...calls.values()].reduce((sum, one) => sum + one, 0),
      commits: calls.get('commit') ?? 0,
      most: [...calls].toSorted(([, a], [, b]) => b - a).slice(0, 5),
    }
  }
  const first = await pass()
  return { first, second: await pass() }
}

test('[C16] a first pass over records without files reads and writes for many of them at once', async () => {
  const few = await firstPass(20, 0)
  const many = await firstPass(200, 0)
  expect(few.first.calls).toBeLessThanOrEqual(60)
  // The listing of a record is the host's to give; of the store each further record takes no call of its own.
  expect((many.first.calls - few.first.calls) / 180, String(many.first.most)).toBeLessThan(0.25)
  expect(many.first.commits - few.first.commits).toBeLessThanOrEqual(8)
})

test('[C1] files that go up side by side are bound in a few transactions', async () => {
  const few = await firstPass(20, 5)
  const many = await firstPass(200, 5)
  expect(few.first.calls).toBeLessThanOrEqual(90)
  expect((many.first.calls - few.first.calls) / 900, String(many.first.most)).toBeLessThan(0.1)
  expect(many.first.commits - few.first.commits).toBeLessThanOrEqual(20)
})

test('[C18] a pass over records of which nothing changed reads as often, and writes no more, however many they are', async () => {
  const few = await firstPass(20, 1)
  const many = await firstPass(200, 1)
  expect(few.second.calls).toBeLessThanOrEqual(35)
  expect(many.second.calls - few.second.calls, String(many.second.most)).toBeLessThanOrEqual(10)
  expect(many.second.commits).toBe(few.second.commits)
})
