import { startEmulator } from '@twinfolder/dropbox-emulator/node'
import { Dropbox } from 'dropbox'
import { expect, test } from 'vitest'

test('a program reaches it over HTTP', async () => {
  const running = await startEmulator({
    port: 0,
    options: { accounts: [{ email: 'sofie@example.com' }], apps: [{ key: 'key', secret: 'secret' }] },
  })
  const { accessToken } = running.emulator.tokenFor('sofie@example.com', 'key')
  const dropbox = new Dropbox({
    accessToken,
    fetch: (url: string, init: RequestInit) => fetch(url.replace('https://', `${running.url}/`), init),
  })
  expect((await dropbox.usersGetCurrentAccount()).result.email).toBe('sofie@example.com')
  await running.close()
})
