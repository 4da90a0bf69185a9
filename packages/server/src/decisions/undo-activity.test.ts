import { manualClock, memoryHostFiles, seededRandom } from '@twinfolder/core/memory'
import { expect, test } from 'vitest'

import { sha256 } from '../crypto/sha256.ts'
import { folderOf, namesInDropbox, saveFiles, seenBy, text } from '../testing/record-steps.ts'
import {
  type TestServer,
  company,
  jonas,
  link,
  problemOf,
  recordPath,
  sofie,
  stranger,
  testServer,
  whileWorking,
} from '../testing/test-server.ts'

const DAY_MS = 86_400_000

/** `a.txt` on both sides. */
async function synced(): Promise<TestServer> {
  const server = testServer()
  await saveFiles(server, ['a.txt'])
  await link(server, sofie, server.remotes.sofie)
  await whileWorking(server, () => seenBy(server).settle())
  return server
}

/** The row of a code, once it is there. */
async function rowOf(server: TestServer, code: string) {
  await server.until(async () => (await seenBy(server).activity(code)).length > 0)
  const [row] = await seenBy(server).activity(code)
  if (!row) throw new Error('There is a row.')
  return row
}

/** `a.txt` was removed in Dropbox. */
async function removed() {
  const server = await synced()
  await whileWorking(server, async () => {
    await server.remotes.sofie.owner.delete(`${folderOf()}/a.txt`)
    await seenBy(server).press()
    await rowOf(server, 'keptAfterRemoteDelete')
    await server.until(() => seenBy(server).isIn('settled'))
  })
  return { server, row: await rowOf(server, 'keptAfterRemoteDelete') }
}

/** `a.txt` was edited in Dropbox. */
async function edited() {
  const server = await synced()
  await whileWorking(server, async () => {
    await server.remotes.sofie.owner.put(`${folderOf()}/a.txt`, text('edited'))
    await seenBy(server).press()
    await rowOf(server, 'updatedInHost')
    await server.until(() => seenBy(server).isIn('settled'))
  })
  return { server, row: await rowOf(server, 'updatedInHost') }
}

const undo = (server: TestServer, { id }: { readonly id: string }, who = sofie, record = '1') =>
  seenBy(server, who, record).post(`activity/${id}/undo`)

test('[S5] a removal in Dropbox is undone: the file is put back there, once', async () => {
  const { server, row } = await removed()
  expect(Date.parse(row.undo?.until ?? '')).toBeGreaterThan(server.clock.now())
  await whileWorking(server, async () => {
    const answer = await undo(server, row)
    expect([answer.status, await answer.json()]).toMatchObject([200, { link: 'linked' }])
    await server.until(() => namesInDropbox(server).includes('a.txt'))
    await server.until(() => seenBy(server).isIn('settled'))
  })
  expect((await rowOf(server, 'keptAfterRemoteDelete')).undo).toBeNull()
  expect(await rowOf(server, 'undone')).toMatchObject({ subject: 'a.txt', undo: null })
  expect(await problemOf(await undo(server, row))).toBe('409 undo_expired')
  expect(server.log.filter(({ event }) => event === 'activity.undone')).toHaveLength(1)
})

test('[S3] an edit that came from Dropbox is undone: the old version counts again, on both sides', async () => {
  const { server, row } = await edited()
  await whileWorking(server, async () => {
    expect((await undo(server, row)).status).toBe(200)
    const inDropbox = async () =>
      new TextDecoder().decode((await server.remotes.sofie.owner.bytesOf(`${folderOf()}/a.txt`)) ?? undefined)
    await server.until(async () => (await inDropbox()) === 'a.txt')
  })
  const [file] = server.files.allFiles(company('1'))
  expect(server.files.bytesOf(company('1'), file?.id ?? '')).toEqual(text('a.txt'))
})

test.each([true, false])(
  '[S6] a deletion in the CRM is undone on both sides, with a trash in the host: %s',
  async (trash) => {
    const base = { clock: manualClock(Date.UTC(2026, 10, 22)), random: seededRandom(1), sha256 }
    const server = testServer({ files: memoryHostFiles({ ...base, capabilities: { trash } }) })
    const upload = await server.upload(sofie, `${recordPath('1')}/files?name=a.txt`, text('contents'))
    const { id, version } = (await upload.json()) as { id: string; version: string }
    await link(server, sofie, server.remotes.sofie)
    await whileWorking(server, async () => {
      await seenBy(server).settle()
      await seenBy(server).post('files/delete', { files: [{ id, version }] })
      const row = await rowOf(server, 'deletedInRemote')
      expect(namesInDropbox(server)).toEqual([])
      expect((await undo(server, row)).status).toBe(200)
      await server.until(() => namesInDropbox(server).includes('a.txt'))
      await server.until(async () => (await seenBy(server).files()).length === 1)
    })
    const [file] = await seenBy(server).files()
    expect(file).toMatchObject({ name: 'a.txt', ...(trash && { id }) })
    expect(await server.remotes.sofie.owner.bytesOf(`${folderOf()}/a.txt`)).toEqual(text('contents'))
  },
)

test('what was changed since is not undone', async () => {
  const { server, row } = await edited()
  await server.files.put(company('1'), 'a.txt', text('edited again'))
  expect(await problemOf(await undo(server, row))).toBe('409 version_conflict')
})

test('after its time a row offers no undo, and takes none', async () => {
  const { server, row } = await edited()
  server.clock.advance(40 * DAY_MS)
  expect((await rowOf(server, 'updatedInHost')).undo).toBeNull()
  expect(await problemOf(await undo(server, row))).toBe('409 undo_expired')
})

test('[X35] a row of another record or tenant, or of none, is not found', async () => {
  const { server, row } = await edited()
  expect(await problemOf(await undo(server, row, sofie, '2'))).toBe('404 not_found')
  expect(await problemOf(await undo(server, { id: 'unknown' }))).toBe('404 not_found')
  expect(await problemOf(await undo(server, row, stranger))).toBe('404 record_unknown')
})

test("nobody undoes what happened in somebody else's Dropbox", async () => {
  const { server, row } = await removed()
  expect(await problemOf(await undo(server, row, jonas))).toBe('403 forbidden')
  await link(server, jonas, server.remotes.jonas)
  expect(await problemOf(await undo(server, row, jonas))).toBe('403 forbidden')
  expect((await undo(server, row)).status).toBe(200)
})

test('without the right to write a file is put back into the own Dropbox, and nothing else is undone', async () => {
  const readOnly = { read: true, write: false, missing: [] }
  const user = { tenantId: 'tenant-1', userId: 'sofie' }
  const changed = await edited()
  changed.server.records.setAccess(user, company('1'), readOnly)
  expect(await problemOf(await undo(changed.server, changed.row))).toBe('403 forbidden')
  const gone = await removed()
  gone.server.records.setAccess(user, company('1'), readOnly)
  expect((await undo(gone.server, gone.row)).status).toBe(200)
})
