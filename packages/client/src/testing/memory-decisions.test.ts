import { expect, test } from 'vitest'

import { createSyncClient } from '../sync-client.ts'
import { type MemoryAdapterOptions, memoryAdapter } from './index.ts'

const record = { module: 'companies', id: '1001' } as const
const detached = { state: 'onlyInHost', code: 'removed_in_remote' } as const
const held = { kind: 'remoteOnly', folder: [], sync: { state: 'held', code: 'deletion_held', retryAt: null } } as const

function open(options: MemoryAdapterOptions) {
  const adapter = memoryAdapter({ sync: { phase: 'settled' }, ...options })
  const client = createSyncClient(adapter)
  const states = async () =>
    Object.fromEntries(
      (await client.listFiles(record, { folder: [] })).entries.map((entry) => [
        entry.name,
        entry.kind === 'file' ? (entry.sync?.state ?? null) : entry.kind,
      ]),
    )
  const sync = async () => (await client.getRecord(record)).sync
  const settled = async (wanted: object) => expect.poll(() => states()).toEqual(wanted)
  return { adapter, client, states, sync, settled }
}

test('[S5] files that were removed in Dropbox are counted, put back on request, or deleted here, too', async () => {
  const { client, sync, settled } = open({
    files: [
      { name: 'a', sync: detached },
      { name: 'b', sync: detached },
      { name: 'c', sync: 'synced' },
    ],
  })
  expect(await sync()).toMatchObject({ phase: 'settled', detached: 2, attention: 2 })
  expect(await client.answerDetached(record, 'putBack', ['file-1', 'file-3'])).toEqual({
    done: 1,
    failed: [{ id: 'file-3', code: 'file_unknown' }],
  })
  await settled({ a: 'synced', b: 'onlyInHost', c: 'synced' })
  expect(await client.answerDetached(record, 'deleteHere', null)).toEqual({ done: 1, failed: [] })
  await settled({ a: 'synced', c: 'synced' })
  expect(await sync()).toMatchObject({ detached: 0, attention: 0 })
})

test('[S15] deletions that wait are carried out, or taken back', async () => {
  const { client, sync, states } = open({
    remoteOnly: [
      { ...held, fileId: 'x', name: 'x' },
      { ...held, fileId: 'y', name: 'y' },
      { ...held, fileId: null, name: 'too large', sync: { ...held.sync, state: 'blocked', code: 'file_too_large' } },
    ],
  })
  expect(await sync()).toMatchObject({ held: 2 })
  expect(await client.answerHeld(record, 'delete', ['x'])).toEqual({ done: 1, failed: [] })
  expect(await client.answerHeld(record, 'takeBack', null)).toEqual({ done: 1, failed: [] })
  expect(await states()).toEqual({ y: 'synced' })
  expect((await client.listFiles(record, { folder: [] })).remoteOnly.map(({ name }) => name)).toEqual(['too large'])
  expect(await sync()).toMatchObject({ held: 0 })
})

test.each([
  ['host', { offer: 3 }],
  ['remote', { offer: 5 }],
  ['both', { offer: 3, 'offer (Dropbox)': 5 }],
] as const)('[S4] of two versions, %s stays', async (keep, sizes) => {
  const { client, sync } = open({
    files: [
      { name: 'offer', content: 'abc' },
      { name: 'offer (Dropbox)', content: 'abcde', via: 'remote', updatedBy: 'Jonas' },
    ],
    conflicts: [{ host: 'offer', remote: 'offer (Dropbox)' }],
  })
  expect(await sync()).toMatchObject({ conflicts: 1, attention: 1 })
  const [conflict] = await client.listConflicts(record)
  expect(conflict).toMatchObject({
    host: { name: 'offer', sizeBytes: 3 },
    remote: { sizeBytes: 5, updatedBy: 'Jonas' },
    choices: ['host', 'remote', 'both'],
  })
  const ids = { fileId: conflict?.host.fileId ?? '', copyId: conflict?.remote.fileId ?? '' }
  expect(await client.resolveConflict(record, ids, keep)).toMatchObject({ conflicts: 0, attention: 0 })
  const { entries } = await client.listFiles(record, { folder: [] })
  expect(
    Object.fromEntries(entries.flatMap((one) => (one.kind === 'file' ? [[one.name, one.sizeBytes]] : []))),
  ).toEqual(sizes)
  expect(entries.map((one) => one.kind === 'file' && one.sync?.state)).toEqual(entries.map(() => 'synced'))
  await expect(client.resolveConflict(record, ids, keep)).rejects.toMatchObject({ code: 'not_found' })
})

test('[S19] a record is paused, goes on, is stopped, and is taken up by a press', async () => {
  const { client, sync, settled } = open({ files: [{ name: 'a', sync: 'synced' }] })
  expect(await client.pauseSync(record)).toMatchObject({ phase: 'paused' })
  await client.resumeSync(record)
  await expect.poll(() => sync()).toMatchObject({ phase: 'settled' })
  expect(await client.stopSync(record)).toMatchObject({ phase: 'stopped' })
  await settled({ a: 'onlyInHost' })
  await client.requestSync(record)
  await settled({ a: 'synced' })
  expect((await client.listRecordActivity(record)).rows.map(({ code }) => code)).toEqual([
    'uploaded',
    'stopped',
    'resumed',
    'paused',
  ])
})

test('[S19] while everything is paused, each record says so', async () => {
  const { client, sync } = open({})
  expect(await client.pauseLink()).toMatchObject({ health: 'paused' })
  expect(await sync()).toMatchObject({ phase: 'paused' })
  expect(await client.resumeLink()).toMatchObject({ health: 'ok' })
  expect(await sync()).toMatchObject({ phase: 'settled' })
})

test('[S15] a link that is held waits for an answer', async () => {
  const { client, sync } = open({ connection: { state: 'linked', hold: { vanished: 312 } } })
  expect(await client.getConnection()).toMatchObject({ health: 'held', hold: { vanished: 312 } })
  expect(await sync()).toMatchObject({ phase: 'held' })
  expect(await client.answerHold('putBack')).toMatchObject({ health: 'ok', hold: null })
  await expect.poll(() => sync()).toMatchObject({ phase: 'settled' })
  await expect(client.answerHold('stop')).rejects.toMatchObject({ code: 'not_found' })
})

test('a deleted file comes out of the trash, at once or by its row of activity, once', async () => {
  const { client, settled } = open({ files: [{ name: 'a', sync: 'synced' }] })
  const files = [{ id: 'file-1', version: 'v1' }]
  await client.deleteFiles(record, files)
  expect(await client.restoreFiles(record, ['file-1', 'x'])).toEqual({
    done: 1,
    failed: [{ id: 'x', code: 'file_unknown' }],
  })
  await settled({ a: 'synced' })

  const { entries } = await client.listFiles(record, { folder: [] })
  const [file] = entries
  await client.deleteFiles(record, [{ id: 'file-1', version: file?.kind === 'file' ? file.version : '' }])
  const [row] = (await client.listRecordActivity(record)).rows
  expect(row).toMatchObject({ code: 'deletedInRemote', undo: { until: expect.any(String) } })
  await client.undoActivity(record, row?.id ?? '')
  await settled({ a: 'synced' })
  await expect(client.undoActivity(record, row?.id ?? '')).rejects.toMatchObject({ code: 'undo_expired' })
})
