import { expect, test } from 'vitest'

import { engineWorld } from '../../testing/engine-world/engine-world.ts'

const names = ['a.txt', 'b.txt', 'c.txt', 'd.txt', 'e.txt', 'f.txt']
const unchanged = names.map((name) => `${name}: h1`)

/** A record with six files on both sides whose cursor is lost: eight pages of one entry, of which five are read when the process dies. */
async function brokenOff() {
  const world = await engineWorld({ pageSize: 1 })
  const { ada, acme, crm, faults } = world
  for (const name of names) await crm.put(name, 'h1')
  await ada.press(acme)
  ada.remote.owner.loseCursors()
  ada.remote.clearCalls()
  faults.add({ method: 'changes', skip: 6, when: 'before', error: 'crash' })
  await ada.pass()
  expect(pagesOf(ada), 'the lost cursor and five pages').toHaveLength(6)
  return { ...world, read: pagesOf(ada) }
}

/** The places in the feed that were asked for. */
function pagesOf({ remote }: Awaited<ReturnType<typeof engineWorld>>['ada']): readonly string[] {
  return remote.calls.filter(({ method }) => method === 'changes').map(({ subject }) => subject)
}

test('[C86] a listing that breaks goes on behind its last page, and sees what happened meanwhile', async () => {
  const { ada, store, crm, read } = await brokenOff()
  expect(await store.link(ada.linkId)).not.toMatchObject({ listingCursor: null })
  await ada.put('new.txt', 'h2')
  await ada.remove('a.txt')
  ada.remote.clearCalls()
  expect((await ada.pass()).ops).toEqual({ import: 1, detach: 1 })
  expect(crm.files()).toEqual([...unchanged, 'new.txt: h2'])
  const [lost, ...listed] = read
  expect(pagesOf(ada)).toHaveLength(1 + 3 + 2)
  expect(pagesOf(ada).filter((page) => listed.includes(page))).toEqual([])
  expect(pagesOf(ada)[0]).toBe(lost)
  expect(await store.link(ada.linkId)).toMatchObject({ listingCursor: null })
  await ada.isAtRest()
})

test('[C85] [C86] a listing whose place was lost as well begins anew', async () => {
  const { ada, store, crm } = await brokenOff()
  ada.remote.owner.loseCursors()
  await ada.remove('b.txt')
  ada.remote.clearCalls()
  expect((await ada.pass()).ops).toEqual({ detach: 1 })
  expect(pagesOf(ada)).toContain('')
  expect(crm.files()).toEqual(unchanged)
  expect(await store.link(ada.linkId)).toMatchObject({ listingCursor: null })
  await ada.isAtRest()
})
