import { manualClock, memoryHostFiles, seededRandom } from '@twinfolder/core/memory'
import { expect, test } from 'vitest'

import { sha256 } from '../crypto/sha256.ts'
import { namesInDropbox, saveFiles, seenBy } from '../testing/record-steps.ts'
import { company, link, problemOf, sofie, testServer, whileWorking } from '../testing/test-server.ts'

test('[C112] a file that was deleted by mistake comes back in the CRM under its id, and in Dropbox', async () => {
  const server = testServer()
  const [file] = await saveFiles(server, ['a.txt', 'b.txt'])
  await link(server, sofie, server.remotes.sofie)
  await whileWorking(server, async () => {
    await seenBy(server).settle()
    await seenBy(server).post('files/delete', { files: [{ id: file?.id, version: file?.version }] })
    await server.until(() => !namesInDropbox(server).includes('a.txt'))
    const answer = await seenBy(server).post('files/restore', { files: [file?.id, 'unknown', file?.id] })
    expect(await answer.json()).toEqual({ done: 1, failed: [{ id: 'unknown', code: 'file_unknown' }] })
    await server.until(() => namesInDropbox(server).includes('a.txt'))
  })
  expect((await seenBy(server).files()).map(({ id }) => id)).toContain(file?.id)
  expect(server.log.find(({ event }) => event === 'files.restored')).toMatchObject({ files: 1, by: 'sofie' })
  expect(await seenBy(server).activity('deletedInRemote')).toMatchObject([{ subject: 'a.txt', undo: null }])
})

test('a host without a trash refuses', async () => {
  const base = { clock: manualClock(), random: seededRandom(1), sha256 }
  const server = testServer({ files: memoryHostFiles({ ...base, capabilities: { trash: false } }) })
  const answer = await seenBy(server).post('files/restore', { files: ['file-1'] })
  expect(await problemOf(answer)).toBe('409 host_refused')
})

test('[X35] a file of another record does not come back here', async () => {
  const server = testServer()
  const [file] = await saveFiles(server, ['a.txt'], company('2'))
  if (!file) throw new Error('There is a file.')
  await server.files.remove({ ...file, expectedVersion: file.version }, file.updatedBy)
  const answer = await seenBy(server).post('files/restore', { files: [file.id] })
  expect(await answer.json()).toMatchObject({ done: 0, failed: [{ code: 'file_unknown' }] })
  expect(server.files.allFiles(company('2'))).toEqual([])
})
