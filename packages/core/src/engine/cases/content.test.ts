import { expect, test } from 'vitest'

import { engineWorld } from '../../testing/engine-world/engine-world.ts'
import { lostReply } from '../../testing/engine-world/faults.ts'
import { SyncError } from '../../sync-error.ts'

const limit = { settings: { maxFileBytes: 8 } }

test('[C51] [C52] [C53] [S12] names that would be one in Dropbox are kept apart, for good', async () => {
  const { ada, crm, acme } = await engineWorld()
  await crm.putNew('doc.pdf', '1')
  await crm.putNew('DOC.pdf', '2')
  await crm.putNew('e\u0301.txt', '3')
  await crm.putNew('\u00e9.txt', '4')
  await ada.press(acme)
  const texts = (await ada.files()).map((line) => line.split(': ')[1] ?? '')
  expect(texts.toSorted()).toEqual(['1', '2', '3', '4'])
  await ada.isAtRest()
})

test('[C55] [C57] [S12] names that Dropbox or Windows refuse are replaced there and kept in the CRM', async () => {
  const { ada, crm, record } = await engineWorld()
  const odd = record('7', 'A/B GmbH.')
  await crm.of(odd).put('b:c?.txt', '1')
  await crm.of(odd).put('CON', '2')
  await ada.press(odd)
  expect(await ada.files('/Companies/A-B GmbH (7)')).toEqual(['-CON: 2', 'b-c-.txt: 1'])
  expect(crm.of(odd).files()).toEqual(['CON: 2', 'b:c?.txt: 1'])
  await ada.isAtRest()
})

test('[C59] a folder where a file was does not replace the file in the CRM', async () => {
  const { ada, crm, acme } = await engineWorld()
  await crm.put('a', 'file')
  await ada.press(acme)
  await ada.remove('a')
  await ada.put('a/x.txt', 'x')
  await ada.sync()
  expect(
    crm
      .files()
      .map((line) => line.split(': ')[1] ?? '')
      .toSorted(),
  ).toEqual(['file', 'x'])
  await ada.isAtRest()
})

test('[C62] a conflicted copy that Dropbox made is a file like any other', async () => {
  const { ada, crm, acme } = await engineWorld()
  await crm.put('a.txt', '1')
  await ada.press(acme)
  await ada.put('a (conflicted copy).txt', '2')
  await ada.sync()
  expect(crm.files()).toEqual(['a (conflicted copy).txt: 2', 'a.txt: 1'])
  await ada.isAtRest()
})

test('[C63] an empty file is a file, both ways', async () => {
  const { ada, crm, acme } = await engineWorld()
  await crm.put('up.txt', '')
  await ada.press(acme)
  await ada.put('down.txt', '')
  await ada.sync()
  expect(crm.files()).toEqual(['down.txt: ', 'up.txt: '])
  expect(await ada.files()).toEqual(['down.txt: ', 'up.txt: '])
  await ada.isAtRest()
})

test('[C64] [C65] [S11] exactly the limit goes, a byte more stays where it is, and siblings go on', async () => {
  const { ada, crm, acme } = await engineWorld(limit)
  await crm.put('ok.bin', '12345678')
  await crm.put('big.bin', '123456789')
  await ada.press(acme)
  await ada.put('theirs.bin', '123456789')
  await ada.put('small.bin', '1')
  await ada.sync()
  expect(await ada.files()).toEqual(['ok.bin: 12345678', 'small.bin: 1', 'theirs.bin: 123456789'])
  expect(crm.files()).toEqual(['big.bin: 123456789', 'ok.bin: 12345678', 'small.bin: 1'])
  expect((await ada.problems()).map(({ code, subject }) => `${subject} ${code}`).toSorted()).toEqual([
    'big.bin file_too_large',
    'theirs.bin file_too_large',
  ])
})

test('[C66] [C67] [C68] [S11] a version that is too large is never overwritten, and comes in when it shrinks', async () => {
  const { ada, crm, acme } = await engineWorld(limit)
  await crm.put('a.bin', 'h1')
  await ada.press(acme)
  await ada.put('a.bin', 'too large!')
  await ada.sync()
  expect(crm.files()).toEqual(['a.bin: h1'])
  expect((await ada.problems()).map(({ code }) => code)).toEqual(['newer_version_too_large'])
  await ada.put('a.bin', 'small')
  await ada.sync()
  expect(crm.files()).toEqual(['a.bin: small'])
  expect(await ada.problems()).toEqual([])
  await ada.put('a.bin', 'too large again!')
  await crm.put('a.bin', 'h2')
  await ada.sync()
  expect(await ada.files()).toContain('a.bin: too large again!')
  expect((await ada.files()).map((line) => line.split(': ')[1] ?? '')).toContain('h2')
})

test('[C69] a document without bytes of its own is told about and never downloaded', async () => {
  const { ada, crm, acme } = await engineWorld()
  await ada.press(acme)
  await ada.remote.owner.put('/Companies/Acme (1)/plan.paper', new Uint8Array(), { downloadable: false })
  await ada.sync()
  expect(crm.files()).toEqual([])
  expect((await ada.problems()).map(({ code }) => code)).toEqual(['not_downloadable'])
  await ada.isAtRest()
})

test('[C71] [S14] a file that changes while it is read is sent as it is in the end, and never half', async () => {
  const { ada, crm, acme, faults } = await engineWorld()
  await crm.put('a.txt', 'before')
  await crm.put('b.txt', 'sibling')
  faults.meanwhile('read', () => crm.put('a.txt', 'after'))
  await ada.press(acme)
  await ada.sync()
  expect(await ada.files()).toEqual(['a.txt: after', 'b.txt: sibling'])
  await ada.isAtRest()
})

