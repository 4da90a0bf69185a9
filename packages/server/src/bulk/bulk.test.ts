import { expect, test } from 'vitest'

import { memoryStores } from '../memory/memory-stores.ts'
import {
  type TestServer,
  company,
  jonas,
  link,
  problemOf,
  sofie,
  testServer,
  whileWorking,
} from '../testing/test-server.ts'

interface Run {
  readonly id: string
  readonly state: string
  readonly total: number
  readonly ends: Readonly<Record<string, number>>
  readonly retryOf: string | null
}
interface Row {
  readonly record: { readonly id: string }
  readonly name: string | null
  readonly end: string | null
  readonly code: string | null
}
const sofieKey = { tenantId: 'tenant-1', userId: 'sofie' }
const refs = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => ({ module: 'companies', id: String(from + index) }))

async function linkedServer(change: Parameters<typeof testServer>[0] = {}): Promise<TestServer> {
  const server = testServer(change)
  await link(server, sofie, server.remotes.sofie)
  return server
}
async function start(server: TestServer, count: number): Promise<Run> {
  const answer = await server.post(sofie, '/bulk', { segment: { records: refs(count) } })
  expect(answer.status).toBe(202)
  return (await answer.json()) as Run
}
const runOf = async (server: TestServer, id: string): Promise<Run> =>
  (await (await server.get(sofie, `/bulk/${id}`)).json()) as Run
const rowsOf = async (server: TestServer, id: string, query = ''): Promise<readonly Row[]> =>
  ((await (await server.get(sofie, `/bulk/${id}/records?limit=500${query}`)).json()) as { rows: Row[] }).rows
const ended = (server: TestServer, id: string) => async (): Promise<boolean> =>
  (await runOf(server, id)).state !== 'running'
const sum = (ends: Run['ends']): number => Object.values(ends).reduce((all, count) => all + count, 0)

test('[P28] [P30] a run over 40 records ends each of them once', async () => {
  const server = await linkedServer()
  for (const { id } of refs(30)) await server.files.put(company(id), 'quote.pdf', new Uint8Array([1, 2, 3]))
  const { id, total, state, ends } = await start(server, 40)
  expect([total, state, sum(ends)]).toEqual([40, 'running', 0])
  await whileWorking(server, () => server.until(ended(server, id)))
  const done = await runOf(server, id)
  expect(done.state).toBe('done')
  expect(sum(done.ends)).toBe(40)
  expect(done.ends).toMatchObject({ synced: 30, emptyFolder: 10, failed: 0, skipped: 0 })
  const rows = await rowsOf(server, id)
  expect(rows.map(({ record, name }) => [record.id, name])).toEqual(
    refs(40).map((ref) => [ref.id, `Company ${ref.id}`]),
  )
  expect(await (await server.get(sofie, '/bulk?module=companies')).json()).toMatchObject({ runs: [{ id }] })
  expect(await (await server.get(sofie, '/bulk?module=contacts')).json()).toEqual({ runs: [] })
})

/** A server whose CRM has ten thousand companies, and what starts a run over all of them. */
async function tenThousand() {
  const server = await linkedServer()
  for (const { id } of refs(10_000)) {
    server.records.set(company(id), { name: `Company ${id}`, number: id, singular: 'Company' })
  }
  server.remotes.sofie.clearCalls()
  return { server, startAll: () => server.post(sofie, '/bulk', { segment: { records: refs(10_000) } }) }
}

test('[P32] [Q3] ten thousand records are accepted before anything is done for them, and all of them are asked for', async () => {
  const { server, startAll } = await tenThousand()
  const answer = await startAll()
  expect(server.remotes.sofie.calls).toEqual([])
  expect(await answer.json()).toMatchObject({ total: 10_000, state: 'running' })
  const [stored] = await server.stores.sync.links('active')
  await server.until(() => server.stores.work.isWanted(stored?.id ?? '', company('10000')))
  // And the look at the link itself.
  expect(await server.stores.work.stats()).toEqual({ waiting: 10_001, claimed: 0 })
})

test('[P30] [Q3] cancelled right after it was accepted, a run of ten thousand leaves nothing in the queue', async () => {
  const { server, startAll } = await tenThousand()
  const put: number[] = []
  const work = { ...server.stores.work }
  let go = (): void => undefined
  const isCancelled = new Promise<void>((resolve) => (go = resolve))
  // What is asked for after the answer comes when the run is cancelled already.
  Object.assign(server.stores.work, {
    request: async (requests: Parameters<typeof work.request>[0]) => {
      if (put.length > 0) await isCancelled
      await work.request(requests)
      put.push(requests.length)
    },
  })
  const { id } = (await (await startAll()).json()) as Run
  const answer = await server.post(sofie, `/bulk/${id}/cancel`)
  expect(await answer.json()).toMatchObject({ state: 'cancelled', ends: { cancelled: 10_000 } })
  go()
  const [stored] = await server.stores.sync.links('active')
  await server.until(() => Promise.resolve(put.length === 2))
  await server.until(async () => !(await server.stores.work.isWanted(stored?.id ?? '', company('1500'))))
  expect(put).toEqual([1000, 1000])
  // The look at the link itself.
  expect(await server.stores.work.stats()).toEqual({ waiting: 1, claimed: 0 })
})

