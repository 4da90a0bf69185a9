import { expect, test } from 'vitest'

import { revision } from '../domain/remote-path.ts'
import type { MirrorEntry } from '../ports/sync-rows.ts'
import type { StoreWrite } from '../ports/sync-store.ts'
import { type World, engineWorld } from '../testing/engine-world/engine-world.ts'
import { failureOf } from '../testing/failure-of.ts'

/** Acme with two files on both sides, at rest. */
async function synced(): Promise<World> {
  const world = await engineWorld()
  await world.crm.put('a.txt', 'h1')
  await world.crm.put('sub/b.txt', 'h2')
  await world.ada.press(world.acme)
  await world.ada.isAtRest()
  return world
}

const auditOf = ({ engine, ada }: World) => engine.audit(ada.linkId, { owner: 'auditor' })

/** Spoils what is stored behind the engine's back. */
async function spoil({ store, ada }: World, ...writes: readonly StoreWrite[]): Promise<void> {
  await store.commitUserRequest(ada.linkId, writes)
}

async function baselineOf({ store, ada, acme, crm }: World, name: string) {
  const [row] = await store.baselines(ada.linkId, acme, [crm.file(name).id])
  return row ?? expect.fail(`"${name}" is not bound.`)
}

async function mirrorOf(world: World, name: string): Promise<MirrorEntry> {
  const { pathLower } = await baselineOf(world, name)
  const link = await world.store.link(world.ada.linkId)
  const [row] = await world.store.mirror(world.ada.linkId, link?.mirrorGeneration ?? 0, [pathLower])
  return row ?? expect.fail(`The mirror has no "${name}".`)
}

/** A second audit, after the pass that the first one asked for. */
async function expectRepaired(world: World): Promise<void> {
  await world.ada.sync()
  expect(await auditOf(world)).toMatchObject({ differences: [], repaired: 0 })
  expect(world.crm.files()).toEqual(['a.txt: h1', 'sub/b.txt: h2'])
  expect(await world.ada.files()).toEqual(world.crm.files())
  await world.ada.isAtRest()
}

test('a link in order has no differences, and nothing is marked', async () => {
  const world = await synced()
  expect(await auditOf(world)).toEqual({ linkId: world.ada.linkId, records: 1, files: 2, differences: [], repaired: 0 })
  await world.ada.isAtRest()
})

test('what both sides did meanwhile is no difference: it is news that the feeds tell', async () => {
  const world = await synced()
  await world.crm.put('a.txt', 'edited')
  await world.crm.put('c.txt', 'new')
  await world.ada.put('d.txt', 'new')
  await world.ada.remove('sub/b.txt')
  expect(await auditOf(world)).toMatchObject({ differences: [], repaired: 0 })
  await world.ada.sync()
  expect(world.crm.files()).toEqual(['a.txt: edited', 'c.txt: new', 'd.txt: new', 'sub/b.txt: h2'])
})

test('what is blocked or held is accounted for', async () => {
  const world = await engineWorld({ settings: { maxFileBytes: 4 } })
  await world.crm.put('big.txt', '12345')
  await world.ada.press(world.acme)
  await world.ada.put('theirs.txt', '12345')
  await world.ada.sync()
  expect((await auditOf(world)).differences).toEqual([])
})

test('[C91] a mirror that is not what the remote has is told of, and made good', async () => {
  const world = await synced()
  const entry = await mirrorOf(world, 'a.txt')
  await spoil(world, { type: 'putMirror', entry: { ...entry, revision: revision('never') } })
  expect((await auditOf(world)).differences).toEqual([
    { kind: 'mirrorDiffers', count: 1, examples: ['/companies/acme (1)/a.txt'] },
  ])
  await expectRepaired(world)
})

