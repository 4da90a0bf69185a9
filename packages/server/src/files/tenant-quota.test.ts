import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

import { type Database, openDatabase } from '../postgres/index.ts'
import { fileStoreOn } from '../testing/database/fixtures.ts'
import { namesInDropbox, folderOf, seenBy, text } from '../testing/record-steps.ts'
import { link, problemOf, recordPath, sofie, testServer, whileWorking } from '../testing/test-server.ts'

let database: Database
beforeAll(async () => {
  database = await openDatabase({ memory: true })
}, 60_000)
// Both tests are of the same tenant.
afterEach(async () => {
  await sql`truncate host_file, host_file_version, host_usage, host_idempotency`.execute(database.db)
})
afterAll(() => database.close())

/** A server whose tenant may have ten bytes. */
function fullServer() {
  const { files } = fileStoreOn(database.db, { quota: { files: null, bytes: 10 } })
  const server = testServer({ files })
  const upload = (name: string, contents: string) =>
    server.upload(sofie, `${recordPath('1')}/files?name=${name}`, text(contents))
  const names = async () => (await seenBy(server).files()).map(({ name }) => name)
  return { server, upload, names }
}

test('[X37] a tenant without room is told so before anything is sent, and has room when something is deleted', async () => {
  const { server, upload, names } = fullServer()
  const begin = (bytes: number) =>
    server.send(sofie, 'POST', `${recordPath('1')}/uploads`, {
      headers: {
        'tus-resumable': '1.0.0',
        'upload-length': String(bytes),
        'upload-metadata': `filename ${btoa('parts.txt')}`,
      },
    })
  const eight = (await (await upload('eight.txt', '12345678')).json()) as { id: string; version: string }
  expect(await problemOf(await upload('three.txt', '123'))).toBe('409 host_full')
  expect(await problemOf(await begin(3))).toBe('409 host_full')
  expect((await begin(2)).status).toBe(201)
  const files = [{ id: eight.id, version: eight.version }]
  expect((await seenBy(server).post('files/delete', { files })).status).toBe(200)
  expect((await begin(3)).status).toBe(201)
  expect((await upload('three.txt', '123')).status).toBe(201)
  expect(await names()).toEqual(['three.txt'])

  // Enough room was left for what is brought back only until something else has taken it.
  expect((await upload('seven.txt', '1234567')).status).toBe(201)
  const undone = await seenBy(server).post('files/restore', { files: [eight.id] })
  expect(await undone.json()).toMatchObject({ done: 0, failed: [{ id: eight.id, code: 'host_full' }] })
})

test('[X37] [C73] a file in Dropbox for which the CRM has no room waits there with this reason, and comes when there is', async () => {
  const { server, upload, names } = fullServer()
  const seen = seenBy(server)
  const eight = (await (await upload('eight.txt', '12345678')).json()) as { id: string; version: string }
  await link(server, sofie, server.remotes.sofie)
  await whileWorking(server, async () => {
    await seen.press()
    await server.until(() => namesInDropbox(server).includes('eight.txt'))
    await server.remotes.sofie.owner.put(`${folderOf()}/theirs.txt`, text('1234'))
    await seen.press()
    await server.until(async () => (await seen.page()).remoteOnly.some(({ sync }) => sync?.code === 'host_full'))
    expect(await names()).toEqual(['eight.txt'])
    await seen.post('files/delete', { files: [{ id: eight.id, version: eight.version }] })
    await seen.press()
    await server.until(async () => (await names()).includes('theirs.txt'))
  })
})
