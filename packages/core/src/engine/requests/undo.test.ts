import { describe, expect, test } from 'vitest'

import type { Actor } from '../../ports/host-files.ts'
import type { ActivityCode, ActivityEntry } from '../../state/activity.ts'
import { type World, type WorldOptions, engineWorld } from '../../testing/engine-world/engine-world.ts'
import { failureOf } from '../../testing/failure-of.ts'

const DAY_MS = 86_400_000
const grace: Actor = { userId: 'user-grace', name: 'Grace', via: 'host' }

/** Acme with `a.txt: h1` on both sides. */
async function synced(options: WorldOptions = {}): Promise<World> {
  const world = await engineWorld(options)
  await world.crm.put('a.txt', 'h1')
  await world.ada.press(world.acme)
  return world
}

/** The last row of a code. */
async function rowOf({ store, acme }: World, code: ActivityCode): Promise<ActivityEntry> {
  const { rows } = await store.activity({ tenantId: acme.tenantId }, { before: null, limit: 100 })
  return rows.find((row) => row.code === code) ?? expect.fail(`There is no "${code}".`)
}

async function undo(world: World, code: ActivityCode): Promise<ActivityEntry> {
  return world.engine.undo(await rowOf(world, code), grace)
}

async function expectBoth({ crm, ada }: World, files: readonly string[]): Promise<void> {
  expect(crm.files()).toEqual(files)
  expect(await ada.files()).toEqual(files)
  await ada.isAtRest()
}

describe('a removal in Dropbox', () => {
  const removed = async (): Promise<World> => {
    const world = await synced()
    await world.ada.remove('a.txt')
    await world.ada.sync()
    return world
  }

  test('[S5] is undone by sending the file again, and the row can be undone once', async () => {
    const world = await removed()
    expect(await undo(world, 'keptAfterRemoteDelete')).toMatchObject({ code: 'keptAfterRemoteDelete', undo: null })
    await world.ada.sync()
    await expectBoth(world, ['a.txt: h1'])
    expect(await rowOf(world, 'undone')).toMatchObject({ actor: grace, details: { of: 'keptAfterRemoteDelete' } })
    expect(await failureOf(undo(world, 'keptAfterRemoteDelete'))).toBe('undo_expired')
  })

  test('[S5] is not undone when the file is bound again already', async () => {
    const world = await removed()
    await world.ada.put('a.txt', 'h2')
    await world.ada.sync()
    expect(await failureOf(undo(world, 'keptAfterRemoteDelete'))).toBe('precondition_failed')
  })
})

describe('a deletion in the CRM', () => {
  const deleted = async (options: WorldOptions = {}): Promise<World> => {
    const world = await synced(options)
    await world.crm.remove('a.txt')
    await world.ada.sync()
    return world
  }

  test('[S6] is undone out of the trash, and the file goes up again', async () => {
    const world = await deleted()
    await undo(world, 'deletedInRemote')
    await world.ada.sync()
    await expectBoth(world, ['a.txt: h1'])
  })

  test('[S6] in a host without a trash it is undone in Dropbox, and comes into the CRM as a new file', async () => {
    const world = await deleted({ capabilities: { trash: false } })
    await undo(world, 'deletedInRemote')
    expect(await world.ada.files()).toEqual(['a.txt: h1'])
    await world.ada.sync()
    await expectBoth(world, ['a.txt: h1'])
  })

  test('[S6] and not where something else is in Dropbox by now', async () => {
    const world = await deleted({ capabilities: { trash: false } })
    await world.ada.put('a.txt', 'other')
    expect(await failureOf(undo(world, 'deletedInRemote'))).toBe('precondition_failed')
    expect(await world.ada.files()).toEqual(['a.txt: other'])
  })

  test('[S6] not after the host has emptied its trash', async () => {
    const world = await deleted()
    world.clock.advance(30 * DAY_MS + 1)
    expect(await failureOf(undo(world, 'deletedInRemote'))).toBe('undo_expired')
    expect(world.crm.files()).toEqual([])
  })
})

describe('an edit', () => {
  test('[S3] of Dropbox is undone in the CRM, and the old contents go to Dropbox', async () => {
    const world = await synced()
    await world.ada.put('a.txt', 'h2')
    await world.ada.sync()
    await undo(world, 'updatedInHost')
    expect(world.crm.files()).toEqual(['a.txt: h1'])
    await world.ada.sync()
    await expectBoth(world, ['a.txt: h1'])
    expect(world.crm.textsEver()).toContain('h2')
  })

  test('[S3] of the CRM is undone in the CRM as well', async () => {
    const world = await synced()
    await world.crm.put('a.txt', 'h2')
    await world.ada.sync()
    await undo(world, 'updatedInRemote')
    await world.ada.sync()
    await expectBoth(world, ['a.txt: h1'])
  })

  test('[S3] is not undone when the file has changed since, or is gone', async () => {
    const world = await synced()
    await world.ada.put('a.txt', 'h2')
    await world.ada.sync()
    await world.crm.put('a.txt', 'h3')
    expect(await failureOf(undo(world, 'updatedInHost'))).toBe('precondition_failed')
    expect(world.crm.files()).toEqual(['a.txt: h3'])
    await world.crm.remove('a.txt')
    expect(await failureOf(undo(world, 'updatedInHost'))).toBe('not_found')
  })

  test('[S3] has nothing to undo in a host that keeps no versions', async () => {
    const world = await synced({ capabilities: { versions: false } })
    await world.ada.put('a.txt', 'h2')
    await world.ada.sync()
    expect((await rowOf(world, 'updatedInHost')).undo).toBeNull()
    expect(await failureOf(undo(world, 'updatedInHost'))).toBe('undo_expired')
  })
})

describe('a rename in the CRM', () => {
  const renamed = async (to: string): Promise<World> => {
    const world = await synced()
    await world.crm.move('a.txt', to)
    await world.ada.sync()
    return world
  }

  test('[S8] is undone there, and the file moves back in Dropbox', async () => {
    const world = await renamed('b.txt')
    await undo(world, 'movedInRemote')
    expect(world.crm.files()).toEqual(['a.txt: h1'])
    expect((await world.ada.sync()).ops).toEqual({ move: 1 })
    await expectBoth(world, ['a.txt: h1'])
  })

  test('[S8] with its folder', async () => {
    const world = await renamed('sub/b.txt')
    await undo(world, 'movedInRemote')
    await world.ada.sync()
    await expectBoth(world, ['a.txt: h1'])
  })

  test('[S8] is not undone when the file has changed since', async () => {
    const world = await renamed('b.txt')
    await world.crm.put('b.txt', 'h2')
    expect(await failureOf(undo(world, 'movedInRemote'))).toBe('precondition_failed')
  })
})

test('rows that have no inverse, and rows of nobody, cannot be undone', async () => {
  const world = await synced()
  const { id } = await rowOf(world, 'uploaded')
  const { tenantId } = world.acme
  expect(await failureOf(world.engine.undo({ tenantId, id }, grace))).toBe('undo_expired')
  expect(await failureOf(world.engine.undo({ tenantId, id: 'unknown' }, grace))).toBe('not_found')
  expect(await failureOf(world.engine.undo({ tenantId: 'another tenant', id }, grace))).toBe('not_found')
})
