import { expect, test } from 'vitest'

import { connect, refusal, setup, sofie } from '../testing/setup.ts'

async function text(response: Promise<Response>): Promise<string> {
  return (await response).text()
}

test('a file is found by path in any case, by id and by revision', async () => {
  const { dropbox } = setup()
  const { result } = await dropbox.filesUpload({ path: '/Docs/Plan.txt', contents: 'x' })
  for (const path of ['/docs/PLAN.txt', result.id, `rev:${result.rev}`]) {
    expect((await dropbox.filesGetMetadata({ path })).result).toMatchObject({
      '.tag': 'file',
      name: 'Plan.txt',
      rev: result.rev,
    })
  }
  expect((await dropbox.filesGetMetadata({ path: '/docs' })).result).toEqual({
    '.tag': 'folder',
    name: 'Docs',
    path_lower: '/docs',
    path_display: '/Docs',
    id: expect.stringMatching(/^id:[\w-]{22}$/),
  })
})

test('a download can be a part, and is skipped when nothing changed', async () => {
  const { download, dropbox } = setup()
  const { rev } = (await dropbox.filesUpload({ path: '/a.txt', contents: '0123456789' })).result
  const part = async (range: string) => {
    const response = await download({ path: '/a.txt' }, { Range: range })
    return [response.status, response.headers.get('content-range'), await response.text()]
  }
  expect(await part('bytes=2-4')).toEqual([206, 'bytes 2-4/10', '234'])
  expect(await part('bytes=7-')).toEqual([206, 'bytes 7-9/10', '789'])
  expect(await part('bytes=-2')).toEqual([206, 'bytes 8-9/10', '89'])
  expect(await part('bytes=5-99')).toEqual([206, 'bytes 5-9/10', '56789'])
  expect(await part('bytes=10-')).toEqual([416, 'bytes */10', ''])
  const same = await download({ path: '/a.txt' }, { 'If-None-Match': `W/"${rev}"` })
  expect(same.status).toBe(304)
})

test('old revisions can be read and restored', async () => {
  const { download, dropbox } = setup()
  const first = (await dropbox.filesUpload({ path: '/a.txt', contents: 'one' })).result
  await dropbox.filesUpload({ path: '/a.txt', contents: 'two', mode: { '.tag': 'overwrite' } })
  expect(await text(download({ path: `rev:${first.rev}` }))).toBe('one')
  const { result: history } = await dropbox.filesListRevisions({ path: '/a.txt' })
  expect(history).toMatchObject({ is_deleted: false, entries: [{ size: 3 }, { rev: first.rev }] })
  const restored = (await dropbox.filesRestore({ path: '/a.txt', rev: first.rev })).result
  expect(restored.id).toBe(first.id)
  expect(restored.rev).not.toBe(first.rev)
  expect(await text(download({ path: '/a.txt' }))).toBe('one')
})

test('a deleted file shows its history and can be restored', async () => {
  const { dropbox } = setup()
  const { rev, id } = (await dropbox.filesUpload({ path: '/f/a.txt', contents: 'one' })).result
  await dropbox.filesDeleteV2({ path: '/f' })
  const { result } = await dropbox.filesListRevisions({ path: '/f/a.txt' })
  expect(result).toMatchObject({ is_deleted: true, server_deleted: expect.any(String), entries: [{ rev }] })
  expect((await dropbox.filesGetMetadata({ path: '/f/a.txt', include_deleted: true })).result).toEqual({
    '.tag': 'deleted',
    name: 'a.txt',
    path_lower: '/f/a.txt',
    path_display: '/f/a.txt',
  })
  expect((await dropbox.filesRestore({ path: '/f/a.txt', rev })).result.id).toBe(id)
  expect(await refusal(dropbox.filesRestore({ path: '/f/a.txt', rev: '0123456789' }))).toMatchObject({
    error: { '.tag': 'invalid_revision' },
  })
})

test('a deletion tells what was there, minds parent_rev, and takes folders whole', async () => {
  const { dropbox } = setup()
  const { rev } = (await dropbox.filesUpload({ path: '/f/a.txt', contents: 'one' })).result
  await dropbox.filesUpload({ path: '/f/a.txt', contents: 'two', mode: { '.tag': 'overwrite' } })
  expect(await refusal(dropbox.filesDeleteV2({ path: '/f/a.txt', parent_rev: rev }))).toMatchObject({
    error: { '.tag': 'path_write', path_write: { '.tag': 'conflict', conflict: { '.tag': 'file' } } },
  })
  expect((await dropbox.filesDeleteV2({ path: '/F' })).result.metadata).toMatchObject({ '.tag': 'folder', name: 'f' })
  expect(await refusal(dropbox.filesDeleteV2({ path: '/f/a.txt' }))).toMatchObject({
    error: { '.tag': 'path_lookup', path_lookup: { '.tag': 'not_found' } },
  })
})

test('a move keeps the id, and a case-only rename keeps the old spelling unless switched', async () => {
  const { dropbox, emulator } = setup()
  const { id, rev, server_modified } = (await dropbox.filesUpload({ path: '/a.txt', contents: 'x' })).result
  const move = async (from_path: string, to_path: string) =>
    (await dropbox.filesMoveV2({ from_path, to_path })).result.metadata
  const moved = await move('/a.txt', '/New/b.txt')
  expect(moved).toMatchObject({ '.tag': 'file', id, path_display: '/New/b.txt', server_modified })
  expect(moved).not.toHaveProperty('rev', rev)
  expect(await move('/New/b.txt', '/New/B.txt')).toMatchObject({ name: 'b.txt' })
  emulator.switches.caseOnlyRename = 'applied'
  expect(await move('/New/b.txt', '/New/B.txt')).toMatchObject({ name: 'B.txt', id })
})

