import { describe, expect, test } from 'vitest'

import { createDropboxEmulator } from './emulator.ts'
import { memoryContents } from './state/contents.ts'
import { connect, refusal, setup } from './testing/setup.ts'

describe('a document', () => {
  test('is listed, cannot be downloaded, and moves and comes back with its formats', async () => {
    const { dropbox, owner } = setup()
    await owner.special.addDocument('/Apps/Demo CRM/Plan.paper', { markdown: '# Plan', html: '<h1>Plan</h1>' })
    const { rev } = (await dropbox.filesListRevisions({ path: '/Plan.paper' })).result.entries[0] ?? { rev: '' }
    await dropbox.filesMoveV2({ from_path: '/Plan.paper', to_path: '/Moved.paper' })
    await dropbox.filesCopyV2({ from_path: '/Moved.paper', to_path: '/Copy.paper' })
    await dropbox.filesDeleteV2({ path: '/Moved.paper' })
    await dropbox.filesRestore({ path: '/Plan.paper', rev })
    const { entries } = (await dropbox.filesListFolder({ path: '' })).result
    expect(entries.map(({ name }) => name)).toEqual(['Copy.paper', 'Plan.paper'])
    for (const { path_lower: path = '' } of entries) {
      expect(await refusal(dropbox.filesDownload({ path }))).toMatchObject({ error: { '.tag': 'unsupported_file' } })
      const { result } = await dropbox.filesExport({ path, export_format: 'html' })
      expect(result.export_metadata).toMatchObject({ size: 13 })
    }
  })

  test('needs a format', async () => {
    const { owner } = setup()
    await expect(owner.special.addDocument('/x.paper', {})).rejects.toThrow('at least one format')
  })
})

describe('a shared folder', () => {
  test('is a namespace of its own, whose changes the account around it sees', async () => {
    const { emulator, owner } = setup()
    emulator.apps.add({ key: 'full', secret: 'full', access: 'full' })
    const { dropbox } = connect(emulator, owner.email, 'full')
    await owner.files.write('/Plans/a.txt', 'a')
    owner.special.shareFolder('/Plans')
    const { result } = await dropbox.filesListFolder({ path: '', recursive: true })
    const shared = result.entries.find(({ path_lower: path }) => path === '/plans')
    const namespaceId = shared?.['.tag'] === 'folder' ? shared.sharing_info?.shared_folder_id : undefined
    await dropbox.filesUpload({ path: `ns:${namespaceId}/b.txt`, contents: 'b' })
    const { entries } = (await dropbox.filesListFolderContinue({ cursor: result.cursor })).result
    expect(entries).toMatchObject([
      { path_lower: '/plans/b.txt', sharing_info: { read_only: false, parent_shared_folder_id: namespaceId } },
    ])
  })

  test('that one may only look at refuses every write, and can be left', async () => {
    const { dropbox, owner } = setup()
    await owner.files.write('/Rules/a.txt', 'a')
    owner.special.shareFolder('/Rules', { isReadOnly: true })
    await owner.files.move('/Rules', '/Apps/Demo CRM/Rules')
    const denied = { error: expect.objectContaining({ '.tag': expect.stringMatching(/path|to|from_write/) }) }
    const writes = [
      dropbox.filesUpload({ path: '/Rules/b.txt', contents: 'b' }),
      dropbox.filesUpload({ path: '/Rules/a.txt', contents: 'b', mode: { '.tag': 'overwrite' } }),
      dropbox.filesCreateFolderV2({ path: '/Rules/new/inner' }),
      dropbox.filesDeleteV2({ path: '/Rules/a.txt' }),
      dropbox.filesMoveV2({ from_path: '/Rules/a.txt', to_path: '/a.txt' }),
    ]
    for (const refused of await Promise.all(writes.map(refusal))) {
      expect(refused).toMatchObject(denied)
      expect(JSON.stringify(refused)).toContain('no_write_permission')
    }
    owner.special.shareFolder('/Apps/Demo CRM/Rules', { isReadOnly: false })
    await dropbox.filesUpload({ path: '/Rules/b.txt', contents: 'b' })
    owner.special.shareFolder('/Apps/Demo CRM/Rules', { isReadOnly: true })
    await dropbox.filesDeleteV2({ path: '/Rules' })
  })
})

test('documents, shares, links, suspension and files that were taken down are kept by a snapshot', async () => {
  const contents = memoryContents()
  const { accessToken, dropbox, emulator, owner } = setup({ contents })
  await owner.special.addDocument('/Apps/Demo CRM/Plan.paper', { markdown: '# Plan' })
  await owner.files.write('/Apps/Demo CRM/a.txt', 'a')
  await owner.files.write('/Apps/Demo CRM/bad.txt', 'bad')
  owner.special.restrict('/Apps/Demo CRM/bad.txt')
  await owner.files.write('/Rules/r.txt', 'r')
  owner.special.shareFolder('/Rules', { isReadOnly: true })
  const { link } = (await dropbox.filesGetTemporaryLink({ path: '/a.txt' })).result
  const snapshot = JSON.parse(JSON.stringify(emulator.snapshot())) as ReturnType<typeof emulator.snapshot>

  const again = createDropboxEmulator({ contents, snapshot })
  expect(await (await again.handle(new Request(link))).text()).toBe('a')
  const call = async (name: string, arg: object) => {
    const answer = await again.handle(
      new Request(`https://content.dropboxapi.com/2/${name}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${accessToken}`, 'Dropbox-API-Arg': JSON.stringify(arg) },
      }),
    )
    return answer.text()
  }
  expect(await call('files/export', { path: '/Plan.paper' })).toBe('# Plan')
  expect(await call('files/download', { path: '/bad.txt' })).toContain('restricted_content')
  const after = again.accounts.get(owner.email)
  await expect(after.files.write('/Rules/r.txt', 'new')).rejects.toThrow()
  after.isSuspended = true
  expect(createDropboxEmulator({ contents, snapshot: again.snapshot() }).accounts.get(owner.email).isSuspended).toBe(
    true,
  )
})
