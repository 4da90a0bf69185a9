import { type RemoteFile, remotePath } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { contentHashOf } from './content-hash-of.ts'
import { problemsOfRequests } from './testing/check-requests.ts'
import { linkedEmulator } from './testing/linked-emulator.ts'

const MIB = 1024 * 1024

test('every request of a whole life with Dropbox is what the SDK’s types say', async () => {
  const { remote, emulator, provider, grant, account, inAccount, close } = await linkedEmulator('in process')
  const upload = async (path: string, bytes: Uint8Array, over?: RemoteFile): Promise<RemoteFile> =>
    remote.upload({
      path: remotePath(path),
      open: async function* () {
        yield bytes
      },
      sizeBytes: bytes.byteLength,
      contentHash: await contentHashOf(bytes),
      precondition: over ? { type: 'update', revision: over.revision } : { type: 'add' },
    })
  const text = (contents: string): Uint8Array => new TextEncoder().encode(contents)

  await remote.account()
  const { cursor } = await remote.changes(null)
  await remote.createFolder(remotePath('/one'))
  emulator.switches.createFolderBatch = 'job'
  await Promise.all(['/a', '/b', '/c/d'].map((path) => remote.createFolder(remotePath(path))))
  const single = await upload('/one/Angebot für 東京 \u{1f600}.txt', text('one'))
  await upload(single.path, text('two'), single)
  const many = await Promise.all(Array.from({ length: 30 }, (_, at) => upload(`/many/${at}.txt`, text(`many ${at}`))))
  await Promise.all([
    upload('/large 1.bin', new Uint8Array(9 * MIB)),
    upload('/few.txt', text('few')),
    upload('/empty', text('')),
  ])
  await upload('/large 2.bin', new Uint8Array(20 * MIB))
  await remote.changes(cursor)
  await remote.waitForChange(cursor)
  const [first, second, ...rest] = many
  if (!first || !second) throw new Error('Nothing was uploaded.')
  for await (const part of await remote.download(first)) expect(part.byteLength).toBeGreaterThan(0)
  await remote.move(first.path, remotePath('/moved.txt'))
  await remote.deleteFile(second)
  await Promise.all(rest.map((file) => remote.deleteFile(file)))
  await remote.restore(second)
  await account.files.delete(inAccount('/one'))
  expect(await remote.get(single.path)).toBeNull()
  await provider.revoke(grant)

  const requests = emulator.log
    .entries()
    .filter(({ route, arg }) => /^(files|users|auth)\//.test(route) && arg !== null)
  expect(new Set(requests.map(({ route }) => route.replace(/^files\//, '')))).toEqual(
    new Set([
      'list_folder',
      'list_folder/continue',
      'list_folder/longpoll',
      'get_metadata',
      'download',
      'upload',
      'upload_session/start',
      'upload_session/append_v2',
      'upload_session/finish',
      'upload_session/start_batch',
      'upload_session/append_batch',
      'upload_session/finish_batch_v2',
      'create_folder_v2',
      'create_folder_batch',
      'create_folder_batch/check',
      'delete_v2',
      'delete_batch',
      'delete_batch/check',
      'move_v2',
      'restore',
    ]),
  )
  expect(problemsOfRequests(requests)).toEqual([])
  await close()
}, 60_000)

test('a request that the SDK does not know is found', () => {
  const requests = [
    { route: 'files/upload', arg: { path: '/a', mode: { '.tag': 'add' }, content_hash: 'x', mute: true } },
    { route: 'files/upload', arg: { path: '/a', mode: { '.tag': 'replace' } } },
    { route: 'files/delete_v2', arg: { path: '/a', pat: '/b' } },
    { route: 'files/move_v2', arg: { from_path: '/a' } },
  ]
  expect(problemsOfRequests(requests).map((problem) => problem.split(' ')[0])).toEqual([
    'files/upload',
    'files/delete_v2',
    'files/move_v2',
  ])
}, 60_000)
