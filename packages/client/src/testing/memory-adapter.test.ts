import type { FileEntry, ServerEvent } from '@twinfolder/protocol'
import { describe, expect, onTestFinished, test, vi } from 'vitest'

import type { LiveStatus } from '../sync-adapter.ts'
import { createSyncClient } from '../sync-client.ts'
import { type MemoryAdapterOptions, consentCallback, manualScheduler, memoryAdapter } from './index.ts'

const record = { module: 'companies', id: '1001' } as const
const project = { module: 'projects', id: '7' } as const

function open(options: MemoryAdapterOptions = {}) {
  const adapter = memoryAdapter(options)
  const client = createSyncClient(adapter)
  const events: ServerEvent[] = []
  const statuses: LiveStatus[] = []
  adapter.subscribe({ onEvent: (event) => events.push(event), onStatus: (status) => statuses.push(status) })
  const files = async (folder: readonly string[] = []): Promise<readonly FileEntry[]> =>
    (await client.listFiles(record, { folder })).entries.filter((entry) => entry.kind === 'file')
  const states = async () => Object.fromEntries((await files()).map(({ name, sync }) => [name, sync?.state ?? null]))
  return { adapter, client, events, statuses, files, states }
}

describe('files', () => {
  test('need no more than a name', async () => {
    const { files } = open({ files: [{ name: 'quote.pdf' }, { name: 'notes.txt', content: 'hello' }] })
    expect(await files()).toMatchObject([
      { name: 'notes.txt', sizeBytes: 5, mediaType: 'text/plain', via: 'host', sync: null },
      { name: 'quote.pdf', sizeBytes: 1024, mediaType: 'application/pdf', copies: [] },
    ])
  })

  test('show any state, by its name or in full', async () => {
    const { files } = open({
      files: [
        { name: 'a', sync: 'synced' },
        { name: 'b', sync: { state: 'blocked', code: 'file_too_large' } },
        { name: 'c', sync: 'synced', copies: ['Jonas', 'Sofie'] },
      ],
    })
    expect(await files()).toMatchObject([
      { sync: { state: 'synced', code: null, retryAt: null }, copies: ['Sofie'] },
      { sync: { state: 'blocked', code: 'file_too_large', retryAt: null }, copies: [] },
      { copies: ['Jonas', 'Sofie'] },
    ])
  })

  test('have contents, also where none were given', async () => {
    const { client, files } = open({ files: [{ name: 'zeros', sizeBytes: 3 }] })
    const [file] = await files()
    const { url } = await client.contentUrl(record, file?.id ?? '', { inline: true })
    expect(new Uint8Array(await (await fetch(url)).arrayBuffer())).toEqual(Uint8Array.of(0, 0, 0))
  })

  test('have data addresses where the environment lacks blob addresses', async () => {
    vi.stubGlobal('URL', class extends URL {})
    Object.defineProperty(URL, 'createObjectURL', { value: undefined })
    const { client } = open({ files: [{ name: 'notes.txt', content: 'ü' }] })
    const { url } = await client.contentUrl(record, 'file-1', { inline: true })
    vi.unstubAllGlobals()
    expect(url).toBe('data:text/plain;base64,w7w=')
  })

  test('are changed, added and removed as if somebody else did it', async () => {
    const { adapter, files, events } = open({ files: [{ name: 'quote.pdf', folder: ['Contracts'] }] })
    const [before] = await files(['Contracts'])
    events.length = 0
    adapter.setFile('Contracts/quote.pdf', { sync: 'conflict' })
    expect(await files(['Contracts'])).toMatchObject([
      { id: before?.id, version: before?.version, sync: { state: 'conflict' } },
    ])
    adapter.setFile('quote.pdf', { sizeBytes: 7 })
    expect(await files(['Contracts'])).toMatchObject([{ sizeBytes: 7, sync: { state: 'conflict' } }])
    expect((await files(['Contracts']))[0]?.version).not.toBe(before?.version)
    adapter.addFile({ name: 'signed.pdf', via: 'remote', updatedBy: 'Sofie' })
    adapter.removeFile('quote.pdf')
    expect(await files()).toMatchObject([{ name: 'signed.pdf', via: 'remote' }])
    expect(await files(['Contracts'])).toEqual([])
    expect(events).toEqual(Array.from({ length: 4 }, () => ({ type: 'record', record })))
    expect(() => adapter.setFile('nothing.pdf', {})).toThrow(RangeError)
  })

  test.each(['name', '-sizeBytes'] as const)('100,000 are sorted once for all of their pages, by %s', async (order) => {
    const spies = [vi.spyOn(Array.prototype, 'sort'), vi.spyOn(Array.prototype, 'toSorted')]
    onTestFinished(() => spies.forEach((spy) => spy.mockRestore()))
    const sorted = () =>
      spies.flatMap(({ mock }) => mock.contexts).filter((of) => Array.isArray(of) && of.length === 100_000).length
    const { client } = open({ files: Array.from({ length: 100_000 }, (_, at) => ({ name: `${at}.pdf` })) })
    const page = (offset: number) => client.listFiles(record, { folder: [], sort: order, offset })
    await page(0)
    const once = sorted()
    expect(once).toBe(order === 'name' ? 1 : 2)
    for (let at = 0; at < 100; at += 1) await page(at * 1000)
    expect(sorted()).toBe(once)
  })
})

