import { expect, test } from 'vitest'

import { instantOf } from '../../state/instant-of.ts'
import { SyncError } from '../../sync-error.ts'
import { lostReply } from '../../testing/engine-world/faults.ts'
import { poorWorld, syncedPoorWorld } from '../../testing/poor-host/poor-world.ts'

const noAnswer = new SyncError('host_unavailable', 'The host does not answer.')

test('[S6] a file counts as deleted when two complete listings miss it and a point read does', async () => {
  const { ada, crm, host, acme, settle, store } = await syncedPoorWorld({ 'a.pdf': 'h1', 'b.pdf': 'h2' })
  host.missInListings(crm.file('a.pdf'), 1)
  expect(await settle()).toEqual({})
  host.missInListings(crm.file('a.pdf'), 5)
  expect(await settle()).toEqual({})
  const { changes } = await store.hostFeed(acme.tenantId, '0', 100)
  expect(changes.map(({ type }) => type)).not.toContain('delete')
  expect(await ada.files()).toEqual(['a.pdf: h1', 'b.pdf: h2'])
  await ada.isAtRest()
})

test('[S6] a pass that finds a file absent tells when another one can be sure of it', async () => {
  const { ada, crm, clock } = await syncedPoorWorld({ 'a.pdf': 'h1' })
  await crm.remove('a.pdf')
  clock.advance(16 * 60_000)
  const { outcome, notBefore } = await ada.pass()
  expect({ outcome, notBefore }).toEqual({ outcome: 'done', notBefore: instantOf(clock.now() + 60_001) })
  clock.advance(60_001)
  expect(await ada.pass()).toMatchObject({ ops: { deleteRemote: 1 }, notBefore: null })
})

test('[S6] the button takes what one listing misses for no deletion either', async () => {
  const { ada, crm, host, acme } = await syncedPoorWorld({ 'a.pdf': 'h1' })
  host.missInListings(crm.file('a.pdf'), 4)
  await ada.press(acme)
  await ada.press(acme)
  expect(await ada.files()).toEqual(['a.pdf: h1'])
  expect(await ada.states()).toEqual(['a.pdf: on'])
})

test('[S6] a point read that finds nothing is no deletion before two listings say the same', async () => {
  const { ada, crm, acme, engine, settle } = await syncedPoorWorld({ 'a.pdf': 'h1' })
  await crm.remove('a.pdf')
  // The button looks at everything: one listing and a point read.
  await engine.enrol(ada.linkId, acme, 'user-ada')
  await ada.pass([acme])
  expect(await ada.files()).toEqual(['a.pdf: h1'])
  await settle()
  expect(await ada.files()).toEqual([])
})

test('[S6] a file that is imported and deleted before any listing saw it is deleted in Dropbox', async () => {
  const { ada, crm, settle } = await syncedPoorWorld({})
  await ada.put('a.pdf', 'h1')
  await ada.sync()
  await crm.remove('a.pdf')
  await settle()
  expect(await ada.files()).toEqual([])
  expect(await ada.states()).toEqual([])
  await ada.isAtRest()
})

test('[C86] a listing of the host that breaks half-way counts for nothing', async () => {
  const { ada, crm, acme, clock, faults, settle, store } = await syncedPoorWorld({ 'a.pdf': 'h1' })
  for (let count = 0; count < 600; count += 1) await crm.put(`file-${count}.txt`, '1')
  await settle()
  await crm.remove('a.pdf')
  const before = await store.hostMirror(acme)
  clock.advance(16 * 60_000)
  faults.add({ method: 'list', skip: 1, when: 'before', error: noAnswer })
  expect((await ada.pass()).outcome).toBe('done')
  expect(await store.hostMirror(acme)).toEqual(before)
  await settle()
  expect(await ada.files()).toHaveLength(600)
})

test('[S14] a record that cannot be listed stops no other and waits for its turn', async () => {
  const { ada, crm, acme, faults, record, settle } = await syncedPoorWorld({ 'a.pdf': 'h1' })
  const beta = record('2', 'Beta')
  await ada.press(beta)
  await settle()
  await crm.put('a.pdf', 'h2')
  await crm.of(beta).put('b.pdf', 'b')
  faults.add({ method: 'list', when: 'before', error: noAnswer })
  await ada.pass([acme, beta])
  expect(await ada.files()).toEqual(['a.pdf: h1'])
  expect(await ada.files('/Companies/Beta (2)')).toEqual(['b.pdf: b'])
  await settle()
  expect(await ada.files()).toEqual(['a.pdf: h2'])
  expect(await ada.files('/Companies/Beta (2)')).toEqual(['b.pdf: b'])
})

test('[S14] a file that cannot be read stops no other', async () => {
  const { ada, crm, acme, faults, settle } = await poorWorld()
  await crm.put('a.txt', '1')
  await crm.put('b.txt', '2')
  faults.add({ method: 'read', when: 'before', error: noAnswer })
  await ada.press(acme)
  expect(await ada.files()).toHaveLength(1)
  await settle()
  expect(await ada.files()).toEqual(['a.txt: 1', 'b.txt: 2'])
  expect(await ada.problems()).toEqual([])
  await ada.isAtRest()
})

