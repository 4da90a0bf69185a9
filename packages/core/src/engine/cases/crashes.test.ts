import { expect, test } from 'vitest'

import { engineWorld } from '../../testing/engine-world/engine-world.ts'

// What the crash points found, each as the shortest story that shows it.

test('[C12] [C75] a crash after a deleted file came back from Dropbox makes no second file', async () => {
  const { crm, ada, acme, faults } = await engineWorld()
  await crm.put('a.txt', 'h1')
  await ada.press(acme)
  await crm.remove('a.txt')
  await ada.put('a.txt', 'h2')
  faults.add({ method: 'create', when: 'after', error: 'crash' })
  await ada.pass()
  await ada.sync()
  expect(crm.files()).toEqual(['a.txt: h2'])
  expect(await ada.files()).toEqual(['a.txt: h2'])
  await ada.isAtRest()
})

test('[C2] [C75] a crash after an import under a numbered name makes no second file', async () => {
  const { crm, ada, acme, faults } = await engineWorld()
  await ada.press(acme)
  await ada.put('a.txt', 'theirs')
  faults.meanwhile('create', () => crm.put('a.txt', 'ours'))
  faults.add({ method: 'create', when: 'after', error: 'crash' })
  await ada.pass()
  await ada.sync()
  expect(crm.files()).toEqual(['a (2).txt: theirs', 'a.txt: ours'])
  expect(await ada.files()).toEqual(['a (2).txt: theirs', 'a.txt: ours'])
  await ada.isAtRest()
})

test('[C42] a crash in a circle of names ends under the names that the CRM has', async () => {
  const { crm, ada, acme, faults } = await engineWorld()
  await crm.put('a.txt', 'A')
  await crm.put('b.txt', 'B')
  await ada.press(acme)
  await crm.rename('a.txt', 'c.txt')
  await crm.rename('b.txt', 'a.txt')
  await crm.rename('c.txt', 'b.txt')
  faults.add({ method: 'move', when: 'after', error: 'crash' })
  await ada.pass()
  await ada.sync()
  expect(await ada.files()).toEqual(['a.txt: B', 'b.txt: A'])
  await ada.isAtRest()
})

test('[C40] [S8] a crash after a move to a numbered name leaves the number', async () => {
  const { crm, ada, acme, faults } = await engineWorld()
  await crm.put('a.txt', 'h1')
  await ada.press(acme)
  await crm.rename('a.txt', 'b.txt')
  await ada.put('b.txt', 'theirs')
  faults.add({ method: 'move', when: 'after', error: 'crash' })
  await ada.pass()
  await ada.sync()
  expect(await ada.files()).toEqual(['b (2).txt: h1', 'b.txt: theirs'])
  expect(crm.files()).toEqual(['b (2).txt: theirs', 'b.txt: h1'])
  await ada.isAtRest()
})

test('[C39] [C40] a crash after a move keeps its name from a new file that looks the same', async () => {
  const { crm, ada, acme, faults } = await engineWorld()
  await crm.put('b.txt', 'x')
  await ada.press(acme)
  await crm.rename('b.txt', 'a.txt')
  await crm.putNew('a.txt', 'x')
  faults.add({ method: 'move', when: 'after', error: 'crash' })
  await ada.pass()
  await ada.sync()
  expect(await ada.files()).toEqual(['a (2).txt: x', 'a.txt: x'])
  await ada.isAtRest()
})
