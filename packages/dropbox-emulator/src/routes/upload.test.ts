import { describe, expect, test } from 'vitest'

import { contentHash } from '../content-hash.ts'
import { refusal, setup } from '../testing/setup.ts'

const conflict = { '.tag': 'path', reason: { '.tag': 'conflict', conflict: { '.tag': 'file' } } }

async function withFile(contents = 'old') {
  const world = setup()
  const { result } = await world.dropbox.filesUpload({ path: '/a.txt', contents })
  return { ...world, rev: result.rev, id: result.id }
}

describe('a path that is free', () => {
  test.each([
    [{ '.tag': 'add' } as const],
    [{ '.tag': 'overwrite' } as const],
    [{ '.tag': 'update', update: '0123456789abc' } as const],
  ])('is written with %o', async (mode) => {
    const { dropbox } = setup()
    const { result } = await dropbox.filesUpload({ path: '/New/a.txt', contents: 'x', mode })
    expect(result).toMatchObject({ name: 'a.txt', path_lower: '/new/a.txt', path_display: '/New/a.txt', size: 1 })
    expect(result).not.toHaveProperty('.tag')
  })

  test('is refused for update with strict_conflict', async () => {
    const { dropbox } = setup()
    const call = dropbox.filesUpload({
      path: '/a.txt',
      contents: 'x',
      mode: { '.tag': 'update', update: '0123456789abc' },
      strict_conflict: true,
    })
    expect(await refusal(call)).toMatchObject({ status: 409, error: conflict })
  })
})

describe('a file with other content', () => {
  test('is a conflict for add', async () => {
    const { dropbox } = await withFile()
    const refused = await refusal(dropbox.filesUpload({ path: '/A.TXT', contents: 'new' }))
    expect(refused).toMatchObject({ status: 409, error: conflict })
    expect(refused.error).toHaveProperty('upload_session_id')
  })

  test('makes add with autorename choose another name', async () => {
    const { dropbox } = await withFile()
    const upload = async (contents: string) =>
      (await dropbox.filesUpload({ path: '/a.txt', contents, autorename: true })).result.name
    expect([await upload('new'), await upload('newer')]).toEqual(['a (1).txt', 'a (2).txt'])
  })

  test('is replaced by overwrite, keeping its id', async () => {
    const { dropbox, id, rev } = await withFile()
    const { result } = await dropbox.filesUpload({ path: '/a.txt', contents: 'new', mode: { '.tag': 'overwrite' } })
    expect(result.id).toBe(id)
    expect(result.rev).not.toBe(rev)
  })

  test('is replaced by update with its revision', async () => {
    const { dropbox, rev } = await withFile()
    const mode = { '.tag': 'update', update: rev } as const
    const { result } = await dropbox.filesUpload({ path: '/a.txt', contents: 'new', mode })
    expect(result.size).toBe(3)
    expect(await refusal(dropbox.filesUpload({ path: '/a.txt', contents: 'newer', mode }))).toMatchObject({
      error: conflict,
    })
    const { result: copy } = await dropbox.filesUpload({ path: '/a.txt', contents: 'newer', mode, autorename: true })
    expect(copy.name).toBe('a (conflicted copy).txt')
  })
})

describe('a file with the same content', () => {
  test.each([
    [{ '.tag': 'add' } as const],
    [{ '.tag': 'overwrite' } as const],
    [{ '.tag': 'update', update: '0123456789abc' } as const],
  ])('is left alone with %o', async (mode) => {
    const { dropbox, rev } = await withFile()
    const { result } = await dropbox.filesUpload({ path: '/a.txt', contents: 'old', mode, autorename: true })
    expect(result).toMatchObject({ rev, name: 'a.txt' })
  })

  test('is a conflict for add with strict_conflict', async () => {
    const { dropbox } = await withFile()
    const call = dropbox.filesUpload({ path: '/a.txt', contents: 'old', strict_conflict: true })
    expect(await refusal(call)).toMatchObject({ error: conflict })
  })
})

test('update recreates a deleted file with a new id', async () => {
  const { dropbox, id, rev } = await withFile()
  await dropbox.filesDeleteV2({ path: '/a.txt' })
  const { result } = await dropbox.filesUpload({
    path: '/a.txt',
    contents: 'new',
    mode: { '.tag': 'update', update: rev },
  })
  expect(result.id).not.toBe(id)
})

test('a folder in the way is a conflict in every mode, and a file above is one, too', async () => {
  const { dropbox } = await withFile()
  await dropbox.filesCreateFolderV2({ path: '/folder' })
  const onFolder = dropbox.filesUpload({ path: '/folder', contents: 'x', mode: { '.tag': 'overwrite' } })
  expect(await refusal(onFolder)).toMatchObject({ error: { reason: { conflict: { '.tag': 'folder' } } } })
  const below = dropbox.filesUpload({ path: '/a.txt/b.txt', contents: 'x' })
  expect(await refusal(below)).toMatchObject({ error: { reason: { conflict: { '.tag': 'file_ancestor' } } } })
})

