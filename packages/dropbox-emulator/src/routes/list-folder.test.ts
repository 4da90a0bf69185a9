import { expect, test } from 'vitest'

import { connect, refusal, setup } from '../testing/setup.ts'

test('a listing comes in pages of the asked size and continues', async () => {
  const { dropbox } = setup()
  for (const name of ['a', 'b', 'c', 'd', 'e']) await dropbox.filesUpload({ path: `/${name}`, contents: name })
  let { result } = await dropbox.filesListFolder({ path: '', limit: 2 })
  const names = result.entries.map((entry) => entry.name)
  while (result.has_more) {
    result = (await dropbox.filesListFolderContinue({ cursor: result.cursor })).result
    names.push(...result.entries.map((entry) => entry.name))
  }
  expect(names).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('what changes while a listing is read is told at its end', async () => {
  const { dropbox } = setup()
  for (const name of ['a', 'b', 'c']) await dropbox.filesUpload({ path: `/${name}`, contents: name })
  const first = (await dropbox.filesListFolder({ path: '', limit: 1 })).result
  await dropbox.filesDeleteV2({ path: '/a' })
  const second = (await dropbox.filesListFolderContinue({ cursor: first.cursor })).result
  const third = (await dropbox.filesListFolderContinue({ cursor: second.cursor })).result
  expect(third.has_more).toBe(true)
  const last = (await dropbox.filesListFolderContinue({ cursor: third.cursor })).result
  expect(last).toMatchObject({ entries: [{ '.tag': 'deleted', name: 'a' }], has_more: false })
})

test('empty pages can be switched on', async () => {
  const { dropbox } = setup({ switches: { emptyPages: true } })
  await dropbox.filesUpload({ path: '/a', contents: 'a' })
  const { result } = await dropbox.filesListFolder({ path: '' })
  expect(result).toMatchObject({ entries: [], has_more: true })
  const next = (await dropbox.filesListFolderContinue({ cursor: result.cursor })).result
  expect(next).toMatchObject({ entries: [{ name: 'a' }], has_more: false })
})

test('a move is a deletion and new entries with the same ids', async () => {
  const { dropbox } = setup()
  const { id } = (await dropbox.filesUpload({ path: '/old/a.txt', contents: 'a' })).result
  const { cursor } = (await dropbox.filesListFolderGetLatestCursor({ path: '', recursive: true })).result
  await dropbox.filesMoveV2({ from_path: '/old', to_path: '/new' })
  const { entries } = (await dropbox.filesListFolderContinue({ cursor })).result
  expect(entries.map((entry) => [entry['.tag'], entry.path_lower])).toEqual([
    ['deleted', '/old'],
    ['folder', '/new'],
    ['file', '/new/a.txt'],
  ])
  expect(entries[2]).toMatchObject({ id })
})

test('a deleted folder is one entry, or one for each child by a switch', async () => {
  for (const [folderDeletion, count] of [
    ['folder', 1],
    ['children', 3],
  ] as const) {
    const { dropbox } = setup({ switches: { folderDeletion } })
    await dropbox.filesUpload({ path: '/f/g/a.txt', contents: 'a' })
    const { cursor } = (await dropbox.filesListFolderGetLatestCursor({ path: '', recursive: true })).result
    await dropbox.filesDeleteV2({ path: '/f' })
    const { entries } = (await dropbox.filesListFolderContinue({ cursor })).result
    expect(entries).toHaveLength(count)
    expect(entries[0]).toEqual({ '.tag': 'deleted', name: 'f', path_lower: '/f', path_display: '/f' })
  }
})

test('a folder that is deleted and made again has lost its children', async () => {
  const { dropbox } = setup()
  await dropbox.filesUpload({ path: '/f/a.txt', contents: 'a' })
  const { cursor } = (await dropbox.filesListFolder({ path: '', recursive: true })).result
  await dropbox.filesDeleteV2({ path: '/f' })
  await dropbox.filesCreateFolderV2({ path: '/f' })
  const { entries } = (await dropbox.filesListFolderContinue({ cursor })).result
  expect(entries.map((entry) => entry['.tag'])).toEqual(['deleted', 'folder'])
})

test('a flat cursor hears only of its own folder', async () => {
  const { dropbox } = setup()
  await dropbox.filesCreateFolderV2({ path: '/a/b' })
  const { cursor } = (await dropbox.filesListFolder({ path: '/a' })).result
  await dropbox.filesUpload({ path: '/a/b/deep.txt', contents: 'x' })
  await dropbox.filesUpload({ path: '/a/here.txt', contents: 'x' })
  await dropbox.filesUpload({ path: '/elsewhere.txt', contents: 'x' })
  const { entries } = (await dropbox.filesListFolderContinue({ cursor })).result
  expect(entries.map((entry) => entry.path_lower)).toEqual(['/a/here.txt'])
})

test('include_deleted adds old deletions to the first listing', async () => {
  const { dropbox } = setup()
  await dropbox.filesUpload({ path: '/gone.txt', contents: 'x' })
  await dropbox.filesDeleteV2({ path: '/gone.txt' })
  expect((await dropbox.filesListFolder({ path: '' })).result.entries).toEqual([])
  expect((await dropbox.filesListFolder({ path: '', include_deleted: true })).result.entries).toMatchObject([
    { '.tag': 'deleted', name: 'gone.txt' },
  ])
})

test('a listed folder that is deleted is not found', async () => {
  const { dropbox } = setup()
  await dropbox.filesCreateFolderV2({ path: '/a' })
  const { cursor } = (await dropbox.filesListFolder({ path: '/a' })).result
  await dropbox.filesDeleteV2({ path: '/a' })
  expect(await refusal(dropbox.filesListFolderContinue({ cursor }))).toMatchObject({
    status: 409,
    error: { '.tag': 'path', path: { '.tag': 'not_found' } },
  })
})

test('garbage is no cursor; a cursor that expired or is somebody else’s is reset', async () => {
  const { dropbox, emulator, owner } = setup()
  const { cursor } = (await dropbox.filesListFolder({ path: '' })).result
  expect(await refusal(dropbox.filesListFolderContinue({ cursor: `${cursor}x` }))).toMatchObject({ status: 400 })
  const jonas = connect(emulator, 'jonas@example.com')
  const reset = { status: 409, error: { '.tag': 'reset' } }
  expect(await refusal(jonas.dropbox.filesListFolderContinue({ cursor }))).toMatchObject(reset)
  expect(await refusal(setup().dropbox.filesListFolderContinue({ cursor }))).toMatchObject(reset)
  owner.expireCursors()
  expect(await refusal(dropbox.filesListFolderContinue({ cursor }))).toMatchObject(reset)
})

test('a cursor that is not used for half a year is reset', async () => {
  const { dropbox, emulator } = setup()
  const { cursor } = (await dropbox.filesListFolder({ path: '' })).result
  emulator.clock.advance(181 * 24 * 3600 * 1000)
  const later = connect(emulator).dropbox
  expect(await refusal(later.filesListFolderContinue({ cursor }))).toMatchObject({ error: { '.tag': 'reset' } })
})

test('the owner’s deletion of the app folder leaves it empty, or not found by a switch', async () => {
  const { dropbox, emulator, owner } = setup()
  await dropbox.filesUpload({ path: '/a.txt', contents: 'a' })
  const { cursor } = (await dropbox.filesListFolder({ path: '', recursive: true })).result
  await owner.files.delete('/Apps/Demo CRM')
  expect((await dropbox.filesListFolder({ path: '' })).result.entries).toEqual([])
  expect((await dropbox.filesListFolderContinue({ cursor })).result.entries).toMatchObject([
    { '.tag': 'deleted', name: 'a.txt' },
  ])
  emulator.switches.deletedAppFolder = 'notFound'
  const gone = { status: 409, error: { path: { '.tag': 'not_found' } } }
  expect(await refusal(dropbox.filesListFolder({ path: '' }))).toMatchObject(gone)
  await dropbox.filesUpload({ path: '/back.txt', contents: 'b' })
  expect(Object.keys(await owner.files.tree())).toEqual(['/Apps', '/Apps/Demo CRM', '/Apps/Demo CRM/back.txt'])
})

test('renaming the app folder changes nothing for the app', async () => {
  const { dropbox, owner } = setup()
  await dropbox.filesUpload({ path: '/a.txt', contents: 'a' })
  const { cursor } = (await dropbox.filesListFolder({ path: '', recursive: true })).result
  await owner.files.move('/Apps/Demo CRM', '/My CRM')
  expect((await dropbox.filesListFolderContinue({ cursor })).result.entries).toEqual([])
  await dropbox.filesUpload({ path: '/b.txt', contents: 'b' })
  expect(Object.keys(await owner.files.tree('/My CRM'))).toEqual(['/My CRM/a.txt', '/My CRM/b.txt'])
})

test('a long poll answers when something changes', async () => {
  const { dropbox, emulator, fetch } = setup()
  const { cursor } = (await dropbox.filesListFolder({ path: '', recursive: true })).result
  const poll = () =>
    fetch('https://notify.dropboxapi.com/2/files/list_folder/longpoll', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ cursor, timeout: 30 }),
    }).then((response) => response.json())
  const quiet = poll()
  setTimeout(() => emulator.clock.advance(31_000), 20)
  expect(await quiet).toEqual({ changes: false })
  const changing = poll()
  setTimeout(() => void dropbox.filesUpload({ path: '/a.txt', contents: 'a' }), 20)
  expect(await changing).toEqual({ changes: true })
  expect(await poll()).toEqual({ changes: true })
})