test('[C74] [C79] a lost reply of an upload ends in one file', async () => {
  const { ada, crm, acme, faults, clock } = await engineWorld()
  await crm.put('a.txt', 'h1')
  faults.add({ method: 'upload', when: 'after', error: lostReply })
  await ada.press(acme)
  clock.advance(3_600_000)
  await ada.sync()
  expect(await ada.files()).toEqual(['a.txt: h1'])
  expect(await ada.states()).toEqual(['a.txt: on'])
  await ada.isAtRest()
})

test('[C75] a crash after the CRM took a file ends in one file', async () => {
  const { ada, crm, acme, faults } = await engineWorld()
  await ada.press(acme)
  await ada.put('a.txt', 'h1')
  faults.add({ method: 'create', when: 'after', error: 'crash' })
  await ada.pass().catch(() => undefined)
  await ada.sync()
  expect(crm.files()).toEqual(['a.txt: h1'])
  await ada.isAtRest()
})

test('[C76] a crash after a deletion in Dropbox is made good', async () => {
  const { ada, crm, acme, faults } = await engineWorld()
  await crm.put('a.txt', 'h1')
  await ada.press(acme)
  await crm.remove('a.txt')
  faults.add({ method: 'deleteFile', when: 'after', error: 'crash' })
  await ada.pass().catch(() => undefined)
  await ada.sync()
  expect(await ada.files()).toEqual([])
  expect(await ada.states()).toEqual([])
  await ada.isAtRest()
})

test('[C77] [S4] a crash between the two halves of a conflict leaves one copy', async () => {
  const { ada, crm, acme, faults } = await engineWorld()
  await crm.put('a.txt', 'h1')
  await ada.press(acme)
  await crm.put('a.txt', 'ours')
  await ada.put('a.txt', 'theirs')
  faults.add({ method: 'upload', when: 'before', error: 'crash' })
  await ada.pass().catch(() => undefined)
  await ada.sync()
  const both = ['a (Dropbox, Ada, 2026-01-01).txt: theirs', 'a.txt: ours']
  expect(crm.files()).toEqual(both)
  expect(await ada.files()).toEqual(both)
  await ada.isAtRest()
})

test('[C80] [S14] when Dropbox asks for silence nothing is asked before its time, and nothing is lost', async () => {
  const { ada, crm, acme, faults, clock } = await engineWorld()
  await crm.put('a.txt', 'h1')
  faults.add({
    method: 'upload',
    when: 'before',
    error: new SyncError('remote_busy', 'Later.', { retryAfterMs: 300_000 }),
  })
  const report = await ada.press(acme)
  expect(report.outcome).toBe('blocked')
  ada.remote.clearCalls()
  expect((await ada.pass()).outcome).toBe('blocked')
  expect(ada.remote.calls).toEqual([])
  clock.advance(300_001)
  await ada.sync()
  expect(await ada.files()).toEqual(['a.txt: h1'])
})

test('[C84] a revoked authorization stops the link and keeps everything', async () => {
  const { ada, crm, acme, store } = await engineWorld()
  await crm.put('a.txt', 'h1')
  await ada.press(acme)
  ada.remote.owner.revoke()
  expect((await ada.pass()).outcome).toBe('reconnect')
  expect((await store.link(ada.linkId))?.status).toBe('reconnect')
  expect(await ada.states()).toEqual(['a.txt: on'])
})

test('[C85] a lost cursor lists everything anew and moves nothing', async () => {
  const { ada, crm, acme } = await engineWorld()
  await crm.put('a.txt', 'h1')
  await ada.press(acme)
  await ada.sync()
  ada.remote.owner.loseCursors()
  const report = await ada.sync()
  expect(report.ops).toEqual({})
  expect(await ada.states()).toEqual(['a.txt: on'])
  await ada.isAtRest()
})

test('[C86] a listing that breaks makes nothing look absent', async () => {
  const { ada, crm, acme, faults } = await engineWorld({ pageSize: 1 })
  await crm.put('a.txt', 'h1')
  await crm.put('b.txt', 'h2')
  await ada.press(acme)
  await ada.sync()
  ada.remote.owner.loseCursors()
  faults.add({ method: 'changes', skip: 3, when: 'before', error: lostReply })
  await ada.pass()
  expect(await ada.states()).toEqual(['a.txt: on', 'b.txt: on'])
  await ada.sync()
  expect(await ada.states()).toEqual(['a.txt: on', 'b.txt: on'])
})

test('[C89] [S17] two workers on one link: the second one waits', async () => {
  const { ada, crm, acme, engine, faults } = await engineWorld()
  await crm.put('a.txt', 'h1')
  await engine.enrol(ada.linkId, acme, 'user-ada')
  let second = ''
  faults.meanwhile('upload', async () => {
    second = (await engine.runPass(ada.linkId, { records: null, owner: 'worker-2' })).outcome
  })
  await ada.sync([acme])
  expect(second).toBe('leaseBusy')
  expect(await ada.files()).toEqual(['a.txt: h1'])
})

test('[C93] only the last of quick edits has to go up', async () => {
  const { ada, crm, acme } = await engineWorld()
  await crm.put('a.txt', 'h1')
  await ada.press(acme)
  await crm.put('a.txt', 'h2')
  await crm.put('a.txt', 'h3')
  const report = await ada.sync()
  expect(report.ops['upload']).toBe(1)
  expect(await ada.files()).toEqual(['a.txt: h3'])
})
