import { instantOf } from '@twinfolder/core'
import { expect, test } from 'vitest'

import {
  type TestServer,
  company,
  jonas,
  link,
  problemOf,
  recordPath,
  sofie,
  testServer,
  whileWorking,
} from '../testing/test-server.ts'

interface Row {
  readonly name: string
  readonly updatedBy: string | null
  readonly via: string
  readonly copies: readonly string[]
  readonly sync: { readonly state: string; readonly code: string | null } | null
}
const rowsOf = async (server: TestServer, who = sofie, id = '1'): Promise<readonly Row[]> =>
  ((await (await server.get(who, `${recordPath(id)}/files`)).json()) as { entries: Row[] }).entries
const viewOf = async (server: TestServer, who = sofie, id = '1') =>
  (await (await server.get(who, recordPath(id))).json()) as { sync: { phase: string; link: string; attention: number } }
const settled =
  (server: TestServer, id = '1') =>
  async (): Promise<boolean> =>
    (await viewOf(server, sofie, id)).sync.phase === 'settled'
const text = (value: string): Uint8Array => new TextEncoder().encode(value)
const press = (server: TestServer, id = '1', who = sofie): Promise<Response> =>
  server.post(who, `${recordPath(id)}/sync`)

test('[P19] [P20] [P21] the button brings the files of a record into the Dropbox of the user', async () => {
  const server = testServer()
  await server.files.put(company('1'), 'Contracts/a.pdf', text('a'))
  await server.files.put(company('1'), 'b.pdf', text('b'))
  await link(server, sofie, server.remotes.sofie)
  await whileWorking(server, async () => {
    const pressed = await press(server)
    expect(pressed.status).toBe(202)
    expect(await pressed.json()).toMatchObject({ link: 'linked', phase: 'waiting' })
    await server.until(settled(server))
  })
  const paths = server.remotes.sofie.owner.tree().map(({ path }) => path)
  expect(paths).toContain('/Companies/Company 1 (1001)/Contracts/a.pdf')
  expect(paths).toContain('/Companies/Company 1 (1001)/b.pdf')
  expect((await rowsOf(server)).find(({ name }) => name === 'b.pdf')).toMatchObject({
    sync: { state: 'synced' },
    copies: ['Sofie'],
  })
})

test('[P26] pressing again is harmless', async () => {
  const server = testServer()
  await server.files.put(company('1'), 'a.pdf', text('a'))
  await link(server, sofie, server.remotes.sofie)
  await whileWorking(server, async () => {
    await press(server)
    await server.until(settled(server))
    server.remotes.sofie.clearCalls()
    await press(server)
    await server.until(settled(server))
  })
  expect(server.remotes.sofie.calls.filter(({ method }) => method === 'upload')).toEqual([])
})

test('[P26] [Q11] a record is settled although the pass that was done with it gave way to another press', async () => {
  const server = testServer()
  await server.files.put(company('1'), 'a.pdf', text('a'))
  await link(server, sofie, server.remotes.sofie)
  const files = { ...server.files }
  let pressOther: (() => Promise<Response>) | null = () => press(server, '2')
  Object.assign(server.files, {
    async read(...given: Parameters<typeof files.read>) {
      await pressOther?.()
      pressOther = null
      return files.read(...given)
    },
  })
  await press(server)
  await whileWorking(server, async () => {
    for (const id of ['1', '2']) await server.until(settled(server, id))
  })
  const outcomes = server.log.flatMap((entry) => (entry.event === 'pass.ended' ? [entry['outcome']] : []))
  expect(outcomes[0]).toBe('more')
})

test('[P29] without a link the button asks for one', async () => {
  const server = testServer()
  expect(await problemOf(await press(server))).toBe('409 not_linked')
})

