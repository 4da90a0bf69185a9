import { expect, test } from 'vitest'

import { connect, refusal, setup } from '../testing/setup.ts'

const commit = { path: '/big.bin' }

test('a session is started, continued and finished', async () => {
  const { dropbox, owner } = setup()
  const { session_id } = (await dropbox.filesUploadSessionStart({ contents: 'one ' })).result
  await dropbox.filesUploadSessionAppendV2({ cursor: { session_id, offset: 4 }, contents: 'two ' })
  const { result } = await dropbox.filesUploadSessionFinish({
    cursor: { session_id, offset: 8 },
    commit,
    contents: 'three',
  })
  expect(result.size).toBe(13)
  expect(new TextDecoder().decode(await owner.files.read('/Apps/Demo CRM/big.bin'))).toBe('one two three')
  const again = dropbox.filesUploadSessionFinish({ cursor: { session_id, offset: 13 }, commit, contents: '' })
  expect(await refusal(again)).toMatchObject({
    error: { '.tag': 'lookup_failed', lookup_failed: { '.tag': 'not_found' } },
  })
})

test('a wrong offset is answered with the right one', async () => {
  const { dropbox } = setup()
  const { session_id } = (await dropbox.filesUploadSessionStart({ contents: 'four' })).result
  const cursor = { session_id, offset: 1 }
  expect(await refusal(dropbox.filesUploadSessionAppendV2({ cursor, contents: 'x' }))).toMatchObject({
    error: { '.tag': 'incorrect_offset', correct_offset: 4 },
  })
  expect(await refusal(dropbox.filesUploadSessionFinish({ cursor, commit, contents: 'x' }))).toMatchObject({
    error: { '.tag': 'lookup_failed', lookup_failed: { '.tag': 'incorrect_offset', correct_offset: 4 } },
  })
})

test('a refused finish has taken its bytes', async () => {
  const { dropbox } = setup()
  await dropbox.filesUpload({ path: '/big.bin', contents: 'other' })
  const { session_id } = (await dropbox.filesUploadSessionStart({ contents: 'ab' })).result
  const finish = (offset: number, contents: string, mode: 'add' | 'overwrite') =>
    dropbox.filesUploadSessionFinish({
      cursor: { session_id, offset },
      commit: { ...commit, mode: { '.tag': mode } },
      contents,
    })
  expect(await refusal(finish(2, 'cd', 'add'))).toMatchObject({
    error: { '.tag': 'path', path: { '.tag': 'conflict', conflict: { '.tag': 'file' } } },
  })
  expect(await refusal(finish(2, 'cd', 'overwrite'))).toMatchObject({ error: { '.tag': 'lookup_failed' } })
  expect((await finish(4, '', 'overwrite')).result.size).toBe(4)
})

test('a batch commits closed sessions and tells of the others', async () => {
  const { dropbox } = setup()
  const closed = (await dropbox.filesUploadSessionStart({ contents: 'a', close: true })).result.session_id
  const open = (await dropbox.filesUploadSessionStart({ contents: 'b' })).result.session_id
  const entry = (session_id: string, path: string) => ({ cursor: { session_id, offset: 1 }, commit: { path } })
  const { result } = await dropbox.filesUploadSessionFinishBatchV2({
    entries: [entry(closed, '/a'), entry(open, '/b')],
  })
  expect(result.entries).toMatchObject([
    { '.tag': 'success', name: 'a', size: 1 },
    { '.tag': 'failure', failure: { '.tag': 'lookup_failed', lookup_failed: { '.tag': 'not_closed' } } },
  ])
})

test('a concurrent session takes its pieces in any order', async () => {
  const { dropbox, owner } = setup()
  const piece = 4 * 1024 * 1024
  const { session_id } = (
    await dropbox.filesUploadSessionStart({ session_type: { '.tag': 'concurrent' }, contents: '' })
  ).result
  await dropbox.filesUploadSessionAppendV2({ cursor: { session_id, offset: piece }, close: true, contents: 'end' })
  await dropbox.filesUploadSessionAppendV2({ cursor: { session_id, offset: 0 }, contents: Buffer.alloc(piece, 97) })
  await dropbox.filesUploadSessionFinish({ cursor: { session_id, offset: piece + 3 }, commit, contents: '' })
  const bytes = await owner.files.read('/Apps/Demo CRM/big.bin')
  expect([bytes.length, bytes[0], String.fromCharCode(...bytes.slice(-3))]).toEqual([piece + 3, 97, 'end'])
})

test('a session ends after seven days', async () => {
  const { dropbox, emulator } = setup()
  const { session_id } = (await dropbox.filesUploadSessionStart({ contents: 'a' })).result
  emulator.clock.advance(8 * 24 * 3600 * 1000)
  const late = connect(emulator).dropbox.filesUploadSessionAppendV2({
    cursor: { session_id, offset: 1 },
    contents: 'b',
  })
  expect(await refusal(late)).toMatchObject({ error: { '.tag': 'not_found' } })
})