describe('the script', () => {
  test('leads from a press over waiting and uploading to settled', async () => {
    const scheduler = manualScheduler()
    const { client, states, events } = open({
      files: [
        { name: 'a.pdf', sizeBytes: 100 },
        { name: 'b.pdf', sync: 'conflict' },
      ],
      scheduler,
    })
    expect(await client.requestSync(record)).toMatchObject({ link: 'linked', phase: 'waiting' })
    expect(await states()).toEqual({ 'a.pdf': 'waiting', 'b.pdf': 'conflict' })
    scheduler.next()
    expect((await client.getRecord(record)).sync).toMatchObject({ phase: 'syncing', progress: { done: 0, total: 1 } })
    scheduler.next()
    expect(await states()).toEqual({ 'a.pdf': 'uploading', 'b.pdf': 'conflict' })
    const transfer = { state: 'uploading', sentBytes: 40, totalBytes: 100 }
    expect(events).toContainEqual({ type: 'progress', record, fileId: 'file-1', ...transfer })
    scheduler.runAll()
    expect(await states()).toEqual({ 'a.pdf': 'synced', 'b.pdf': 'conflict' })
    const { sync, remoteFolderUrl } = await client.getRecord(record)
    expect(sync).toMatchObject({ phase: 'settled', progress: null, lastSettledAt: expect.any(String) })
    expect(remoteFolderUrl).not.toBeNull()
    expect((await client.listRecordActivity(record)).rows).toMatchObject([
      { code: 'uploaded', subject: 'a.pdf', record },
    ])
  })

  test('is not begun again while it goes on', async () => {
    const scheduler = manualScheduler()
    const { client } = open({ files: [{ name: 'a.pdf' }], scheduler })
    await client.requestSync(record)
    scheduler.next()
    expect(await client.requestSync(record)).toMatchObject({ phase: 'syncing' })
  })

  test('is what the story says', async () => {
    const { client, states } = open({
      files: [{ name: 'a.pdf' }],
      script: [
        { record: { phase: 'syncing' }, files: { 'a.pdf': 'downloading' } },
        {
          afterMs: 5,
          record: { phase: 'settled', attention: 1 },
          files: { 'a.pdf': { state: 'failed', code: 'remote_busy' } },
        },
      ],
    })
    expect(await client.requestSync(record)).toMatchObject({ phase: 'syncing' })
    await expect.poll(() => states()).toEqual({ 'a.pdf': 'failed' })
    expect((await client.getRecord(record)).sync).toMatchObject({ phase: 'settled', attention: 1 })
  })

  test('takes up a file that is uploaded into a settled record', async () => {
    const { client, states } = open({ sync: { phase: 'settled' } })
    const upload = { record, folder: [], name: 'new.pdf', body: new Blob(['x']), idempotencyKey: 'key-1' }
    expect((await client.uploadFile(upload)).sync).toMatchObject({ state: 'waiting' })
    await expect.poll(() => states()).toEqual({ 'new.pdf': 'synced' })
  })
})