test('[C74] [C79] a poor host: a lost reply of an upload ends in one file', async () => {
  const { ada, crm, acme, faults, settle } = await poorWorld()
  await crm.put('a.txt', 'h1')
  faults.add({ method: 'upload', when: 'after', error: lostReply })
  await ada.press(acme)
  await settle()
  expect(await ada.files()).toEqual(['a.txt: h1'])
  expect(crm.files()).toEqual(['a.txt: h1'])
  expect(await ada.states()).toEqual(['a.txt: on'])
  await ada.isAtRest()
})

test.for(['crash', lostReply, noAnswer] as const)(
  '[C75] an upload that the host took and did not answer, %s, ends in one file',
  async (error) => {
    for (const folders of ['flat', 'none'] as const) {
      const { ada, crm, faults, settle } = await syncedPoorWorld({ 'a.txt': 'other' }, { folders })
      await ada.put('sub/a.txt', 'h1')
      faults.add({ method: 'create', when: 'after', error })
      await ada.pass().catch(() => undefined)
      await settle()
      expect(crm.files()).toEqual(
        folders === 'flat' ? ['a.txt: other', 'sub/a.txt: h1'] : ['a (2).txt: h1', 'a.txt: other'],
      )
      expect(await ada.files()).toEqual(['a.txt: other', 'sub/a.txt: h1'])
      await ada.isAtRest()
    }
  },
)

/** `sub/a.txt` came in as `a (2).txt`, and the host did not tell. */
async function madeUnseen() {
  const world = await syncedPoorWorld({ 'a.txt': 'other' }, { folders: 'none' })
  await world.ada.put('sub/a.txt', 'h1')
  const expectOne = async (): Promise<void> => {
    await world.settle()
    expect(world.crm.files()).toEqual(['a (2).txt: h1', 'a.txt: other'])
    expect(await world.ada.files()).toEqual(['a.txt: other', 'sub/a.txt: h1'])
    await world.ada.isAtRest()
  }
  return { ...world, expectOne }
}

test('[C75] an import that waits is tried again before the file that it may have made goes up as a new one', async () => {
  const { ada, acme, faults, expectOne } = await madeUnseen()
  faults.add({ method: 'read', when: 'before', error: noAnswer })
  await ada.pass()
  expect((await ada.problems()).map(({ code }) => code)).toEqual(['host_unavailable'])
  await ada.sync([acme])
  await expectOne()
})

test('[C75] when such an import fails once more the file that it may have made does not go up either', async () => {
  const { ada, acme, faults, expectOne } = await madeUnseen()
  faults.add({ method: 'create', when: 'after', error: 'crash' })
  await ada.pass().catch(() => undefined)
  // The record is listed, then once more for the import.
  faults.add({ method: 'list', skip: 1, when: 'before', error: noAnswer })
  await ada.pass([acme])
  await expectOne()
})

test('[C75] a file that may have been made of one of Dropbox is no conflict with another one of its name', async () => {
  const { ada, crm, faults, settle } = await syncedPoorWorld({}, { folders: 'none' })
  await ada.put('sub/a.txt', 'h1')
  faults.add({ method: 'create', when: 'after', error: 'crash' })
  await ada.pass().catch(() => undefined)
  await ada.put('a.txt', 'h2')
  await settle()
  expect(crm.files()).toEqual(['a (2).txt: h2', 'a.txt: h1'])
  expect(await ada.files()).toEqual(['a.txt: h2', 'sub/a.txt: h1'])
  await ada.isAtRest()
})

test('[C75] a file that is bound is not taken for another one that looks alike', async () => {
  const { ada, crm, settle } = await syncedPoorWorld({}, { folders: 'none' })
  for (const name of ['x/a.txt', 'y/a.txt']) {
    await ada.put(name, 'same')
    await ada.sync()
  }
  expect(crm.files()).toEqual(['a (2).txt: same', 'a.txt: same'])
  expect(await settle()).toEqual({})
  expect(await ada.states()).toEqual(['a (2).txt: on', 'a.txt: on'])
})

test('[C75] equal files that come in at once are each one file', async () => {
  const { ada, crm, settle, asked } = await syncedPoorWorld({}, { folders: 'none' })
  for (const name of ['a.txt', 'x/a.txt', 'y/a.txt', 'z/a.txt']) await ada.put(name, 'same')
  asked()
  await ada.sync()
  expect(asked()).toMatchObject({ create: 4 })
  expect(await settle()).toEqual({})
  expect(crm.files()).toEqual(['a (2).txt: same', 'a (3).txt: same', 'a (4).txt: same', 'a.txt: same'])
  expect((await ada.files()).length).toBe(4)
  await ada.isAtRest()
})

test('[C75] a crash after a new version was stored beside ends in one file', async () => {
  const { ada, crm, acme, faults, settle } = await syncedPoorWorld({ 'a.txt': 'h1' })
  await ada.put('a.txt', 'h2')
  faults.add({ method: 'create', when: 'after', error: 'crash' })
  await ada.pass().catch(() => undefined)
  await ada.press(acme)
  await settle()
  expect(crm.files()).toEqual(['a (Dropbox, Ada, 2026-01-01).txt: h2', 'a.txt: h1'])
  expect(await ada.files()).toEqual(['a.txt: h2'])
  await ada.isAtRest()
})