test('a removal in the remote that was missed is found, and followed by the next pass', async () => {
  const world = await synced()
  const { ada, store } = world
  const { pathLower, generation } = await mirrorOf(world, 'a.txt')
  await ada.remove('a.txt')
  const page = await ada.remote.changes((await store.link(ada.linkId))?.cursor ?? null)
  await spoil(
    world,
    { type: 'deleteMirror', generation, pathLower },
    { type: 'updateLink', set: { cursor: page.cursor } },
  )
  expect(await auditOf(world)).toMatchObject({
    differences: [{ kind: 'missingInRemote', count: 1, examples: ['/Companies/Acme (1)/a.txt'] }],
    repaired: 1,
  })
  expect((await ada.sync()).ops).toEqual({ detach: 1 })
  expect(await auditOf(world)).toMatchObject({ differences: [] })
})

test('a bound file that is another one in the remote', async () => {
  const world = await synced()
  const row = await baselineOf(world, 'a.txt')
  await spoil(world, { type: 'putBaseline', baseline: { ...row, revision: revision('another') } })
  expect(await auditOf(world)).toMatchObject({
    differences: [{ kind: 'differsInRemote', count: 1, examples: ['/Companies/Acme (1)/a.txt'] }],
    repaired: 1,
  })
  await expectRepaired(world)
})

test('a deletion in the host that was missed is found, and followed by the next pass', async () => {
  const world = await synced()
  const { ada, crm, host, acme } = world
  await crm.remove('a.txt')
  const page = await host.changes?.(acme.tenantId, null)
  await spoil(world, { type: 'updateLink', set: { feedPosition: page?.position ?? null } })
  expect(await auditOf(world)).toMatchObject({
    differences: [{ kind: 'missingInHost', count: 1, examples: ['/Companies/Acme (1)/a.txt'] }],
    repaired: 1,
  })
  expect((await ada.sync()).ops).toEqual({ deleteRemote: 1 })
  expect(await auditOf(world)).toMatchObject({ differences: [] })
})

test('a bound file that is another version in the host', async () => {
  const world = await synced()
  const row = await baselineOf(world, 'a.txt')
  await spoil(world, { type: 'putBaseline', baseline: { ...row, hostVersion: 'another' } })
  expect(await auditOf(world)).toMatchObject({
    differences: [{ kind: 'differsInHost', count: 1, examples: ['/Companies/Acme (1)/a.txt'] }],
    repaired: 1,
  })
  await expectRepaired(world)
})

test('files of both sides that nothing is known of are found and bound again', async () => {
  const world = await synced()
  await spoil(world, { type: 'deleteBaseline', record: world.acme, fileId: world.crm.file('sub/b.txt').id })
  expect(await auditOf(world)).toMatchObject({
    differences: [
      { kind: 'unknownInHost', count: 1, examples: ['b.txt'] },
      { kind: 'unknownInRemote', count: 1, examples: ['/Companies/Acme (1)/sub/b.txt'] },
    ],
    repaired: 2,
  })
  expect((await world.ada.sync()).ops).toEqual({ adopt: 1 })
  await expectRepaired(world)
})

test('of many differences five are named', async () => {
  const world = await engineWorld()
  for (let at = 0; at < 7; at += 1) await world.crm.put(`${at}.txt`, String(at))
  await world.ada.press(world.acme)
  for (const { fileId } of await world.ada.baselines()) {
    await spoil(world, { type: 'deleteBaseline', record: world.acme, fileId })
  }
  const { differences } = await auditOf(world)
  expect(differences.map(({ kind, count, examples }) => [kind, count, examples.length])).toEqual([
    ['unknownInHost', 7, 5],
    ['unknownInRemote', 7, 5],
  ])
})

test('[S17] a link that a pass works on is not audited', async () => {
  const { engine, ada, acme, crm, faults } = await engineWorld()
  await crm.put('a.txt', 'h1')
  let failure: string | null = null
  faults.meanwhile('upload', async () => {
    failure = await failureOf(engine.audit(ada.linkId, { owner: 'auditor' }))
  })
  await ada.press(acme)
  expect(failure).toBe('lease_lost')
})

test('[S18] a link that was ended has nothing to audit', async () => {
  const { engine, ada } = await synced()
  await engine.unlink(ada.linkId)
  expect(await failureOf(engine.audit(ada.linkId, { owner: 'auditor' }))).toBe('link_revoked')
})