describe('records', () => {
  test('all show the same files, unless they have their own', async () => {
    const { client, events } = open({ files: [{ name: 'a.pdf' }] })
    expect((await client.listFiles(record, { folder: [] })).total).toBe(1)
    expect((await client.listFiles(project, { folder: [] })).total).toBe(1)
    await client.createFolder(record, ['New'])
    expect(events).toEqual([record, project].map((ref) => ({ type: 'record', record: ref })))
  })

  test('of their own take from the adapter what they do not say', async () => {
    const { adapter, client } = open({
      maxFileBytes: 10,
      records: [
        { ref: record, files: [{ name: 'a.pdf' }], record: { name: 'Acme', number: '1001' } },
        { ref: project, maxFileBytes: 20 },
      ],
    })
    expect(await client.getRecord(record)).toMatchObject({ name: 'Acme', maxFileBytes: 10 })
    expect(await client.getRecord(project)).toMatchObject({ name: 'Acme GmbH', number: '7', maxFileBytes: 20 })
    adapter.addFile({ name: 'plan.pdf' }, project)
    adapter.setRecordSync({ phase: 'paused' }, project)
    expect((await client.listFiles(project, { folder: [] })).total).toBe(1)
    expect((await client.getRecord(record)).sync.phase).toBe('notEnrolled')
    await expect(client.getRecord({ module: 'products', id: '1' })).rejects.toMatchObject({ code: 'record_unknown' })
  })

  test('refuse what the user may not do', async () => {
    const { adapter, client } = open({ access: { write: false }, capabilities: { upload: false } })
    const upload = { record, folder: [], name: 'a.pdf', body: new Blob(), idempotencyKey: 'key-1' }
    await expect(client.uploadFile(upload)).rejects.toMatchObject({ code: 'forbidden' })
    adapter.setRecord({ access: { write: true } })
    await expect(client.uploadFile(upload)).rejects.toMatchObject({ code: 'upload_unsupported' })
    adapter.setRecord({ capabilities: {} })
    await expect(client.uploadFile({ ...upload, name: 'a/b.pdf' })).rejects.toMatchObject({ code: 'name_invalid' })
    adapter.setRecord({ access: { read: false } })
    await expect(client.getRecord(record)).rejects.toMatchObject({ code: 'record_unknown' })
  })

  test('show what is only in Dropbox, in its folder', async () => {
    const sync = { state: 'onlyInDropbox', code: 'file_too_large', retryAt: null } as const
    const { client } = open({
      folders: [['Videos']],
      remoteOnly: [{ kind: 'remoteOnly', fileId: null, name: 'film.mp4', folder: ['Videos'], sync }],
    })
    expect((await client.listFiles(record, { folder: [] })).remoteOnly).toEqual([])
    expect((await client.listFiles(record, { folder: ['Videos'] })).remoteOnly).toMatchObject([{ name: 'film.mp4' }])
  })
})

describe('the connection', () => {
  test('is linked unless something else is said, and each state is complete', async () => {
    const { adapter, client, events } = open()
    expect(await client.getConnection()).toMatchObject({ state: 'linked', account: { email: 'sofie@example.com' } })
    for (const state of ['none', 'reconnect', 'refused'] as const) {
      adapter.setConnection({ state })
      expect(await client.getConnection()).toMatchObject({ state, appFolder: 'Apps/Demo CRM' })
      expect((await client.getRecord(record)).sync.link).toBe(state)
    }
    adapter.setConnection({ health: 'waiting' })
    expect(await client.getConnection()).toMatchObject({ state: 'linked', health: 'waiting' })
    expect(events).toContainEqual({ type: 'connection' })
  })

  test('stays as it was when consent is denied', async () => {
    const { client } = open({ connection: { state: 'none' } })
    const { authorizeUrl } = await client.beginLink({ mode: 'popup' })
    const denied = client.completeLink(consentCallback(authorizeUrl, 'deny'))
    await expect(denied).rejects.toMatchObject({ code: 'consent_denied' })
    expect((await client.getRecord(record)).sync.link).toBe('none')
  })

  test('leads where the story wants', async () => {
    const { client } = open({ connection: { state: 'none' }, afterLink: { state: 'refused', reported: 'pro, 3 TB' } })
    const { authorizeUrl } = await client.beginLink({ mode: 'popup' })
    expect(await client.completeLink(consentCallback(authorizeUrl))).toMatchObject({ state: 'refused' })
  })

  test('unlinking ends what is going on and keeps the files', async () => {
    const scheduler = manualScheduler()
    const { client, states } = open({ files: [{ name: 'a.pdf' }], scheduler })
    await client.requestSync(record)
    await client.unlink()
    scheduler.runAll()
    expect(await states()).toEqual({ 'a.pdf': null })
    expect((await client.getRecord(record)).sync).toMatchObject({ link: 'none', phase: 'notEnrolled' })
  })
})

