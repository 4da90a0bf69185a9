import { expect, test } from 'vitest'

import type { Actor } from '../../ports/host-files.ts'
import { type WorldOptions, engineWorld } from '../../testing/engine-world/engine-world.ts'
import { failureOf } from '../../testing/failure-of.ts'

const grace: Actor = { userId: 'user-grace', name: 'Grace', via: 'host' }

test('[S15] where nothing is held there is nothing to confirm, to take back or to answer, and nothing is told', async () => {
  const { engine, ada, acme, crm } = await engineWorld()
  const { id } = await crm.put('a.txt', 'h1')
  await ada.press(acme)
  const before = await ada.activity()
  expect(await engine.confirmDeletions(ada.linkId, acme, [id], grace)).toBe(0)
  expect(await engine.confirmDeletions(ada.linkId, acme, null, grace)).toBe(0)
  expect(await engine.takeDeletionsBack(ada.linkId, acme, [id, 'unknown'], grace)).toBe(0)
  await engine.answerHold(ada.linkId, 'stop', grace)
  expect(await ada.activity()).toEqual(before)
  expect((await ada.sync()).ops).toEqual({})
})

test('[S15] a question is answered once', async () => {
  const { engine, ada, acme, crm, store } = await engineWorld()
  for (let at = 0; at < 30; at += 1) await crm.put(`${at}.txt`, String(at))
  await ada.press(acme)
  for (let at = 0; at < 30; at += 1) await ada.remove(`${at}.txt`)
  expect((await ada.sync()).outcome).toBe('held')
  await engine.answerHold(ada.linkId, 'putBack', grace)
  await engine.answerHold(ada.linkId, 'stop', grace)
  expect(await store.link(ada.linkId)).toMatchObject({ status: 'active', hold: { vanished: 30, answer: 'putBack' } })
  expect((await ada.activity()).filter((code) => code === 'holdAnswered')).toHaveLength(1)
  await ada.sync()
  expect(await ada.files()).toHaveLength(30)
})

test('[S15] [S19] a link that is paused while it is held stays held when it goes on', async () => {
  const { engine, ada, acme, crm, store } = await engineWorld()
  for (let at = 0; at < 30; at += 1) await crm.put(`${at}.txt`, String(at))
  await ada.press(acme)
  for (let at = 0; at < 30; at += 1) await ada.remove(`${at}.txt`)
  await ada.sync()
  await engine.pause(ada.linkId, null, grace)
  expect((await ada.sync()).outcome).toBe('paused')
  await engine.resume(ada.linkId, null, grace)
  expect(await store.link(ada.linkId)).toMatchObject({ status: 'held', hold: { vanished: 30, answer: null } })
  expect((await ada.activity()).filter((code) => code === 'filesVanished')).toHaveLength(1)
})

test('[S19] pausing, resuming and stopping twice is told once', async () => {
  const { engine, ada, acme, crm } = await engineWorld()
  await crm.put('a.txt', 'h1')
  await ada.press(acme)
  const before = (await ada.activity()).length
  for (const target of [acme, null]) {
    await engine.resume(ada.linkId, target, grace)
    await engine.pause(ada.linkId, target, grace)
    await engine.pause(ada.linkId, target, grace)
    await engine.resume(ada.linkId, target, grace)
    await engine.resume(ada.linkId, target, grace)
  }
  await engine.stop(ada.linkId, acme, grace)
  await engine.stop(ada.linkId, acme, grace)
  expect((await ada.activity()).slice(before)).toEqual(['paused', 'resumed', 'paused', 'resumed', 'stopped'])
})

test('[S19] pausing a link in the middle of a pass takes effect before the next op', async () => {
  const { engine, ada, acme, crm, faults } = await engineWorld({ settings: { transfers: 1 } })
  await crm.put('a.txt', 'h1')
  await crm.put('b.txt', 'h2')
  faults.meanwhile('upload', () => engine.pause(ada.linkId, null, grace))
  expect((await ada.press(acme)).outcome).toBe('paused')
  expect(await ada.files()).toEqual(['a.txt: h1'])
  await engine.resume(ada.linkId, null, grace)
  await ada.sync()
  expect(await ada.files()).toEqual(['a.txt: h1', 'b.txt: h2'])
  await ada.isAtRest()
})

