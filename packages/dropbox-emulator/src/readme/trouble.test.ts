import { createDropboxEmulator, emulatorFetch } from '@twinfolder/dropbox-emulator'
import { Dropbox } from 'dropbox'
import { expect, test } from 'vitest'

const email = 'sofie@example.com'
const emulator = createDropboxEmulator({ accounts: [{ email }], apps: [{ key: 'key', secret: 'secret' }] })
const { accessToken } = emulator.tokenFor(email, 'key')
const dropbox = new Dropbox({ accessToken, fetch: emulatorFetch(emulator) })

test('two uploads run into a rate limit', async () => {
  emulator.faults.add({ type: 'status', status: 429, retryAfter: 15, route: 'files/upload', count: 2 })
  const upload = () => dropbox.filesUpload({ path: '/a.txt', contents: 'a' })
  await expect(upload()).rejects.toMatchObject({ status: 429 })
  await expect(upload()).rejects.toMatchObject({ status: 429 })
  expect((await upload()).result.path_display).toBe('/a.txt')
  expect(emulator.log.entries({ route: 'files/upload' }).map(({ status }) => status)).toEqual([429, 429, 200])
})

test('a reply is lost although the file is written', async () => {
  emulator.faults.add({ type: 'lostReply', containing: 'b.txt', count: 1 })
  await expect(dropbox.filesUpload({ path: '/b.txt', contents: 'b' })).rejects.toMatchObject({ status: 500 })
  expect((await dropbox.filesGetMetadata({ path: '/b.txt' })).result.name).toBe('b.txt')
})

test('the owner changes a file, and the app sees it in its feed', async () => {
  const { cursor } = (await dropbox.filesListFolder({ path: '' })).result
  await emulator.accounts.get(email).files.write('/Apps/key/a.txt', 'changed')
  const { entries } = (await dropbox.filesListFolderContinue({ cursor })).result
  expect(entries).toMatchObject([{ '.tag': 'file', path_lower: '/a.txt', size: 7 }])
})

test('an access token lasts four hours', async () => {
  emulator.clock.advance(4 * 60 * 60 * 1000)
  await expect(dropbox.usersGetCurrentAccount()).rejects.toMatchObject({ status: 401 })
})