test('[P33] [P37] a webhook brings a file from Dropbox to the record, by the user of the link', async () => {
  const server = testServer()
  await link(server, sofie, server.remotes.sofie)
  await whileWorking(server, async () => {
    await press(server)
    await server.until(settled(server))
    await server.remotes.sofie.owner.put('/Companies/Company 1 (1001)/signed.pdf', text('signed'))
    const { body, signature } = await server.provider.webhook(['dbid:sofie'])
    await server.server.handle(
      new Request('https://crm.example/twinfolder/webhooks/dropbox', {
        method: 'POST',
        body,
        headers: { 'x-dropbox-signature': signature },
      }),
    )
    await server.until(async () => (await rowsOf(server)).length === 1)
  })
  expect(await rowsOf(server)).toMatchObject([{ name: 'signed.pdf', via: 'remote' }])
})

test('[P34] [C88] a record that somebody looks at is polled, also without a webhook', async () => {
  const server = testServer({ openRecordPollMs: 50 })
  await link(server, sofie, server.remotes.sofie)
  await whileWorking(server, async () => {
    await press(server)
    await server.until(settled(server))
    await server.get(sofie, `${recordPath('1')}?watch=true`)
    await server.remotes.sofie.owner.put('/Companies/Company 1 (1001)/late.pdf', text('late'))
    await server.until(async () => (await rowsOf(server)).length === 1)
  })
  await server.server.close()
})

test('[C88] every link is looked at from time to time by itself', async () => {
  const server = testServer({ reconcileMs: 1000 })
  await link(server, sofie, server.remotes.sofie)
  await whileWorking(server, async () => {
    await press(server)
    await server.until(settled(server))
    await server.remotes.sofie.owner.put('/Companies/Company 1 (1001)/late.pdf', text('late'))
    server.clock.advance(1200)
    await server.until(async () => (await rowsOf(server)).length === 1)
  })
})

test('[C88] a server that no webhook reaches waits at the remote, and hears of a change at once', async () => {
  const server = testServer({ followChanges: true })
  await link(server, sofie, server.remotes.sofie)
  await whileWorking(server, async () => {
    await press(server)
    await server.until(settled(server))
  })
  const late = (name: string) => server.remotes.sofie.owner.put(`/Companies/Company 1 (1001)/${name}`, text(name))
  const names = async () => (await rowsOf(server)).map(({ name }) => name)
  await whileWorking(server, async () => {
    await server.until(() => server.remotes.sofie.calls.some(({ method }) => method === 'waitForChange'))
    server.remotes.sofie.clearCalls()
    await late('1.pdf')
    await server.until(async () => (await names()).length === 1)
    await late('2.pdf')
    await server.until(async () => (await names()).length === 2)
    await server.send(sofie, 'DELETE', '/connection')
  })
  expect(server.remotes.sofie.calls.filter(({ method }) => method === 'changes').length).toBeLessThan(30)
})

test('[A12] a file that one user brings in goes on to the Dropbox of the other', async () => {
  const server = testServer()
  await link(server, sofie, server.remotes.sofie)
  await link(server, jonas, server.remotes.jonas)
  await whileWorking(server, async () => {
    for (const who of [sofie, jonas]) await press(server, '1', who)
    await server.upload(sofie, `${recordPath('1')}/files?name=offer.pdf`, text('offer').slice())
    await server.until(async () => (await rowsOf(server))[0]?.copies.length === 2)
  })
  const remotes = [server.remotes.sofie, server.remotes.jonas]
  const paths = remotes.map(({ owner }) => owner.tree().map(({ path }) => path))
  for (const tree of paths) expect(tree).toContain('/Companies/Company 1 (1001)/offer.pdf')
  const view = await (await server.get(sofie, recordPath('1'))).json()
  expect(view).toMatchObject({ alsoSyncedBy: ['Jonas'] })
})

