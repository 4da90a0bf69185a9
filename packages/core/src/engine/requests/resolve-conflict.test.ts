import { expect, test } from 'vitest'

import type { Actor } from '../../ports/host-files.ts'
import type { Conflict } from '../../ports/sync-rows.ts'
import { type World, type WorldOptions, engineWorld } from '../../testing/engine-world/engine-world.ts'
import { failureOf } from '../../testing/failure-of.ts'

const grace: Actor = { userId: 'user-grace', name: 'Grace', via: 'host' }
const copy = 'a (Dropbox, Ada, 2026-01-01).txt'

/** Acme with a conflict about `a.txt`, carried to every user. */
async function conflicting(options: WorldOptions = {}): Promise<World & { readonly row: Conflict }> {
  const world = await engineWorld(options)
  await world.crm.put('a.txt', 'h1')
  for (const spoke of world.spokes) await spoke.press(world.acme)
  await world.crm.put('a.txt', 'ours')
  await world.ada.put('a.txt', 'theirs')
  await settle(world)
  const [row] = await world.store.conflicts(world.acme)
  return { ...world, row: row ?? expect.fail('There is no conflict.') }
}

async function settle({ spokes }: World): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) for (const spoke of spokes) await spoke.sync()
}

async function expectEverywhere(world: World, files: readonly string[]): Promise<void> {
  await settle(world)
  expect(world.crm.files()).toEqual(files)
  for (const spoke of world.spokes) {
    expect(await spoke.files()).toEqual(files)
    await spoke.isAtRest()
  }
  expect(await world.store.conflicts(world.acme)).toEqual([])
}

test('[S4] a conflict is a row with both files until somebody decides', async () => {
  const { row, crm, ada } = await conflicting()
  expect(row).toMatchObject({ name: 'a.txt', copyName: copy, fileId: crm.file('a.txt').id, copyId: crm.file(copy).id })
  await ada.sync()
  expect(crm.files()).toEqual([`${copy}: theirs`, 'a.txt: ours'])
})

test('[S4] ours stays: the copy goes everywhere', async () => {
  const world = await conflicting({ users: ['Ada', 'Bob'] })
  await world.engine.resolveConflict(world.row, 'host', grace)
  await expectEverywhere(world, ['a.txt: ours'])
  expect(world.crm.textsEver()).toContain('theirs')
})

test('[S4] theirs stays: it becomes the new version everywhere', async () => {
  const world = await conflicting({ users: ['Ada', 'Bob'] })
  await world.engine.resolveConflict(world.row, 'remote', grace)
  await expectEverywhere(world, ['a.txt: theirs'])
  expect(world.crm.textsEver()).toContain('ours')
})

test('[S4] both stay: nothing moves, and nobody is asked again', async () => {
  const world = await conflicting()
  await world.engine.resolveConflict(world.row, 'both', grace)
  expect((await world.ada.sync()).ops).toEqual({})
  await expectEverywhere(world, [`${copy}: theirs`, 'a.txt: ours'])
  expect(await world.ada.activity()).toContain('conflictResolved')
})

test('[S4] a conflict is decided once', async () => {
  const { engine, row } = await conflicting()
  await engine.resolveConflict(row, 'both', grace)
  expect(await failureOf(engine.resolveConflict(row, 'host', grace))).toBe('not_found')
})

test('[S4] when one of the files is gone meanwhile there is nothing left to decide, and nothing is removed', async () => {
  const world = await conflicting()
  await world.crm.remove('a.txt')
  await world.engine.resolveConflict(world.row, 'host', grace)
  await expectEverywhere(world, [`${copy}: theirs`])
})

test('[S4] a conflict ends with the deletion of one of its files', async () => {
  const world = await conflicting()
  await world.crm.remove(copy)
  await expectEverywhere(world, ['a.txt: ours'])
  expect(await failureOf(world.engine.resolveConflict(world.row, 'host', grace))).toBe('not_found')
})

test('[S4] a version that changes at the moment of the decision is not lost', async () => {
  const { engine, row, crm, faults, store, acme } = await conflicting()
  faults.meanwhile('remove', () => crm.put(copy, 'edited just now'))
  expect(await failureOf(engine.resolveConflict(row, 'host', grace))).toBe('precondition_failed')
  expect(crm.files()).toContain(`${copy}: edited just now`)
  expect(await store.conflicts(acme)).toHaveLength(1)
})

test('[S4] a host that cannot replace contents keeps both', async () => {
  const { engine, row, crm } = await conflicting({ capabilities: { replace: false } })
  expect(await failureOf(engine.resolveConflict(row, 'remote', grace))).toBe('host_refused')
  expect(crm.files()).toEqual([`${copy}: theirs`, 'a.txt: ours'])
  await engine.resolveConflict(row, 'host', grace)
  expect(crm.files()).toEqual(['a.txt: ours'])
})
