import { remotePath, revision } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { fileReply, json, refusal, scriptedDropbox } from './testing/scripted-dropbox.ts'

const file = { path: remotePath('/Acme/Cafe\u0301.pdf'), revision: revision('015f0000000001') }
const restored = json(fileReply({ rev: '015f0000000009' }))
const gone = refusal('path/not_found', { '.tag': 'path', path: { '.tag': 'not_found' } })

test('a file is restored by its path and revision, after a look that nothing is there', async () => {
  const { remote, sent } = scriptedDropbox({ 'files/get_metadata': [gone], 'files/restore': [restored] })
  expect(await remote.restore(file)).toMatchObject({ kind: 'file', revision: '015f0000000009' })
  expect(sent('files/restore')[0]?.arg).toEqual({ path: '/Acme/Caf\u00e9.pdf', rev: '015f0000000001' })
})

test('what is there now is never written over', async () => {
  const { remote, sent } = scriptedDropbox({ 'files/get_metadata': [json(fileReply())], 'files/restore': [restored] })
  await expect(remote.restore(file)).rejects.toMatchObject({ code: 'precondition_failed' })
  expect(sent('files/restore')).toEqual([])
})

test('a revision that Dropbox does not keep is not found', async () => {
  for (const answer of [
    refusal('invalid_revision', { '.tag': 'invalid_revision' }),
    refusal('path_lookup/not_found', { '.tag': 'path_lookup', path_lookup: { '.tag': 'not_found' } }),
  ]) {
    const { remote } = scriptedDropbox({ 'files/get_metadata': [gone], 'files/restore': [answer] })
    await expect(remote.restore(file)).rejects.toMatchObject({ code: 'not_found' })
  }
})

test('a full account is told as such', async () => {
  const full = refusal('path_write/insufficient_space', {
    '.tag': 'path_write',
    path_write: { '.tag': 'insufficient_space' },
  })
  const { remote } = scriptedDropbox({ 'files/get_metadata': [gone], 'files/restore': [full] })
  await expect(remote.restore(file)).rejects.toMatchObject({ code: 'insufficient_space' })
})

test('a restoring whose reply was lost is done when the file is there', async () => {
  const { remote, sent } = scriptedDropbox({
    'files/get_metadata': [gone, json(fileReply({ rev: '015f0000000009' }))],
    'files/restore': [new TypeError('fetch failed')],
  })
  expect(await remote.restore(file)).toMatchObject({ revision: '015f0000000009' })
  expect(sent('files/restore')).toHaveLength(1)
})

test('a restoring under way is waited for', async () => {
  const busy = refusal('in_progress', { '.tag': 'in_progress' })
  const { remote } = scriptedDropbox({ 'files/get_metadata': [gone], 'files/restore': [busy, restored] })
  expect(await remote.restore(file)).toMatchObject({ revision: '015f0000000009' })
})