test('[P45] a file that is deleted in the CRM leaves the Dropbox', async () => {
  const server = testServer()
  const file = await server.files.put(company('1'), 'a.pdf', text('a'))
  await link(server, sofie, server.remotes.sofie)
  const isThere = (): boolean => server.remotes.sofie.owner.tree().some(({ path }) => path.endsWith('/a.pdf'))
  await whileWorking(server, async () => {
    await press(server)
    await server.until(isThere)
    await server.until(settled(server))
    const files = [{ id: file.id, version: file.version }]
    await server.post(sofie, `${recordPath('1')}/files/delete`, { files })
    await server.until(() => !isThere())
  })
})

test('[C84] [X15] a revoked authorization asks for reconnecting, and then the work goes on', async () => {
  const server = testServer()
  await server.files.put(company('1'), 'a.pdf', text('a'))
  await link(server, sofie, server.remotes.sofie)
  server.remotes.sofie.owner.revoke()
  await whileWorking(server, async () => {
    await press(server)
    await server.until(async () => (await viewOf(server)).sync.link === 'reconnect')
    expect(await (await server.get(sofie, '/connection')).json()).toMatchObject({ state: 'reconnect' })
    await link(server, sofie, server.remotes.sofie)
    await server.until(settled(server))
  })
  expect(server.remotes.sofie.owner.tree().map(({ path }) => path)).toContain('/Companies/Company 1 (1001)/a.pdf')
})

test('[Q11] a person is served before a bulk run that is under way', async () => {
  const server = testServer()
  await link(server, sofie, server.remotes.sofie)
  const records = Array.from({ length: 50 }, (_, index) => ({ module: 'companies', id: String(index + 1) }))
  await server.post(sofie, '/bulk', { segment: { records } })
  await press(server, '60')
  const at = instantOf(server.clock.now())
  const claim = await server.stores.work.claim('test', { now: at, until: at, limit: 2 })
  expect(claim?.items.map(({ record }) => record?.id ?? null)).toEqual([null, '60'])
})

test('a worker survives a store that fails, and ends when it is told to', async () => {
  const server = testServer()
  const work = { ...server.stores.work }
  let failures = 1
  Object.assign(server.stores.work, {
    claim: (...args: Parameters<typeof work.claim>) =>
      failures-- > 0 ? Promise.reject(new Error('the database is down')) : work.claim(...args),
  })
  await whileWorking(server, () => server.until(() => server.log.some(({ event }) => event === 'worker.failed')))
  expect(server.log.find(({ event }) => event === 'worker.failed')?.reason).toContain('the database is down')
})

test('closing the server ends its workers', async () => {
  const server = testServer()
  const working = server.server.work({ signal: new AbortController().signal })
  await server.server.close()
  await working
})

test('[P61] what happened is told on the record and on the link', async () => {
  const server = testServer()
  await server.files.put(company('1'), 'a.pdf', text('a'))
  await link(server, sofie, server.remotes.sofie)
  await whileWorking(server, async () => {
    await press(server)
    await server.until(settled(server))
  })
  const read = async (path: string) =>
    ((await (await server.get(sofie, path)).json()) as { rows: { code: string; subject: string }[] }).rows
  expect((await read(`${recordPath('1')}/activity`)).map(({ code }) => code)).toContain('uploaded')
  expect((await read('/connection/activity')).map(({ code }) => code)).toContain('linked')
})

test('[X52] a hundred presses in a second are a few that are told to wait, and one piece of work', async () => {
  const server = testServer()
  await link(server, sofie, server.remotes.sofie)
  const answers = await Promise.all(Array.from({ length: 100 }, () => press(server)))
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused.length).toBeGreaterThan(10)
  expect(refused[0]?.headers.get('retry-after')).toBe('1')
  expect((await server.stores.work.stats()).waiting).toBe(2)
  expect((await press(server, '1', jonas)).status).not.toBe(429)
})

