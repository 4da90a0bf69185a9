import { Secret } from '@twinfolder/core'
import { dropbox } from '@twinfolder/dropbox'
import { createDropboxEmulator, emulatorFetch } from '@twinfolder/dropbox-emulator'
import { routeTable } from '@twinfolder/protocol'
import { expect, test } from 'vitest'

import { text } from '../testing/record-steps.ts'
import { type Who, company, recordPath, sofie, testServer, whileWorking } from '../testing/test-server.ts'

test('[X11] [X22] no answer, no page, no event and no log line holds a token, a code or a verifier', async () => {
  const secrets = new Set<string>()
  const emulator = createDropboxEmulator({
    apps: [{ key: 'app-key', secret: 'app-secret-canary', folderName: 'Demo CRM' }],
    accounts: [{ email: 'sofie@example.com' }],
  })
  const reach = emulatorFetch(emulator)
  const remote = dropbox({
    appKey: 'app-key',
    appSecret: new Secret('app-secret-canary'),
    // Sees what goes to Dropbox and what comes back: everything there that must stay on the server.
    async fetch(input, init) {
      const form = new URLSearchParams(typeof init?.body === 'string' ? init.body : '')
      for (const field of ['code', 'code_verifier', 'refresh_token']) secrets.add(form.get(field) ?? '')
      secrets.add((new Headers(init?.headers).get('authorization') ?? '').replace('Bearer ', ''))
      const answer = await reach(input, init)
      if (new Request(input).url.endsWith('/oauth2/token')) {
        const tokens = (await answer.clone().json()) as Record<string, string>
        for (const field of ['access_token', 'refresh_token']) secrets.add(tokens[field] ?? '')
      }
      return answer
    },
  })
  const server = testServer({ remote, clock: { now: () => Date.now() }, random: undefined })
  const administrator: Who = 'tenant-1/lukas/admin'
  const heard: string[] = []
  const keep = async (answer: Response): Promise<string> => {
    const all = `${JSON.stringify([...answer.headers])} ${await answer.text()}`
    heard.push(all)
    return all
  }

  const stream = await server.get(sofie, '/events')
  const listening = (async () => {
    for await (const chunk of stream.body ?? []) heard.push(new TextDecoder().decode(chunk))
  })()
  const file = await server.files.put(company('1'), 'offer.pdf', text('an offer'))
  const begun = await server.post(sofie, '/connection/link', { mode: 'popup' })
  const { authorizeUrl } = (await begun.json()) as { authorizeUrl: string }
  const callbackUrl = await emulator.authorize(authorizeUrl, { account: 'sofie@example.com' })
  const done = await server.post(sofie, '/connection/complete', { callbackUrl })
  expect(done.status).toBe(200)
  await keep(done)
  await whileWorking(server, async () => {
    await keep(await server.post(sofie, `${recordPath('1')}/sync`))
    const { files } = emulator.accounts.get('sofie@example.com')
    await server.until(async () => JSON.stringify(await files.tree()).includes('offer.pdf'))
  })
  const run = await server.post(sofie, '/bulk', { segment: { records: [{ module: 'companies', id: '1' }] } })
  const bulkId = /"id":"([^"]+)"/.exec(await keep(run))?.[1] ?? ''
  for (const [operation, [method, template]] of Object.entries(routeTable)) {
    if (method !== 'GET' || operation === 'streamEvents') continue
    const path = template
      .replace('{module}/{recordId}', 'companies/1')
      .replace('{fileId}', file.id)
      .replace('{bulkId}', bulkId)
    await keep(await server.get(operation.includes('Tenant') ? administrator : sofie, path))
  }
  // What fails, and what is refused, tells nothing either.
  await keep(await server.post(sofie, '/connection/complete', { callbackUrl }))
  await keep(await server.browse(sofie, `${callbackUrl}&complete=1`))
  await keep(await server.send(sofie, 'DELETE', '/connection'))
  await server.server.close()
  await listening

  secrets.delete('')
  secrets.add('app-secret-canary')
  const everything = [...heard, ...server.log.map((entry) => JSON.stringify(entry))].join('\n')
  // A code, a verifier, a refresh token, an access token, the app secret.
  expect(secrets.size).toBeGreaterThanOrEqual(5)
  expect(everything).toContain('offer.pdf')
  for (const secret of secrets) expect(everything.includes(secret), `${secret.slice(0, 6)}… was told`).toBe(false)
  emulator.close()
})
