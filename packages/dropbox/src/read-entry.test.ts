import { remoteId, remotePath } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { fileReply, json, refusal, scriptedDropbox } from './testing/scripted-dropbox.ts'

test('a point read finds by composed path and by id', async () => {
  const { remote, sent } = scriptedDropbox({ 'files/get_metadata': [json(fileReply())] })
  await remote.get(remotePath('/Acme/Cafe\u0301.pdf'))
  await remote.get(remoteId('id:abc'))
  expect(sent('files/get_metadata').map(({ arg }) => arg)).toEqual([
    { path: '/Acme/Caf\u00e9.pdf' },
    { path: 'id:abc' },
  ])
})

test('nothing there is null', async () => {
  const { remote } = scriptedDropbox({
    'files/get_metadata': [refusal('path/not_found', { '.tag': 'path', path: { '.tag': 'not_found' } })],
  })
  expect(await remote.get(remotePath('/Acme'))).toBeNull()
})

test.each([
  ['no object', 'ok'],
  ['no revision', fileReply({ rev: undefined })],
  ['a bad hash', fileReply({ content_hash: 'xyz' })],
  ['a bad time', fileReply({ server_modified: 'yesterday' })],
  ['an unknown kind', fileReply({ '.tag': 'hologram' })],
])('a reply with %s is not taken for an entry', async (_what, reply) => {
  const { remote } = scriptedDropbox({ 'files/get_metadata': [json(reply)] })
  await expect(remote.get(remotePath('/Acme'))).rejects.toMatchObject({ code: 'unexpected' })
})