test('[S18] [P53] linking the same account again takes up what was synchronised, without a press or a second upload', async () => {
  const server = testServer()
  await server.files.put(company('1'), 'a.pdf', text('a'))
  await link(server, sofie, server.remotes.sofie)
  await whileWorking(server, async () => {
    await press(server)
    await server.until(settled(server))
    await server.send(sofie, 'DELETE', '/connection')
    await server.files.put(company('1'), 'b.pdf', text('b'))
    server.remotes.sofie.clearCalls()
    await link(server, sofie, server.remotes.sofie)
    await server.until(async () => (await rowsOf(server)).every(({ sync }) => sync?.state === 'synced'))
  })
  const uploads = server.remotes.sofie.calls.filter(({ method }) => method === 'upload')
  expect(uploads.map(({ subject }) => subject)).toEqual(['/Companies/Company 1 (1001)/b.pdf'])
})

test('[S14] a file that failed is tried again by itself when its time has come', async () => {
  const server = testServer()
  await server.files.put(company('1'), 'a.pdf', text('a'))
  await link(server, sofie, server.remotes.sofie)
  server.remotes.sofie.owner.setAllocatedBytes(0)
  await whileWorking(server, async () => {
    await press(server)
    const stateOf = async (): Promise<string | undefined> => (await rowsOf(server))[0]?.sync?.state
    await server.until(async () => ['blocked', 'failed'].includes((await stateOf()) ?? ''))
    server.remotes.sofie.owner.setAllocatedBytes(null)
    server.clock.advance(7 * 3_600_000)
    await server.until(async () => (await stateOf()) === 'synced')
  })
})

test('[P57] a file of Dropbox that is too large is shown where it would be, with the reason', async () => {
  const server = testServer({ maxFileBytes: 10 })
  await link(server, sofie, server.remotes.sofie)
  const remoteOnly = async (folder = ''): Promise<unknown> => {
    const answer = await server.get(sofie, `${recordPath('1')}/files?folder=${folder}`)
    return ((await answer.json()) as { remoteOnly: unknown[] }).remoteOnly
  }
  await whileWorking(server, async () => {
    await press(server)
    await server.until(settled(server))
    const { owner } = server.remotes.sofie
    await owner.put('/Companies/Company 1 (1001)/Large.mov', new Uint8Array(11))
    await owner.put('/Companies/Company 1 (1001)/Films/Deep.mov', new Uint8Array(11))
    await press(server)
    await server.until(async () => JSON.stringify(await remoteOnly()) !== '[]')
  })
  const sync = { state: 'blocked', code: 'file_too_large' }
  expect(await remoteOnly()).toMatchObject([{ kind: 'remoteOnly', name: 'Large.mov', folder: [], sync }])
  expect(await remoteOnly('Films')).toMatchObject([{ name: 'Deep.mov', folder: ['Films'], sync }])
  const view = await (await server.get(sofie, recordPath('1'))).json()
  expect(view).toMatchObject({ sync: { attention: 2 } })
})

test('[P38] [P39] without the right to write files go out and none come in; the reason is told', async () => {
  const server = testServer()
  const missing = [{ code: 'project.editRights', label: 'Owner of this project', howTo: null }]
  const user = { tenantId: 'tenant-1', userId: 'sofie' }
  server.records.setAccess(user, company('1'), { read: true, write: false, missing })
  await server.files.put(company('1'), 'a.pdf', text('a'))
  await link(server, sofie, server.remotes.sofie)
  await whileWorking(server, async () => {
    await press(server)
    await server.until(() => server.remotes.sofie.owner.tree().some(({ path }) => path.endsWith('/a.pdf')))
    await server.remotes.sofie.owner.put('/Companies/Company 1 (1001)/in.pdf', text('in'))
    expect(await (await server.get(sofie, recordPath('1'))).json()).toMatchObject({
      sync: { direction: 'toDropbox', missing },
      access: { read: true, write: false, missing },
    })
    server.records.setAccess(user, company('1'), { read: true, write: true, missing: [] })
    await server.server.recordChanged(company('1'))
    await server.until(async () => (await rowsOf(server)).some(({ name }) => name === 'in.pdf'))
  })
})