test('[S19] pausing a record in the middle of a pass takes effect before its next op', async () => {
  const { engine, ada, acme, crm, faults } = await engineWorld({ settings: { transfers: 1 } })
  await crm.put('a.txt', 'h1')
  await crm.put('b.txt', 'h2')
  faults.meanwhile('upload', () => engine.pause(ada.linkId, acme, grace))
  await ada.press(acme)
  expect(await ada.files()).toEqual(['a.txt: h1'])
  await engine.resume(ada.linkId, acme, grace)
  await ada.sync()
  expect(await ada.files()).toEqual(['a.txt: h1', 'b.txt: h2'])
  await ada.isAtRest()
})

test('[S18] a link that was ended takes no decisions', async () => {
  const { engine, ada, acme } = await engineWorld()
  await ada.press(acme)
  await engine.unlink(ada.linkId)
  for (const request of [
    engine.pause(ada.linkId, null, grace),
    engine.resume(ada.linkId, acme, grace),
    engine.stop(ada.linkId, acme, grace),
    engine.answerHold(ada.linkId, 'stop', grace),
    engine.confirmDeletions(ada.linkId, acme, null, grace),
  ]) {
    expect(await failureOf(request)).toBe('link_revoked')
  }
})

/** Forty files, of which thirty were deleted in the CRM: these are held. */
async function held(options: WorldOptions = {}) {
  const world = await engineWorld(options)
  for (let at = 0; at < 40; at += 1) await world.crm.put(`${at}.txt`, String(at))
  await world.ada.press(world.acme)
  for (let at = 0; at < 30; at += 1) await world.crm.remove(`${at}.txt`)
  expect((await world.ada.sync()).ops).toEqual({ hold: 30 })
  const counts = () => world.store.recordCounts(world.ada.linkId, world.acme)
  return { ...world, counts }
}

test('[S15] [S19] what was held when a record was stopped is asked anew when it is taken up, and confirmed once', async () => {
  const { ada, engine, acme, counts } = await held()
  await engine.stop(ada.linkId, acme, grace)
  await ada.sync()
  expect(await counts()).toMatchObject({ bound: 0, held: 0 })
  expect((await ada.press(acme)).ops).toMatchObject({ hold: 30 })
  expect(await counts()).toMatchObject({ held: 30 })
  expect(await engine.confirmDeletions(ada.linkId, acme, null, grace)).toBe(30)
  expect((await ada.sync()).ops).toEqual({ deleteRemote: 30 })
  await ada.isAtRest()
})

test('[S15] [S10] a question about files of a folder that is removed is over', async () => {
  const { ada, engine, acme, counts } = await held()
  await ada.remove('/Companies/Acme (1)')
  await ada.sync()
  await engine.answerHold(ada.linkId, 'stop', grace)
  await ada.sync()
  expect(await counts()).toMatchObject({ detached: 40, held: 0 })
  expect((await ada.press(acme)).ops).toEqual({ createRecordFolder: 1, forget: 30 })
  await ada.isAtRest()
})

test('[S15] [S9] the files of a record that was deleted are held as well; taken back they stay in Dropbox', async () => {
  const { ada, engine, acme, crm, records, counts } = await engineWithMany()
  records.set(acme, null)
  expect((await ada.sync([acme])).ops).toEqual({ hold: 30 })
  const [first] = await ada.baselines()
  expect(await engine.confirmDeletions(ada.linkId, acme, [first?.fileId ?? ''], grace)).toBe(1)
  expect((await ada.sync()).ops).toEqual({ deleteRemote: 1 })
  expect(await engine.takeDeletionsBack(ada.linkId, acme, null, grace)).toBe(29)
  expect((await ada.sync()).ops).toEqual({})
  expect(await counts()).toMatchObject({ bound: 0, held: 0 })
  expect(await ada.files()).toHaveLength(29)
  expect(crm.files()).toHaveLength(30)
  await ada.isAtRest()
})

/** Thirty files of a record whose folder is to be emptied when it is deleted. */
async function engineWithMany() {
  const world = await engineWorld({ settings: { onRecordDeleted: 'deleteUnchanged' } })
  for (let at = 0; at < 30; at += 1) await world.crm.put(`${at}.txt`, String(at))
  await world.ada.press(world.acme)
  return { ...world, counts: () => world.store.recordCounts(world.ada.linkId, world.acme) }
}
