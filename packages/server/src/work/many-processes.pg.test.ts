import { type HostFiles, SyncError } from '@twinfolder/core'
import { afterEach, expect, test } from 'vitest'

import { listen } from '../testing/browser-events.ts'
import { folderOf, manyNames, namesInDropbox, saveFiles, seenBy, text } from '../testing/record-steps.ts'
import { type TestCluster, testCluster } from '../testing/test-cluster.ts'
import { type TestServer, company, jonas, recordPath, sofie } from '../testing/test-server.ts'

/** Two processes answer requests, a third one works; the first is called A, the second B. */
let cluster: TestCluster
const start = async (change: Parameters<typeof testCluster>[1] = {}, size = 3) => {
  cluster = await testCluster(size, change)
  const [a, b] = [cluster.server(0), cluster.server(1)]
  return { a, b }
}
afterEach(() => cluster.close())

/** From now on each file of the CRM takes its time to be read. */
function slowDown({ files }: TestServer, ms: number): void {
  const fast = { ...files }
  const slowly: HostFiles['read'] = async (file, options) => {
    await new Promise((resolve) => setTimeout(resolve, ms))
    options?.signal?.throwIfAborted()
    return fast.read(file, options)
  }
  Object.assign(files, { read: slowly })
}

test('[P19] what is asked for at one process is done by another one', async () => {
  const { a } = await start()
  await saveFiles(a, ['a.txt'])
  cluster.startWorker(2)
  await a.until(async () => (await a.stores.work.stats()).waiting === 0)
  await seenBy(a).press()
  await a.until(() => namesInDropbox(a).length === 1)
})

test('[P23] a browser hears of a pass of another process, of its own tenant and rights only', async () => {
  const { a, b } = await start()
  await saveFiles(a, ['a.txt'])
  a.records.setAccess({ tenantId: 'tenant-1', userId: 'jonas' }, company('1'), {
    read: false,
    write: false,
    missing: [],
  })
  const [own, other] = [await listen(a, sofie), await listen(b, jonas)]
  cluster.startWorker(2)
  await seenBy(b).press()
  await a.until(() => own.events.some(({ type }) => type === 'progress'))
  await a.until(() => own.events.some(({ type }) => type === 'record'))
  expect(other.events.filter(({ type }) => type !== 'connection')).toEqual([])
})

test('a browser goes on at another process where it was, and asks for everything where that is not known', async () => {
  const { a, b } = await start()
  const first = await listen(a, sofie)
  const upload = (id: string) => a.upload(sofie, `${recordPath(id)}/files?name=a.txt`, text('a'))
  await upload('1')
  await a.until(() => first.ids.length > 0)
  await first.leave()
  await upload('2')
  await new Promise((resolve) => setTimeout(resolve, 200))
  const again = await listen(b, sofie, first.ids.at(-1))
  await b.until(() => again.events.length > 0)
  expect(again.events).toEqual([{ type: 'record', record: { module: 'companies', id: '2' } }])
  const late = await listen(b, sofie, 'another-1')
  await b.until(() => late.events.length > 0)
  expect(late.events).toEqual([{ type: 'resync' }])
  const resumed = await listen(b, sofie, late.ids.at(-1))
  await upload('3')
  await b.until(() => resumed.events.length > 0)
  expect(resumed.events).toEqual([{ type: 'record', record: { module: 'companies', id: '3' } }])
})

test('[P22] every process knows how far a pass of another one is', async () => {
  const { a, b } = await start()
  slowDown(a, 40)
  await saveFiles(a, manyNames(40))
  cluster.startWorker(2)
  await seenBy(a).press()
  const progress = async (of: typeof a) => (await seenBy(of).sync())['progress'] as { total: number } | null
  await a.until(async () => ((await progress(a))?.total ?? 0) > 0 && ((await progress(b))?.total ?? 0) > 0)
  await a.until(async () => (await progress(a)) === null && (await progress(b)) === null)
})

