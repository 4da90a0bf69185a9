import { expect, test } from 'vitest'

import { engineWorld } from '../../testing/engine-world/engine-world.ts'

async function twoUsers() {
  const world = await engineWorld({ users: ['Ada', 'Bob'] })
  const [, bob] = world.spokes
  if (!bob) throw new Error('There is no second user.')
  await world.crm.put('a.txt', 'h1')
  await world.ada.press(world.acme)
  await bob.press(world.acme)
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 4; turn += 1) for (const spoke of [world.ada, bob]) await spoke.sync()
  }
  return { ...world, bob, settle }
}

test("[C96] [S1] one user's edit reaches the others through the CRM", async () => {
  const { ada, bob, crm, settle } = await twoUsers()
  await ada.put('a.txt', 'h2')
  await settle()
  expect(crm.files()).toEqual(['a.txt: h2'])
  expect(await bob.files()).toEqual(['a.txt: h2'])
  await ada.isAtRest()
  await bob.isAtRest()
})

test('[C97] [S4] two users who edit at once: both contents end in all three places', async () => {
  const { ada, bob, crm, settle } = await twoUsers()
  await ada.put('a.txt', 'from Ada')
  await bob.put('a.txt', 'from Bob')
  await settle()
  const texts = (lines: readonly string[]): readonly string[] =>
    lines.map((line) => line.split(': ')[1] ?? '').toSorted()
  for (const lines of [crm.files(), await ada.files(), await bob.files()])
    expect(texts(lines)).toEqual(['from Ada', 'from Bob'])
})

test('[C98] [S5] what one user deletes stays in the CRM and with the others', async () => {
  const { ada, bob, crm, settle } = await twoUsers()
  await ada.remove('a.txt')
  await settle()
  expect(crm.files()).toEqual(['a.txt: h1'])
  expect(await bob.files()).toEqual(['a.txt: h1'])
  expect(await ada.files()).toEqual([])
})

test('[C99] a deletion in the CRM takes the unchanged copies, and an edited one comes back to all', async () => {
  const { ada, bob, crm, settle } = await twoUsers()
  await crm.remove('a.txt')
  await bob.put('a.txt', 'edited by Bob')
  await settle()
  expect(crm.files()).toEqual(['a.txt: edited by Bob'])
  expect(await ada.files()).toEqual(['a.txt: edited by Bob'])
})

test('[C100] what one user renames is a new file for the others', async () => {
  const { ada, bob, crm, settle } = await twoUsers()
  await ada.move('a.txt', 'b.txt')
  await settle()
  expect(crm.files()).toEqual(['a.txt: h1', 'b.txt: h1'])
  expect(await bob.files()).toEqual(['a.txt: h1', 'b.txt: h1'])
  expect(await ada.files()).toEqual(['b.txt: h1'])
})

test('[C102] [S18] unlinking keeps both sides and remembers what was bound', async () => {
  const { ada, crm, acme, engine, store } = await engineWorld()
  await crm.put('a.txt', 'h1')
  await ada.press(acme)
  await engine.unlink(ada.linkId)
  expect(crm.files()).toEqual(['a.txt: h1'])
  expect(await ada.files()).toEqual(['a.txt: h1'])
  expect(await ada.states()).toEqual(['a.txt: suspended'])
  expect((await store.link(ada.linkId))?.status).toBe('revoked')
})

test('[C107] [S16] without the right to write, files go up and nothing comes in until the right is back, once', async () => {
  const { ada, crm, acme, records } = await engineWorld()
  const user = { tenantId: 'tenant-1', userId: 'user-ada' }
  records.setAccess(user, acme, { read: true, write: false, missing: [] })
  await crm.put('up.txt', '1')
  await ada.press(acme)
  await ada.put('down.txt', '2')
  await ada.sync()
  expect(await ada.files()).toEqual(['down.txt: 2', 'up.txt: 1'])
  expect(crm.files()).toEqual(['up.txt: 1'])
  expect((await ada.problems()).map(({ code }) => code)).toEqual(['missing_right'])
  records.setAccess(user, acme, { read: true, write: true, missing: [] })
  await ada.sync([acme])
  expect(crm.files()).toEqual(['down.txt: 2', 'up.txt: 1'])
  await ada.isAtRest()
})

test('[C108] [S16] a record that became invisible is pushed no more, and its files stay', async () => {
  const { ada, crm, acme, records } = await engineWorld()
  await crm.put('a.txt', '1')
  await ada.press(acme)
  records.setAccess({ tenantId: 'tenant-1', userId: 'user-ada' }, acme, { read: false, write: false, missing: [] })
  await crm.put('b.txt', 'secret')
  await ada.sync()
  expect(await ada.files()).toEqual(['a.txt: 1'])
})

test('[C114] a file attached to two records is two files', async () => {
  const { ada, crm, acme, record } = await engineWorld()
  const beta = record('2', 'Beta')
  await crm.put('a.txt', 'same')
  await crm.of(beta).put('a.txt', 'same')
  await ada.press(acme, beta)
  await crm.of(beta).remove('a.txt')
  await ada.sync()
  expect(await ada.files()).toEqual(['a.txt: same'])
  expect(await ada.files('/Companies/Beta (2)')).toEqual([])
})

test('[C115] [C116] a file outside every record folder is told about once and never imported', async () => {
  const { ada, crm, acme } = await engineWorld()
  await ada.press(acme)
  await ada.put('/loose.txt', '1')
  await ada.put('/Companies/Unknown (9)/stray.txt', '2')
  await ada.sync()
  await ada.sync()
  expect(crm.files()).toEqual([])
  expect((await ada.activity()).filter((code) => code === 'notInARecord')).toHaveLength(2)
  expect((await ada.problems()).map(({ code }) => code)).toEqual(['not_in_a_record', 'not_in_a_record'])
  await ada.isAtRest()
})