test('a copy has new ids and the same contents', async () => {
  const { download, dropbox } = setup()
  const { id } = (await dropbox.filesUpload({ path: '/f/a.txt', contents: 'x' })).result
  await dropbox.filesCopyV2({ from_path: '/f', to_path: '/g' })
  const { result } = await dropbox.filesGetMetadata({ path: '/g/a.txt' })
  expect(result).not.toHaveProperty('id', id)
  expect(await text(download({ path: '/g/a.txt' }))).toBe('x')
})

test.each([
  ['/none', '/x', { '.tag': 'from_lookup', from_lookup: { '.tag': 'not_found' } }],
  ['/f', '/b.txt', { '.tag': 'to', to: { '.tag': 'conflict', conflict: { '.tag': 'file' } } }],
  ['/f', '/f/sub/deeper', { '.tag': 'cant_move_folder_into_itself' }],
  ['/f', '/bad ', { '.tag': 'to', to: { '.tag': 'malformed_path' } }],
])('moving %s to %s is refused', async (from_path, to_path, error) => {
  const { dropbox } = setup()
  await dropbox.filesUpload({ path: '/f/a.txt', contents: 'x' })
  await dropbox.filesUpload({ path: '/b.txt', contents: 'x' })
  const before = (await dropbox.filesListFolder({ path: '', recursive: true })).result.entries
  expect(await refusal(dropbox.filesMoveV2({ from_path, to_path }))).toEqual({ status: 409, error })
  expect((await dropbox.filesListFolder({ path: '', recursive: true })).result.entries).toEqual(before)
})

test('folders are made with their parents, alone and in batches', async () => {
  const { dropbox } = setup()
  const { metadata } = (await dropbox.filesCreateFolderV2({ path: '/a/b' })).result
  expect(metadata).toMatchObject({ name: 'b', path_lower: '/a/b' })
  expect(metadata).not.toHaveProperty('.tag')
  expect(await refusal(dropbox.filesCreateFolderV2({ path: '/A/B' }))).toMatchObject({
    error: { '.tag': 'path', path: { '.tag': 'conflict', conflict: { '.tag': 'folder' } } },
  })
  const batch = await dropbox.filesCreateFolderBatch({ paths: ['/c', '/c', '/a'] })
  expect(batch.result).toMatchObject({
    '.tag': 'complete',
    entries: [{ '.tag': 'success', metadata: { name: 'c' } }, { '.tag': 'failure' }],
  })
})

test('a batch of deletions is a job with a result for each', async () => {
  const { dropbox, rpc } = setup()
  await dropbox.filesCreateFolderV2({ path: '/a' })
  const { result } = await dropbox.filesDeleteBatch({ entries: [{ path: '/a' }, { path: '/b' }] })
  const async_job_id = result['.tag'] === 'async_job_id' ? result.async_job_id : ''
  expect((await dropbox.filesDeleteBatchCheck({ async_job_id })).result).toEqual({ '.tag': 'in_progress' })
  expect((await dropbox.filesDeleteBatchCheck({ async_job_id })).result).toMatchObject({
    '.tag': 'complete',
    entries: [
      { '.tag': 'success', metadata: { '.tag': 'folder', name: 'a' } },
      { '.tag': 'failure', failure: { '.tag': 'path_lookup', path_lookup: { '.tag': 'not_found' } } },
    ],
  })
  expect((await rpc('files/delete_batch/check', { async_job_id: 'none' })).status).toBe(409)
})

test('apps see their own folder only, and each account its own files', async () => {
  const { dropbox, emulator, owner } = setup()
  emulator.apps.add({ key: 'other', secret: 's', name: 'Other' })
  const { id } = await owner.files.write('/private.txt', 'secret')
  await dropbox.filesUpload({ path: '/a.txt', contents: 'a' })
  for (const stranger of [connect(emulator, sofie, 'other'), connect(emulator, 'jonas@example.com')]) {
    expect((await stranger.dropbox.filesListFolder({ path: '', recursive: true })).result.entries).toEqual([])
    expect(await refusal(stranger.dropbox.filesGetMetadata({ path: id }))).toMatchObject({ status: 409 })
  }
  expect(await refusal(dropbox.filesGetMetadata({ path: id }))).toMatchObject({ status: 409 })
})

test('accounts tell their plan only by type and quota', async () => {
  const { dropbox, emulator, owner } = setup()
  const type = async () => (await dropbox.usersGetCurrentAccount()).result.account_type['.tag']
  expect(await type()).toBe('basic')
  owner.setPlan('plus')
  expect(await type()).toBe('pro')
  owner.setPlan('professional')
  expect(await type()).toBe('pro')
  expect((await dropbox.usersGetSpaceUsage()).result.allocation).toMatchObject({ allocated: 3072 * 1024 ** 3 })
  emulator.switches.professionalAccountType = 'business'
  expect(await type()).toBe('business')
  owner.setPlan('business')
  expect((await dropbox.usersGetCurrentAccount()).result).toHaveProperty('team_member_id')
  expect((await dropbox.usersGetSpaceUsage()).result.allocation['.tag']).toBe('team')
  expect((await dropbox.usersGetCurrentAccount()).result.account_id).toMatch(/^dbid:[\w-]{35}$/)
  expect((await dropbox.checkUser({ query: 'hello' })).result).toEqual({ result: 'hello' })
})
