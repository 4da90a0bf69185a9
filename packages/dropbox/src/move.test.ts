import { remotePath } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { fileReply, json, refusal, scriptedDropbox } from './testing/scripted-dropbox.ts'

const from = remotePath('/Acme/old.pdf')
const to = remotePath('/Acme/Cafe\u0301.pdf')
const there = fileReply({
  name: 'Caf\u00e9.pdf',
  path_lower: '/acme/caf\u00e9.pdf',
  path_display: '/Acme/Caf\u00e9.pdf',
})
const moved = json({ metadata: there })
const gone = refusal('path/not_found', { '.tag': 'path', path: { '.tag': 'not_found' } })
const unknown = refusal('from_lookup/not_found', { '.tag': 'from_lookup', from_lookup: { '.tag': 'not_found' } })
const taken = refusal('to/conflict/file', { '.tag': 'to', to: { '.tag': 'conflict', conflict: { '.tag': 'file' } } })
const lost = new TypeError('fetch failed')

test('a move goes to exactly the wanted path', async () => {
  const { remote, sent } = scriptedDropbox({ 'files/move_v2': [moved] })
  expect(await remote.move(from, to)).toMatchObject({ kind: 'file', id: 'id:abc', path: '/Acme/Caf\u00e9.pdf' })
  expect(sent('files/move_v2')[0]?.arg).toEqual({
    from_path: '/Acme/old.pdf',
    to_path: '/Acme/Caf\u00e9.pdf',
    autorename: false,
  })
})

test('a taken path is precondition_failed, a missing source not_found, a bad name refused before the call', async () => {
  await expect(scriptedDropbox({ 'files/move_v2': [taken] }).remote.move(from, to)).rejects.toMatchObject({
    code: 'precondition_failed',
  })
  const missing = scriptedDropbox({ 'files/move_v2': [unknown], 'files/get_metadata': [gone] })
  await expect(missing.remote.move(from, to)).rejects.toMatchObject({ code: 'not_found' })
  expect(missing.sent('files/move_v2')).toHaveLength(1)
  const refused = scriptedDropbox({})
  await expect(refused.remote.move(from, remotePath('/a '))).rejects.toMatchObject({ code: 'name_refused' })
  expect(refused.requests).toEqual([])
})

test('something just created that a move does not find yet is moved at the second try', async () => {
  const { remote, sent } = scriptedDropbox({
    'files/move_v2': [unknown, moved],
    'files/get_metadata': [json(fileReply())],
  })
  expect(await remote.move(from, to)).toMatchObject({ id: 'id:abc' })
  expect(sent('files/move_v2')).toHaveLength(2)
})

test('a move whose reply was lost is done when nothing is at the old path and something at the new one', async () => {
  const { remote, sent } = scriptedDropbox({
    'files/move_v2': [json('', 500)],
    'files/get_metadata': [json(there), gone],
  })
  expect(await remote.move(from, to)).toMatchObject({ id: 'id:abc' })
  expect(sent('files/move_v2')).toHaveLength(1)
  expect(sent('files/get_metadata').map(({ arg }) => arg['path'])).toEqual(['/Acme/Caf\u00e9.pdf', '/Acme/old.pdf'])
})

test('a move whose reply was lost is repeated while the source is there', async () => {
  const { remote, sent } = scriptedDropbox({ 'files/move_v2': [lost, moved], 'files/get_metadata': [gone] })
  await remote.move(from, to)
  expect(sent('files/move_v2')).toHaveLength(2)
})

test('a move that lands after the look makes the repetition fail: it is done', async () => {
  const { remote } = scriptedDropbox({
    'files/move_v2': [lost, unknown],
    'files/get_metadata': [gone, json(there), gone],
  })
  expect(await remote.move(from, to)).toMatchObject({ id: 'id:abc' })
})