test('[P34] [C88] a record that is open at two processes is polled by a third, as often as if it were open at one', async () => {
  const { a, b } = await start({ openRecordPollMs: 200 })
  cluster.startWorker(2)
  await seenBy(a).settle()
  for (const process of [a, b]) await process.get(sofie, `${recordPath('1')}?watch=true`)
  await a.remotes.sofie.owner.put(`${folderOf()}/late.pdf`, text('late'))
  await a.until(async () => (await seenBy(b).files()).length === 1)
  a.remotes.sofie.clearCalls()
  const startedAt = performance.now()
  const polls = () => a.remotes.sofie.calls.filter(({ method }) => method === 'changes').length
  await a.until(() => polls() >= 8)
  // Two processes that asked for it as often as one does would need half of the time.
  expect(performance.now() - startedAt).toBeGreaterThan(8 * 200 * 0.7)
})

test('[X16] unlinking at one process stops the pass of another before its next file', async () => {
  const { a } = await start()
  slowDown(a, 50)
  await saveFiles(a, manyNames(100))
  cluster.startWorker(2)
  await seenBy(a).press()
  await a.until(() => namesInDropbox(a).length > 0)
  await a.send(sofie, 'DELETE', '/connection')
  const then = namesInDropbox(a).length
  await a.until(async () => (await a.stores.work.stats()).claimed === 0)
  expect(namesInDropbox(a).length - then).toBeLessThanOrEqual(4)
})

test('[P30] [Q3] a run that is cancelled at one process ends in another, each record once', async () => {
  const { a, b } = await start()
  slowDown(a, 50)
  for (let id = 1; id <= 60; id += 1) await saveFiles(a, ['a.txt', 'b.txt'], company(`${id}`))
  cluster.startWorker(2)
  const records = Array.from({ length: 60 }, (_, index) => ({ module: 'companies', id: `${index + 1}` }))
  const run = (await (await a.post(sofie, '/bulk', { segment: { records } })).json()) as { id: string }
  const view = async () =>
    (await (await b.get(sofie, `/bulk/${run.id}`)).json()) as { state: string; ends: Record<string, number> }
  await b.until(async () => ((await view()).ends['synced'] ?? 0) > 0)
  await b.post(sofie, `/bulk/${run.id}/cancel`)
  const { state, ends } = await view()
  expect(state).toBe('cancelled')
  expect(Object.values(ends).reduce((sum, count) => sum + count, 0)).toBe(60)
  await b.until(async () => (await b.stores.work.stats()).claimed === 0)
  const folders = records.filter(({ id }) => namesInDropbox(a, 'sofie', id).length === 2).length
  expect(folders).toBeLessThanOrEqual((ends['synced'] ?? 0) + 4)
})

test('[Q4] a click overtakes a bulk run of the same link, also in the middle of a large record', async () => {
  const { a, b } = await start()
  slowDown(a, 100)
  await saveFiles(a, manyNames(300))
  for (const id of ['50', '51']) await saveFiles(a, ['clicked.txt'], company(id))
  cluster.startWorker(2)
  await a.post(sofie, '/bulk', { segment: { records: [{ module: 'companies', id: '1' }] } })
  await a.until(() => namesInDropbox(a).length >= 4)
  await seenBy(b, sofie, '50').press()
  await a.until(() => namesInDropbox(a, 'sofie', '50').length === 1)
  // Also the pass that has served the click gives way to the next one.
  await seenBy(b, sofie, '51').press()
  await a.until(() => namesInDropbox(a, 'sofie', '51').length === 1)
  const then = namesInDropbox(a).length
  expect(then).toBeLessThan(200)
  await a.until(() => namesInDropbox(a).length >= then + 8)
})

test('[C80] [Q6] what a link waits for is known to every process', async () => {
  const { a, b } = await start()
  await saveFiles(a, ['a.txt'])
  const waitingFor = async (of: typeof a) =>
    ((await (await of.get(sofie, recordPath('1'))).json()) as { waitingFor: string | null }).waitingFor
  const calls: string[] = []
  Object.assign(a.remotes.sofie, {
    changes: (cursor: string) => {
      calls.push(cursor)
      throw new SyncError('remote_busy', 'Too many calls.', { retryAfterMs: 3_600_000 })
    },
  })
  cluster.startWorker(2)
  await seenBy(a).press()
  await b.until(async () => (await waitingFor(b)) === 'remote_busy')
  expect(await waitingFor(a)).toBe('remote_busy')
  // Nobody asks the remote before its time, whoever presses and whoever works.
  cluster.startWorker(0)
  const before = calls.length
  for (const process of [a, b]) await seenBy(process).press()
  await a.until(async () => (await a.stores.work.stats()).claimed === 0)
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(calls.length).toBe(before)
})
