import { Secret, type RemoteProvider } from '@twinfolder/core'
import { dropbox } from '@twinfolder/dropbox'
import { startEmulator } from '@twinfolder/dropbox-emulator/node'

import type { Person } from './people.ts'

const APP_KEY = 'demo-crm'
const APP_SECRET = 'demo-crm-secret'

/** The emulated Dropbox of the example, and the adapter that points at it. */
export interface ExampleDropbox {
  readonly remote: RemoteProvider
  /** Where a person browses it. */
  readonly page: string
  readonly folderUrl: (path: string, account: { readonly email: string }) => string
  readonly close: () => Promise<void>
}

/** Starts the Dropbox emulator with an account for each person and the example's app. */
export async function startExampleDropbox({
  port,
  dataDir,
  people,
  crmUrl,
}: {
  readonly port: number
  readonly dataDir: string
  readonly people: readonly Person[]
  readonly crmUrl: string
}): Promise<ExampleDropbox> {
  const running = await startEmulator({
    port,
    data: dataDir,
    // One browser plays several people here, so it is asked each time whose Dropbox it is.
    options: { switches: { approvedBefore: 'ask' } },
    // What the data folder remembers stays; only the webhook follows the CRM to its present address.
    async prepare(emulator) {
      const known = emulator.accounts.list().map((account) => account.email)
      for (const { dropbox: account, name } of people) {
        if (!known.includes(account.email)) emulator.accounts.create({ ...account, displayName: name })
      }
      const app = emulator.apps.list().find(({ key }) => key === APP_KEY)
      if (!app) emulator.apps.add({ key: APP_KEY, secret: APP_SECRET, name: 'Demo CRM', folderName: 'Demo CRM' })
      for (const uri of app?.webhookUris ?? []) emulator.webhooks.unregister(APP_KEY, uri)
      await emulator.webhooks.register(APP_KEY, `${crmUrl}/twinfolder/webhooks/dropbox`, { verify: false })
    },
  })
  const page = `${running.url}/_emulator/`
  return {
    remote: dropbox({ appKey: APP_KEY, appSecret: new Secret(APP_SECRET), baseUrl: running.url }),
    page,
    folderUrl: (path, { email }) =>
      `${page}?${new URLSearchParams({ account: email, path: `/Apps/Demo CRM${path}` })}#files`,
    close: () => running.close(),
  }
}