test('[C75] a host that shows a new file too late is asked again, not given it twice', async () => {
  const { ada, crm, host, acme, faults, settle } = await syncedPoorWorld({})
  await ada.put('a.txt', 'h1')
  faults.meanwhile('commit', () => undefined)
  faults.meanwhile('create', () => {
    faults.meanwhile('list', () => {
      const [file] = host.allFiles(acme)
      if (file) host.missInListings(file, 1)
    })
  })
  await ada.sync()
  expect((await ada.problems()).map(({ code }) => code)).toEqual(['host_unavailable'])
  await settle()
  expect(crm.files()).toEqual(['a.txt: h1'])
  expect(await ada.states()).toEqual(['a.txt: on'])
  await ada.isAtRest()
})

test('[C75] a file that leaves for another record before a host without ids shows it comes in once more, and nothing is lost', async () => {
  const { ada, crm, host, acme, faults, record, settle } = await syncedPoorWorld({})
  const beta = record('2', 'Beta')
  await ada.press(beta)
  await settle()
  await ada.put('a.txt', 'h1')
  faults.meanwhile('create', () => {
    faults.meanwhile('list', () => {
      for (const { id } of host.allFiles(acme)) host.moveToRecord(acme, id, beta)
    })
  })
  await ada.sync()
  await settle()
  expect(crm.files()).toEqual(['a.txt: h1'])
  expect(crm.of(beta).files()).toEqual(['a.txt: h1'])
  expect(await ada.files()).toEqual(['a.txt: h1'])
  expect(await ada.files('/Companies/Beta (2)')).toEqual(['a.txt: h1'])
  await ada.isAtRest()
})

test('[C76] a poor host: a crash after a deletion in Dropbox is made good', async () => {
  const { ada, crm, acme, faults, settle } = await syncedPoorWorld({ 'a.txt': 'h1' })
  await crm.remove('a.txt')
  await ada.press(acme)
  faults.add({ method: 'deleteFile', when: 'after', error: 'crash' })
  await ada.pass([acme]).catch(() => undefined)
  await settle()
  expect(await ada.files()).toEqual([])
  expect(await ada.states()).toEqual([])
  await ada.isAtRest()
})

test.for(['create', 'upload'] as const)(
  '[C77] [S4] a poor host: a crash at the %s of a conflict leaves one copy',
  async (method) => {
    const { ada, crm, acme, faults, settle } = await syncedPoorWorld({ 'a.txt': 'h1' })
    await crm.put('a.txt', 'ours')
    await ada.put('a.txt', 'theirs')
    faults.add({ method, when: method === 'create' ? 'after' : 'before', error: 'crash' })
    await ada.pass([acme]).catch(() => undefined)
    await settle()
    const both = ['a (Dropbox, Ada, 2026-01-01).txt: theirs', 'a.txt: ours']
    expect(crm.files()).toEqual(both)
    expect(await ada.files()).toEqual(both)
    await ada.isAtRest()
  },
)

test('[C85] a poor host: a lost cursor lists everything anew and moves nothing', async () => {
  const { ada, settle } = await syncedPoorWorld({ 'a.txt': 'h1' })
  ada.remote.owner.loseCursors()
  expect(await settle()).toEqual({})
  expect(await ada.states()).toEqual(['a.txt: on'])
  await ada.isAtRest()
})

test('[C75 C3] a file that came in before a conflict was seen is found again under the name it got then', async () => {
  const { ada, crm, faults, clock, settle } = await syncedPoorWorld({})
  await crm.put('a.pdf', 'ours')
  await ada.put('a.pdf', 'theirs')
  faults.add({ method: 'create', when: 'after', error: 'crash' })
  await ada.pass()
  clock.advance(60 * 60_000)
  await settle()
  expect(crm.files()).toEqual(['a (2).pdf: theirs', 'a.pdf: ours'])
  await ada.isAtRest()
})

test('[C75] [S13] a crash after a file came into a joined folder makes no second file, whatever comes into the folder above', async () => {
  const { ada, crm, faults, settle } = await syncedPoorWorld({}, { folders: 'flat' })
  await ada.put('sub/deep/c.txt', 'h1')
  faults.add({ method: 'create', when: 'after', error: 'crash' })
  await ada.pass()
  await crm.put('sub/c.txt', 'h2')
  await settle()
  expect(crm.files()).toEqual(['sub / deep/c.txt: h1', 'sub/c.txt: h2'])
  expect(await ada.files()).toEqual(['sub/c.txt: h2', 'sub/deep/c.txt: h1'])
  await ada.put('sub/deep/d.txt', 'h3')
  await settle()
  expect(crm.files()).toEqual(['sub / deep/c.txt: h1', 'sub / deep/d.txt: h3', 'sub/c.txt: h2'])
  await ada.isAtRest()
})
