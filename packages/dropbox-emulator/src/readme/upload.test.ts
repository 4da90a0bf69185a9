import { createDropboxEmulator, emulatorFetch } from '@twinfolder/dropbox-emulator'
import { Dropbox } from 'dropbox'
import { expect, test } from 'vitest'

test('an uploaded file is in the app folder', async () => {
  const emulator = createDropboxEmulator({
    accounts: [{ email: 'sofie@example.com' }],
    apps: [{ key: 'key', secret: 'secret', name: 'Demo CRM' }],
  })
  const { accessToken } = emulator.tokenFor('sofie@example.com', 'key')
  const dropbox = new Dropbox({ accessToken, fetch: emulatorFetch(emulator) })
  await dropbox.filesUpload({ path: '/Companies/quote.pdf', contents: 'a quote' })
  const { files } = emulator.accounts.get('sofie@example.com')
  expect(Object.keys(await files.tree())).toContain('/Apps/Demo CRM/Companies/quote.pdf')
})
