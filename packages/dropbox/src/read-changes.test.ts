import { expect, test } from 'vitest'

import { fileReply, json, refusal, scriptedDropbox } from './testing/scripted-dropbox.ts'

const folder = { '.tag': 'folder', name: 'Acme', id: 'id:f', path_lower: '/acme', path_display: '/Acme' }

test('a listing starts at the root of the app folder, with everything below, in the largest pages', async () => {
  const deleted = { '.tag': 'deleted', name: 'old.txt', path_lower: '/acme/old.txt', path_display: '/Acme/old.txt' }
  const { remote, sent } = scriptedDropbox({
    'files/list_folder': [json({ entries: [folder, fileReply(), deleted], cursor: 'c1', has_more: true })],
  })
  expect(await remote.changes(null)).toEqual({
    changes: [
      { kind: 'folder', id: 'id:f', path: '/Acme', pathLower: '/acme', name: 'Acme' },
      {
        kind: 'file',
        id: 'id:abc',
        path: '/Acme/quote.pdf',
        pathLower: '/acme/quote.pdf',
        name: 'quote.pdf',
        revision: '015f0000000001',
        contentHash: fileReply()['content_hash'],
        sizeBytes: 11,
        downloadable: true,
        modifiedAt: '2026-11-21T09:10:11Z',
      },
      { kind: 'deleted', pathLower: '/acme/old.txt' },
    ],
    cursor: 'c1',
    hasMore: true,
  })
  // The root is "" ("/" is refused), and flags other than these would be frozen into the cursor.
  expect(sent('files/list_folder')[0]?.arg).toEqual({ path: '', recursive: true, limit: 2000, include_deleted: false })
})

test('an empty page has a new cursor, too', async () => {
  const { remote, sent } = scriptedDropbox({
    'files/list_folder/continue': [json({ entries: [], cursor: 'c2', has_more: false })],
  })
  expect(await remote.changes('c1')).toEqual({ changes: [], cursor: 'c2', hasMore: false })
  expect(sent('files/list_folder/continue')[0]?.arg).toEqual({ cursor: 'c1' })
})

test('[C69] [C70] Paper documents and symbolic links are listed and not downloadable', async () => {
  const paper = fileReply({ name: 'notes.paper', is_downloadable: false, export_info: { export_as: 'md' }, size: 0 })
  const link = fileReply({ name: 'link', symlink_info: { target: '/etc/passwd' } })
  const { remote } = scriptedDropbox({
    'files/list_folder': [json({ entries: [paper, link], cursor: 'c', has_more: false })],
  })
  const { changes } = await remote.changes(null)
  expect(changes).toMatchObject([
    { name: 'notes.paper', downloadable: false, contentHash: null },
    { name: 'link', downloadable: false, contentHash: null },
  ])
})

test('entries without a path, and kinds that Dropbox may add, are passed over', async () => {
  const unmounted = { '.tag': 'folder', name: 'Shared', id: 'id:s' }
  const unknown = { '.tag': 'hologram', name: 'x', id: 'id:h', path_lower: '/x' }
  const { remote } = scriptedDropbox({
    'files/list_folder': [json({ entries: [unmounted, unknown, folder], cursor: 'c', has_more: false })],
  })
  expect((await remote.changes(null)).changes).toMatchObject([{ name: 'Acme' }])
})

test.each([
  ['reset', refusal('reset', { '.tag': 'reset' })],
  ['a cursor that Dropbox cannot read', json('Error in call: Invalid "cursor" parameter', 400)],
  ['an app folder that is gone', refusal('path/not_found', { '.tag': 'path', path: { '.tag': 'not_found' } })],
])('[C85] a lost cursor asks for a new listing: %s', async (_why, answer) => {
  const { remote, sent } = scriptedDropbox({ 'files/list_folder/continue': [answer] })
  await expect(remote.changes('c1')).rejects.toMatchObject({ code: 'cursor_reset' })
  expect(sent('files/list_folder/continue')).toHaveLength(1)
})

test('a new listing without an app folder is no empty listing and no endless reset', async () => {
  const { remote } = scriptedDropbox({
    'files/list_folder': [refusal('path/not_found', { '.tag': 'path', path: { '.tag': 'not_found' } })],
  })
  await expect(remote.changes(null)).rejects.toMatchObject({ code: 'folder_missing', class: 'needs-user' })
})

test('a bad request of a first listing is a mistake of ours, no lost cursor', async () => {
  const { remote } = scriptedDropbox({ 'files/list_folder': [json('Error in call', 400)] })
  await expect(remote.changes(null)).rejects.toMatchObject({ code: 'unexpected' })
})

test('names that macOS sent decomposed are shown composed; the key stays as Dropbox gave it', async () => {
  const entry = fileReply({ name: 'Cafe\u0301', path_display: '/Cafe\u0301', path_lower: '/caf\u00e9' })
  const { remote } = scriptedDropbox({ 'files/get_metadata': [json(entry)] })
  expect(await remote.get('/Cafe\u0301' as never)).toMatchObject({
    name: 'Caf\u00e9',
    path: '/Caf\u00e9',
    pathLower: '/caf\u00e9',
  })
})
