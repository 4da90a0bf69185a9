import { remotePath, revision } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { fileReply, json, refusal, scriptedDropbox } from './testing/scripted-dropbox.ts'

const file = { path: remotePath('/Acme/Cafe\u0301.pdf'), revision: revision('015f0000000001') }
const deleted = json({ metadata: fileReply() })
const missing = refusal('path_lookup/not_found', { '.tag': 'path_lookup', path_lookup: { '.tag': 'not_found' } })
const conflict = refusal('path_write/conflict/file', {
  '.tag': 'path_write',
  path_write: { '.tag': 'conflict', conflict: { '.tag': 'file' } },
})
const gone = refusal('path/not_found', { '.tag': 'path', path: { '.tag': 'not_found' } })
const lost = new TypeError('fetch failed')

test('[S6] a file is deleted only while its revision is the one we know', async () => {
  const { remote, sent } = scriptedDropbox({ 'files/delete_v2': [deleted] })
  expect(await remote.deleteFile(file)).toBe('deleted')
  expect(sent('files/delete_v2')[0]?.arg).toEqual({ path: '/Acme/Caf\u00e9.pdf', parent_rev: '015f0000000001' })
})

test('[S6] a file that has changed is not deleted', async () => {
  const { remote } = scriptedDropbox({ 'files/delete_v2': [conflict] })
  await expect(remote.deleteFile(file)).rejects.toMatchObject({ code: 'precondition_failed' })
})

test('[S13] a folder that is now where the file was is not deleted', async () => {
  for (const answer of [
    refusal('path_lookup/not_file', { '.tag': 'path_lookup', path_lookup: { '.tag': 'not_file' } }),
    refusal('path_write/conflict/folder', {
      '.tag': 'path_write',
      path_write: { '.tag': 'conflict', conflict: { '.tag': 'folder' } },
    }),
  ]) {
    const { remote } = scriptedDropbox({ 'files/delete_v2': [answer] })
    await expect(remote.deleteFile(file)).rejects.toMatchObject({ code: 'precondition_failed' })
  }
})

test('[C76] a file that is gone already is a success', async () => {
  const { remote } = scriptedDropbox({ 'files/delete_v2': [missing] })
  expect(await remote.deleteFile(file)).toBe('missing')
})

test('a deletion whose reply was lost is done when the file is gone', async () => {
  const { remote, sent } = scriptedDropbox({ 'files/delete_v2': [lost], 'files/get_metadata': [gone] })
  expect(await remote.deleteFile(file)).toBe('deleted')
  expect(sent('files/delete_v2')).toHaveLength(1)
})

test('a deletion whose reply was lost is repeated while the file is there', async () => {
  const { remote, sent } = scriptedDropbox({
    'files/delete_v2': [json('', 500), deleted],
    'files/get_metadata': [json(fileReply())],
  })
  expect(await remote.deleteFile(file)).toBe('deleted')
  expect(sent('files/delete_v2')).toHaveLength(2)
})

test('a deletion that lands after the look makes the repetition miss: the file is gone', async () => {
  const { remote } = scriptedDropbox({
    'files/delete_v2': [lost, missing],
    'files/get_metadata': [json(fileReply()), gone],
  })
  expect(await remote.deleteFile(file)).toBe('deleted')
})

test('a file that someone put there after a lost reply is kept', async () => {
  const { remote } = scriptedDropbox({
    'files/delete_v2': [lost, conflict],
    'files/get_metadata': [json(fileReply({ rev: '015f0000000009' }))],
  })
  await expect(remote.deleteFile(file)).rejects.toMatchObject({ code: 'precondition_failed' })
})