test('an upload to an id replaces that file wherever it is', async () => {
  const { dropbox, id } = await withFile()
  await dropbox.filesMoveV2({ from_path: '/a.txt', to_path: '/b/c.txt' })
  const { result } = await dropbox.filesUpload({ path: id, contents: 'new', mode: { '.tag': 'overwrite' } })
  expect(result).toMatchObject({ id, path_display: '/b/c.txt', size: 3 })
})

test('a wrong content hash is refused, a right one is not', async () => {
  const { dropbox } = setup()
  const right = await contentHash([new TextEncoder().encode('x')])
  const wrong = dropbox.filesUpload({ path: '/a.txt', contents: 'x', content_hash: 'a'.repeat(64) })
  expect(await refusal(wrong)).toMatchObject({ status: 409, error: { '.tag': 'content_hash_mismatch' } })
  expect((await dropbox.filesUpload({ path: '/a.txt', contents: 'x', content_hash: right })).result.content_hash).toBe(
    right,
  )
})

test('client_modified is kept, and milliseconds in it are refused', async () => {
  const { dropbox } = setup()
  const { result } = await dropbox.filesUpload({
    path: '/a.txt',
    contents: 'x',
    client_modified: '2020-01-31T12:00:00Z',
  })
  expect(result.client_modified).toBe('2020-01-31T12:00:00Z')
  const call = dropbox.filesUpload({ path: '/b.txt', contents: 'x', client_modified: '2020-01-31T12:00:00.000Z' })
  expect(await refusal(call)).toMatchObject({
    status: 400,
    error: expect.stringContaining('does not match format'),
  })
})

test('the quota is a limit', async () => {
  const { dropbox, owner } = setup()
  owner.setQuota(10)
  await dropbox.filesUpload({ path: '/a.txt', contents: '12345678' })
  const call = dropbox.filesUpload({ path: '/b.txt', contents: '123' })
  expect(await refusal(call)).toMatchObject({ error: { reason: { '.tag': 'insufficient_space' } } })
  const { result } = await dropbox.usersGetSpaceUsage()
  expect(result).toEqual({ used: 8, allocation: { '.tag': 'individual', allocated: 10 } })
  await dropbox.filesDeleteV2({ path: '/a.txt' })
  expect(owner.usedBytes).toBe(0)
})

test.each([
  ['/a//b.txt', 'malformed_path'],
  ['/a/', 'malformed_path'],
  ['/../b.txt', 'malformed_path'],
  ['/a\\b.txt', 'malformed_path'],
  ['/name ', 'malformed_path'],
  ['/na\u007fme', 'malformed_path'],
  ['/na\u0001me', 'malformed_path'],
  [`/${'x'.repeat(256)}`, 'malformed_path'],
  ['/Thumbs.DB', 'disallowed_name'],
  ['/.dropbox.cache', 'disallowed_name'],
  ['/desktop.ini', 'disallowed_name'],
])('the name %j is refused with %s', async (path, tag) => {
  const { dropbox } = setup()
  expect(await refusal(dropbox.filesUpload({ path, contents: 'x' }))).toMatchObject({
    error: { '.tag': 'path', reason: { '.tag': tag } },
  })
})

test.each(['/a?b*c|d.txt', '/CON.txt', '/name.', '/~$draft.docx', '/🚀 launch.txt', `/${'x'.repeat(255)}`])(
  'the name %j is accepted',
  async (path) => {
    const { dropbox } = setup()
    expect((await dropbox.filesUpload({ path, contents: 'x' })).result.path_display).toBe(path)
  },
)

test('emoji can be refused by a switch', async () => {
  const { dropbox } = setup({ switches: { astralNames: 'refused' } })
  expect(await refusal(dropbox.filesUpload({ path: '/🚀.txt', contents: 'x' }))).toMatchObject({
    error: { reason: { '.tag': 'malformed_path' } },
  })
})

test('names are stored composed; a decomposed path finds nothing unless switched', async () => {
  const { dropbox, emulator } = setup()
  const decomposed = '/E\u0301te\u0301.txt'
  const { result } = await dropbox.filesUpload({ path: decomposed, contents: 'x' })
  expect(result.path_display).toBe(decomposed.normalize('NFC'))
  expect(await refusal(dropbox.filesGetMetadata({ path: decomposed }))).toMatchObject({ status: 409 })
  emulator.switches.decomposedLookup = 'found'
  expect((await dropbox.filesGetMetadata({ path: decomposed })).result.name).toBe('Été.txt')
})