test('[P29] without a link there is nothing to run', async () => {
  const server = testServer()
  for (const path of ['/bulk', '/bulk/preflight']) {
    const answer = await server.post(sofie, path, { segment: { records: refs(2) } })
    expect(await problemOf(answer)).toBe('409 not_linked')
  }
})

test('[A15] [P28] a saved segment is taken as it is now', async () => {
  const server = await linkedServer()
  const segment = { module: 'companies' as const, id: 'belgium' }
  const members = [
    { module: 'companies' as const, id: '3' },
    { module: 'companies' as const, id: '5' },
  ]
  server.records.setSegment('tenant-1', segment, members)
  const run = (await (await server.post(sofie, '/bulk', { segment })).json()) as Run
  server.records.setSegment('tenant-1', segment, [])
  expect((await rowsOf(server, run.id)).map(({ record }) => record.id)).toEqual(['3', '5'])
  const unknown = await server.post(sofie, '/bulk', { segment: { module: 'companies', id: 'unknown' } })
  expect(await problemOf(unknown)).toBe('404 segment_unknown')
})

test('[X33] records that the user may not see are left out, whether they exist or not', async () => {
  const server = await linkedServer()
  server.records.setAccess(sofieKey, company('2'), { read: false, write: false, missing: [] })
  const segment = { records: [...refs(3), { module: 'companies', id: 'no-such' }] }
  const counted = await server.post(sofie, '/bulk/preflight', { segment })
  expect(await counted.json()).toMatchObject({ records: 2, excluded: [{ code: 'record_invisible', count: 2 }] })
  const run = (await (await server.post(sofie, '/bulk', { segment })).json()) as Run
  expect((await rowsOf(server, run.id)).map(({ record }) => record.id)).toEqual(['1', '3'])
})

test('[P30] the preflight counts files and bytes', async () => {
  const server = await linkedServer()
  await server.files.put(company('1'), 'a', new Uint8Array(100))
  await server.files.put(company('2'), 'x/b', new Uint8Array(50))
  const counted = await server.post(sofie, '/bulk/preflight', { segment: { records: refs(3) } })
  expect(await counted.json()).toMatchObject({ records: 3, files: 2, bytes: 150, excluded: [] })
})

test('[X31] rights are asked for again when a record has its turn', async () => {
  const server = await linkedServer()
  const { id } = await start(server, 3)
  server.records.setAccess(sofieKey, company('1'), { read: false, write: false, missing: [] })
  server.records.set(company('2'), null)
  await whileWorking(server, () => server.until(ended(server, id)))
  const rows = await rowsOf(server, id)
  expect(rows.map(({ end, code }) => [end, code])).toEqual([
    ['skipped', 'record_invisible'],
    ['skipped', 'record_gone'],
    ['emptyFolder', null],
  ])
  expect(rows[0]?.name).toBeNull()
})

test('[P30] cancelling keeps what is done and ends the rest', async () => {
  const server = await linkedServer()
  const { id } = await start(server, 5)
  const answer = await server.post(sofie, `/bulk/${id}/cancel`)
  expect(await answer.json()).toMatchObject({ state: 'cancelled', ends: { cancelled: 5 } })
  const [stored] = await server.stores.sync.links('active')
  expect(await server.stores.work.isWanted(stored?.id ?? '', company('1'))).toBe(false)
  expect(await (await server.post(sofie, `/bulk/${id}/cancel`)).json()).toMatchObject({ state: 'cancelled' })
})

test('[P30] [Q3] cancelling a run under way keeps what is done, goes on with nothing else and ends every record once', async () => {
  const server = await linkedServer()
  for (const { id } of refs(60)) await server.files.put(company(id), 'a.pdf', new Uint8Array([1]))
  // Ends are told fifty records at a time. The files of those after that are still being read when the run is cancelled.
  const read = server.files.read.bind(server.files)
  let reads = 0
  const slowRead: typeof read = async (file, options) => {
    reads += 1
    if (reads > 50) await server.until(() => options?.signal?.aborted === true)
    return read(file, options)
  }
  Object.assign(server.files, { read: slowRead })
  const { id } = await start(server, 60)
  const done = (ends: Run['ends']): number => sum(ends) - (ends.cancelled ?? 0)
  await whileWorking(server, async () => {
    await server.until(async () => done((await runOf(server, id)).ends) > 0)
    await server.post(sofie, `/bulk/${id}/cancel`)
    await server.until(async () => (await server.stores.work.stats()).claimed === 0)
  })
  const run = await runOf(server, id)
  expect([run.state, sum(run.ends)]).toEqual(['cancelled', 60])
  const waited = (await rowsOf(server, id, '&end=cancelled')).map(({ record }) => record.id)
  expect(waited.length).toBe(run.ends.cancelled)
  const files = (): number => server.remotes.sofie.owner.tree().filter(({ kind }) => kind === 'file').length
  const filesThen = files()
  // At most what was on its way, four at a time; and no later pass goes on with it.
  expect(filesThen).toBeLessThanOrEqual(done(run.ends) + 4)
  const [stored] = await server.stores.sync.links('active')
  await server.stores.work.request([{ linkId: stored?.id ?? '', record: null, priority: 100 }])
  const isIdle = async (): Promise<boolean> => {
    const { waiting, claimed } = await server.stores.work.stats()
    return waiting + claimed === 0
  }
  await whileWorking(server, () => server.until(isIdle))
  expect(files()).toBe(filesThen)
})

