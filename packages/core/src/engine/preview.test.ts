import { expect, test } from 'vitest'

import { type World, type WorldOptions, engineWorld } from '../testing/engine-world/engine-world.ts'

/** The preview of Acme, which must write nothing and ask no remote. */
async function previewOf({ engine, ada, acme, faults, store }: World) {
  const before = store.snapshot()
  faults.clearCalls()
  ada.remote.clearCalls()
  const preview = await engine.preview(ada.linkId, [acme])
  expect(ada.remote.calls).toEqual([])
  expect(faults.calls.filter((method) => !['list', 'get', 'folders'].includes(method))).toEqual([])
  expect(store.snapshot()).toEqual(before)
  return preview
}

const nothing = {
  records: 1,
  toRemote: { files: 0, bytes: 0 },
  toHost: { files: 0, bytes: 0 },
  alike: 0,
  movedInRemote: 0,
  deletedInRemote: 0,
  conflicts: 0,
  excluded: [],
}

/** Acme with these files bound; then what happens is seen by a pass that only watches. */
async function bound(files: Readonly<Record<string, string>>, options: WorldOptions = {}): Promise<World> {
  const world = await engineWorld(options)
  for (const [name, text] of Object.entries(files)) await world.crm.put(name, text)
  await world.ada.press(world.acme)
  return world
}

async function watched({ engine, ada }: World, edits: () => Promise<void>): Promise<void> {
  const actor = { userId: null, name: '', via: 'host' } as const
  await engine.pause(ada.linkId, null, actor)
  await edits()
  await ada.sync()
  await engine.resume(ada.linkId, null, actor)
}

test('a record that is not enrolled is previewed as if it were, with the folders that it would get', async () => {
  const world = await engineWorld()
  await world.crm.put('a.txt', '12345')
  await world.crm.put('sub/b.txt', '123')
  expect(await previewOf(world)).toEqual({ ...nothing, toRemote: { files: 2, bytes: 8 } })
  const { ops } = await world.ada.press(world.acme)
  expect(ops['upload']).toBe(2)
})

test('a record at rest has nothing to do', async () => {
  expect(await previewOf(await bound({ 'a.txt': '1', 'sub/b.txt': '2' }))).toEqual(nothing)
})

test('it tells what the pass then does', async () => {
  const world = await bound({
    'up.txt': '1',
    'down.txt': '2',
    'gone.txt': '3',
    'old.txt': '4',
    'both.txt': '5',
    'kept.txt': '6',
  })
  const { crm, ada, acme } = world
  await watched(world, async () => {
    await crm.put('up.txt', '12345')
    await crm.put('new.txt', '123')
    await crm.remove('gone.txt')
    await crm.rename('old.txt', 'name.txt')
    await crm.put('both.txt', 'ours')
    await crm.put('same.txt', 'same')
    await ada.put('down.txt', '1234')
    await ada.put('both.txt', 'theirs')
    await ada.put('theirs.txt', '12')
    await ada.put('same.txt', 'same')
    await ada.remove('kept.txt')
  })
  const preview = await previewOf(world)
  expect(preview).toEqual({
    ...nothing,
    toRemote: { files: 2, bytes: 8 },
    toHost: { files: 3, bytes: 12 },
    alike: 1,
    movedInRemote: 1,
    deletedInRemote: 1,
    conflicts: 1,
  })
  const { ops } = await ada.press(acme)
  expect(ops).toMatchObject({
    import: 1,
    updateHost: 1,
    storeCopy: preview.conflicts,
    adopt: preview.alike,
    move: preview.movedInRemote,
    deleteRemote: preview.deletedInRemote,
    // Beside what is new or edited, both halves of the conflict go up.
    upload: preview.toRemote.files + 2,
  })
  expect(await previewOf(world)).toEqual(nothing)
})

test('[S11] [S16] what stays where it is comes with its reason and some names', async () => {
  const world = await engineWorld({ settings: { maxFileBytes: 4 } })
  for (let at = 0; at < 7; at += 1) await world.crm.put(`big ${at}.bin`, '12345')
  await world.crm.put('small.bin', '1')
  expect(await previewOf(world)).toMatchObject({
    toRemote: { files: 1, bytes: 1 },
    excluded: [
      { code: 'file_too_large', count: 7, examples: ['big 0.bin', 'big 1.bin', 'big 2.bin', 'big 3.bin', 'big 4.bin'] },
    ],
  })
})

test('[S16] a record that is gone or may not be read is excluded as a whole', async () => {
  const { engine, ada, acme, record, records } = await engineWorld()
  const secret = record('2', 'Secret')
  records.set(acme, null)
  records.setAccess({ tenantId: 'tenant-1', userId: 'user-ada' }, secret, { read: false, write: false, missing: [] })
  expect((await engine.preview(ada.linkId, [acme, secret])).excluded).toEqual([
    { code: 'record_gone', count: 1, examples: [acme.id] },
    { code: 'record_invisible', count: 1, examples: [secret.id] },
  ])
})

test('[S15] deletions that a guard would hold are told as deletions', async () => {
  const files = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`${at}.txt`, String(at)]))
  const world = await bound(files)
  for (const name of Object.keys(files)) await world.crm.remove(name)
  expect(await previewOf(world)).toEqual({ ...nothing, deletedInRemote: 30 })
})
