import { inspect } from 'node:util'

import { Secret, SyncError } from '@twinfolder/core'
import { dropbox } from '@twinfolder/dropbox'
import { createDropboxEmulator, emulatorFetch } from '@twinfolder/dropbox-emulator'
import { sql } from 'kysely'
import { expect, test } from 'vitest'

import { type Database, openDatabase, postgresStores } from './postgres/index.ts'
import { PUBLIC_URL, company, recordPath, sofie, testServer, whileWorking } from './testing/test-server.ts'

const APP = { key: 'app-key', secret: 'canary-app-secret', folderName: 'Demo CRM' }
const serverKey = new Secret('canary server key that has 32 bytes and more')

/** Every row of every table, as text. */
async function dumpOf({ db }: Database): Promise<string> {
  const tables = await sql<{ readonly name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public'`.execute(db)
  const dumps = tables.rows.map(async ({ name }) => {
    const { rows } = await sql<{
      readonly row: string
    }>`select to_jsonb(t)::text as row from ${sql.table(name)} t`.execute(db)
    return [name, ...rows.map(({ row }) => row)].join('\n')
  })
  return (await Promise.all(dumps)).join('\n')
}

test('[X22] secrets are looked for in the database, the logs, the errors and the answers, and are not there', async () => {
  const database = await openDatabase({ memory: true })
  const emulator = createDropboxEmulator({
    apps: [APP],
    accounts: [{ email: 'sofie@example.com' }],
  })
  const canaries = new Map([
    ['app secret', APP.secret],
    ['server key', serverKey.reveal()],
  ])
  const toEmulator = emulatorFetch(emulator)
  const listening: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const isToken = new URL(request.url).pathname.endsWith('/oauth2/token')
    const body = new URLSearchParams(isToken ? await request.clone().text() : '')
    const answer = await toEmulator(request)
    if (isToken) {
      const tokens = (await answer.clone().json()) as { access_token?: string; refresh_token?: string }
      const found = { 'access token': tokens.access_token, 'refresh token': tokens.refresh_token }
      const sent = { 'code verifier': body.get('code_verifier'), code: body.get('code') }
      for (const [name, value] of Object.entries({ ...found, ...sent })) if (value) canaries.set(name, value)
    }
    return answer
  }
  const remote = dropbox({ appKey: APP.key, appSecret: new Secret(APP.secret), fetch: listening })
  const stores = postgresStores(database.db)
  const server = testServer({ remote, stores, key: serverKey, clock: { now: () => Date.now() }, random: undefined })
  const answers: string[] = []
  const told = async (answer: Promise<Response>): Promise<unknown> => {
    const { status, headers } = await answer
    const body = await (await answer).clone().text()
    answers.push(`${status} ${JSON.stringify([...headers])} ${body}`)
    return body === '' ? null : JSON.parse(body)
  }

  const begun = (await told(server.post(sofie, '/connection/link', { mode: 'popup' }))) as { authorizeUrl: string }
  const callbackUrl = await emulator.authorize(begun.authorizeUrl, { account: 'sofie@example.com' })
  const underWay = await dumpOf(database)
  await told(server.post(sofie, '/connection/complete', { callbackUrl }))
  await server.files.put(company('1'), 'a.pdf', new Uint8Array(100))
  await whileWorking(server, async () => {
    await told(server.post(sofie, `${recordPath('1')}/sync`))
    await server.until(async () => emulator.log.entries().some(({ route }) => route.startsWith('files/upload')))
    await told(server.get(sofie, recordPath('1')))
    // Failures of every kind: a callback again, a signature that is wrong, an app that was disconnected.
    await told(server.post(sofie, '/connection/complete', { callbackUrl }))
    await told(server.send(null, 'POST', '/webhooks/dropbox', { body: '{}', headers: { 'x-dropbox-signature': 'no' } }))
    emulator.accounts.get('sofie@example.com').revokeApp(APP.key)
    await server.files.put(company('1'), 'b.pdf', new Uint8Array(100))
    await told(server.post(sofie, `${recordPath('1')}/sync`))
    await server.until(async () => JSON.stringify(await told(server.get(sofie, '/connection'))).includes('reconnect'))
  })

  expect([...canaries.keys()].toSorted()).toEqual(
    ['access token', 'app secret', 'code', 'code verifier', 'refresh token', 'server key'].toSorted(),
  )
  // The user's own browser brings `code`, and nothing keeps it.
  const places = {
    underWay,
    rows: await dumpOf(database),
    log: JSON.stringify(server.log),
    answers: answers.join('\n'),
  }
  expect(places.rows).toContain('link_id')
  expect(server.log.length).toBeGreaterThan(3)
  for (const [name, value] of canaries) {
    for (const [place, text] of Object.entries(places))
      expect([place, name, text.includes(value)]).toEqual([place, name, false])
  }
  emulator.close()
  await database.close()
}, 60_000)

test('[X22] an error and its causes tell no secret, however they are printed', () => {
  const key = new Secret('canary')
  const error = new SyncError('unexpected', `It failed with ${String(key)}.`, {
    cause: new Error('inner', { cause: { key } }),
  })
  const options = { [PUBLIC_URL]: key, list: [key], map: new Map([['key', key]]), set: new Set([key]) }
  for (const thing of [error, options]) {
    for (const text of [inspect(thing, { depth: null, showHidden: true }), JSON.stringify(thing), inspect(thing)])
      expect(text).not.toContain('canary')
  }
})