test('[P30] a run whose process died before it asked for the records is taken up by the next look at the link', async () => {
  const server = await linkedServer()
  const work = { ...server.stores.work }
  const died = Promise.reject(new Error('The process is gone.'))
  died.catch(() => undefined)
  Object.assign(server.stores.work, { request: () => died })
  await server.post(sofie, '/bulk', { segment: { records: refs(30) } })
  Object.assign(server.stores.work, work)
  const { runs } = (await (await server.get(sofie, '/bulk')).json()) as { runs: Run[] }
  const id = runs[0]?.id ?? ''
  expect(await runOf(server, id)).toMatchObject({ state: 'running', total: 30 })
  server.clock.advance(61_000)
  await whileWorking(server, () => server.until(ended(server, id)))
  expect(await runOf(server, id)).toMatchObject({ state: 'done', ends: { emptyFolder: 30 } })
})

test('[J3] trying again is a new run over what failed for a passing reason', async () => {
  const server = await linkedServer()
  const { id } = await start(server, 3)
  server.records.setAccess(sofieKey, company('1'), { read: false, write: false, missing: [] })
  server.records.set(company('2'), null)
  await whileWorking(server, () => server.until(ended(server, id)))
  server.records.setAccess(sofieKey, company('1'), { read: true, write: true, missing: [] })
  const again = (await (await server.post(sofie, `/bulk/${id}/retry`)).json()) as Run
  expect(again).toMatchObject({ total: 1, retryOf: id, state: 'running' })
  await whileWorking(server, () => server.until(ended(server, again.id)))
  expect(await runOf(server, again.id)).toMatchObject({ state: 'done', ends: { emptyFolder: 1 } })
  const nothing = (await (await server.post(sofie, `/bulk/${again.id}/retry`)).json()) as Run
  expect(nothing).toMatchObject({ total: 0, state: 'done' })
})

test('[S18] unlinking cancels what still runs', async () => {
  const server = await linkedServer()
  const { id } = await start(server, 3)
  await server.send(sofie, 'DELETE', '/connection')
  expect(await runOf(server, id)).toMatchObject({ state: 'cancelled', ends: { cancelled: 3 } })
})

test('[X15] a link that lost its authorization ends its records as failed, to be tried again', async () => {
  const server = await linkedServer()
  const { id } = await start(server, 3)
  server.remotes.sofie.owner.revoke()
  await whileWorking(server, () => server.until(ended(server, id)))
  const rows = await rowsOf(server, id)
  expect(rows.map(({ end, code }) => [end, code])).toEqual(refs(3).map(() => ['failed', 'link_revoked']))
})

test('two runs over the same records share the work and both end', async () => {
  const server = await linkedServer()
  const [first, second] = [await start(server, 5), await start(server, 5)]
  expect((await server.stores.work.stats()).waiting).toBeLessThanOrEqual(6)
  await whileWorking(server, async () => {
    await server.until(ended(server, first.id))
    await server.until(ended(server, second.id))
  })
  for (const { id } of [first, second]) expect(sum((await runOf(server, id)).ends)).toBe(5)
})

test('one user sees only their own runs', async () => {
  const server = await linkedServer()
  await start(server, 2)
  expect(await (await server.get(jonas, '/bulk')).json()).toEqual({ runs: [] })
})

test('[P30] what a worker did that died before it told is what the record ends with', async () => {
  const stores = memoryStores()
  const deaths: string[] = []
  let isToDie = false
  const end: typeof stores.bulk.end = async (id, ...rest) => {
    if (!isToDie) return stores.bulk.end(id, ...rest)
    isToDie = false
    deaths.push(id)
    throw new Error('The process is gone.')
  }
  const server = await linkedServer({ stores: { ...stores, bulk: { ...stores.bulk, end } } })
  for (const id of ['1', '3']) await server.files.put(company(id), 'a.pdf', new Uint8Array([Number(id)]))
  const first = await start(server, 1)
  await whileWorking(server, () => server.until(ended(server, first.id)))
  server.clock.advance(60_000)
  isToDie = true
  const { id } = await start(server, 3)
  await whileWorking(server, async () => {
    await server.until(() => deaths.length > 0)
    await server.until(async () => {
      server.clock.advance(10_000)
      return ended(server, id)()
    })
  })
  expect((await rowsOf(server, id)).map((row) => row.end)).toEqual(['nothingToDo', 'emptyFolder', 'synced'])
})