describe('bulk', () => {
  const bulk = {
    records: [
      { record, name: 'Acme', end: 'synced' },
      { record: project, end: 'failed', code: 'remote_busy' },
    ],
    recordsPerStep: 1,
  } as const

  test('comes to the ends of the script, step by step, and is retried for what failed', async () => {
    const scheduler = manualScheduler()
    const { client, events } = open({ bulk, scheduler })
    const { id } = await client.startBulk({ module: 'companies', id: 'belgium' })
    scheduler.next()
    expect(await client.getBulk(id)).toMatchObject({ state: 'running', total: 2, ends: { synced: 1, failed: 0 } })
    scheduler.runAll()
    expect(await client.getBulk(id)).toMatchObject({ state: 'done', ends: { synced: 1, failed: 1 } })
    expect((await client.listBulkRecords(id, { end: 'failed' })).rows).toMatchObject([
      { record: project, code: 'remote_busy' },
    ])
    const retry = await client.retryBulk(id)
    scheduler.runAll()
    expect(await client.getBulk(retry.id)).toMatchObject({ retryOf: id, total: 1, ends: { synced: 1 } })
    expect((await client.listBulk()).map((run) => run.id)).toEqual([retry.id, id])
    expect(events).toContainEqual({ type: 'bulk', bulkId: id })
  })

  test('cancelled, it keeps what is done', async () => {
    const scheduler = manualScheduler()
    const { client } = open({ bulk, scheduler })
    const { id } = await client.startBulk({ module: 'companies', id: 'belgium' })
    scheduler.next()
    expect(await client.cancelBulk(id)).toMatchObject({ state: 'cancelled', ends: { synced: 1, cancelled: 1 } })
    scheduler.runAll()
    expect(await client.getBulk(id)).toMatchObject({ state: 'cancelled', ends: { synced: 1, cancelled: 1 } })
  })
})

describe('by hand', () => {
  test('the next call fails as told, once for each time', async () => {
    const { adapter, client } = open()
    adapter.failNext('listBulk', 'network')
    adapter.failNext('listBulk', 'unavailable', { retryAfterSeconds: 3 })
    await expect(client.listBulk()).rejects.toMatchObject({ error: { code: 'network', status: null } })
    await expect(client.listBulk()).rejects.toMatchObject({
      error: { code: 'unavailable', status: 503, retryAfterSeconds: 3 },
    })
    expect(await client.listBulk()).toEqual([])
    expect(adapter.calls.map(({ operation }) => operation)).toEqual(['listBulk', 'listBulk', 'listBulk'])
  })

  test('the stream breaks and mends: nothing arrives meanwhile, everything is asked for afterwards', async () => {
    const { adapter, client, events, statuses } = open()
    await client.getRecord(record)
    adapter.setLive('down')
    adapter.addFile({ name: 'a.pdf' })
    adapter.emit({ type: 'connection' })
    expect(events).toEqual([])
    adapter.setLive('live')
    expect(events).toEqual([{ type: 'resync' }])
    expect(statuses).toEqual(['connecting', 'live', 'down', 'live'])
  })

  test('answers take as long as they should, or for ever', async () => {
    const { client } = open({ latencyMs: 20 })
    const started = performance.now()
    await client.getRecord(record)
    expect(performance.now() - started).toBeGreaterThan(15)
    const answered = vi.fn()
    void open({ latencyMs: Infinity }).client.getRecord(record).then(answered)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(answered).not.toHaveBeenCalled()
  })

  test('activity is told newest first, in pages', async () => {
    const row = (subject: string) => ({ code: 'uploaded', subject, record })
    const { client } = open({ activity: [row('a.pdf'), row('b.pdf'), { code: 'linked', subject: 'Dropbox' }] })
    expect((await client.listLinkActivity()).rows.map(({ subject }) => subject)).toEqual(['Dropbox', 'b.pdf', 'a.pdf'])
    const path = { module: record.module, recordId: record.id }
    const first = await client.adapter.call('listRecordActivity', { path, query: { limit: 1 } })
    expect(first).toMatchObject({ value: { rows: [{ subject: 'b.pdf' }], next: expect.any(String) } })
    const before = first.ok ? (first.value.next ?? undefined) : undefined
    expect(await client.listRecordActivity(record, { before })).toMatchObject({
      rows: [{ subject: 'a.pdf' }],
      next: null,
    })
  })
})
