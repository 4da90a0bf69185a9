import { Secret } from '@twinfolder/core'
import { dropbox } from '@twinfolder/dropbox'
import { createDropboxEmulator, emulatorFetch } from '@twinfolder/dropbox-emulator'
import { expect, test } from 'vitest'

import {
  PUBLIC_URL,
  type TestServer,
  company,
  jonas,
  recordPath,
  sofie,
  testServer,
  whileWorking,
} from './testing/test-server.ts'

const APP = {
  key: 'app-key',
  secret: 'app-secret',
  folderName: 'Demo CRM',
  webhookUris: [`${PUBLIC_URL}/webhooks/dropbox`],
}
const FOLDER = '/Apps/Demo CRM/Companies/Company 1 (1001)'
const text = (value: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(value)

/** The real adapter over the emulator, both in this process; the emulator's webhooks reach the server directly. */
function wholeServer() {
  let deliver: (request: Request) => Promise<Response> = () => Promise.reject(new Error('There is no server yet.'))
  const emulator = createDropboxEmulator({
    apps: [APP],
    accounts: [
      { email: 'sofie@example.com' },
      { email: 'jonas@example.com' },
      { email: 'pro@example.com', plan: 'professional' },
    ],
    fetch: (input, init) => deliver(new Request(input, init)),
  })
  const remote = dropbox({ appKey: APP.key, appSecret: new Secret(APP.secret), fetch: emulatorFetch(emulator) })
  const server = testServer({ remote, clock: { now: () => Date.now() }, random: undefined })
  deliver = (request) => server.server.handle(request)
  const link = async (who: typeof sofie, email: string): Promise<Response> => {
    const begun = await server.post(who, '/connection/link', { mode: 'popup' })
    const { authorizeUrl } = (await begun.json()) as { authorizeUrl: string }
    const callbackUrl = await emulator.authorize(authorizeUrl, { account: email })
    return server.post(who, '/connection/complete', { callbackUrl })
  }
  return { ...server, emulator, link, account: (email: string) => emulator.accounts.get(email) }
}

const settled = (server: Pick<TestServer, 'get'>) => async (): Promise<boolean> =>
  ((await (await server.get(sofie, recordPath('1'))).json()) as { sync: { phase: string } }).sync.phase === 'settled'
const namesOf = async (server: Pick<TestServer, 'get'>, folder = ''): Promise<readonly string[]> => {
  const answer = await server.get(sofie, `${recordPath('1')}/files?folder=${encodeURIComponent(folder)}`)
  return ((await answer.json()) as { entries: { name: string }[] }).entries.map(({ name }) => name)
}

test('[J1] [P9] [P10] linking makes the app folder and nothing else', async () => {
  const server = wholeServer()
  const answer = await server.link(sofie, 'sofie@example.com')
  expect(await answer.json()).toMatchObject({ state: 'linked', account: { email: 'sofie@example.com', type: 'basic' } })
  expect(Object.keys(await server.account('sofie@example.com').files.tree())).toEqual(['/Apps', '/Apps/Demo CRM'])
  expect((await server.link(jonas, 'pro@example.com')).status).toBe(409)
  server.emulator.close()
})

test('[J2] [P19] the button brings files and folders into Dropbox, byte by byte', async () => {
  const server = wholeServer()
  await server.files.put(company('1'), 'Contracts/2026/a.pdf', text('a contract'))
  await server.files.put(company('1'), 'b.pdf', text('an offer'))
  await server.link(sofie, 'sofie@example.com')
  await whileWorking(server, async () => {
    await server.post(sofie, `${recordPath('1')}/sync`)
    await server.until(settled(server))
  })
  const { files } = server.account('sofie@example.com')
  expect(new TextDecoder().decode(await files.read(`${FOLDER}/Contracts/2026/a.pdf`))).toBe('a contract')
  expect(new TextDecoder().decode(await files.read(`${FOLDER}/b.pdf`))).toBe('an offer')
  server.emulator.close()
})

test('[J4] [P33] [P35] what is put into Dropbox appears on the record by a webhook', async () => {
  const server = wholeServer()
  await server.link(sofie, 'sofie@example.com')
  await whileWorking(server, async () => {
    await server.post(sofie, `${recordPath('1')}/sync`)
    await server.until(settled(server))
    const { files } = server.account('sofie@example.com')
    await files.write(`${FOLDER}/signed.pdf`, 'signed')
    await files.write(`${FOLDER}/2026/plan.pdf`, 'a plan')
    await server.until(async () => (await namesOf(server)).length === 2 && (await namesOf(server, '2026')).length === 1)
  })
  expect(await namesOf(server)).toEqual(['2026', 'signed.pdf'])
  server.emulator.close()
})

test('[J9] [C84] an app that was disconnected at Dropbox asks for reconnecting; no call is made until then', async () => {
  const server = wholeServer()
  await server.files.put(company('1'), 'a.pdf', text('a'))
  await server.link(sofie, 'sofie@example.com')
  server.account('sofie@example.com').revokeApp(APP.key)
  await whileWorking(server, async () => {
    await server.post(sofie, `${recordPath('1')}/sync`)
    const state = async (): Promise<string> =>
      ((await (await server.get(sofie, '/connection')).json()) as { state: string }).state
    await server.until(async () => (await state()) === 'reconnect')
    await server.link(sofie, 'sofie@example.com')
    await server.until(settled(server))
  })
  const { files } = server.account('sofie@example.com')
  expect(new TextDecoder().decode(await files.read(`${FOLDER}/a.pdf`))).toBe('a')
  server.emulator.close()
})

test('[S8] [S12] what is renamed or moved in the CRM is moved in Dropbox, folders with all their files, without a transfer', async () => {
  const server = wholeServer()
  const paths = ['a.pdf', 'b.pdf', 'Old/c.pdf', 'Old/2025/d.pdf']
  for (const path of paths) await server.files.put(company('1'), path, text(`the contents of ${path}`))
  await server.link(sofie, 'sofie@example.com')
  const { files } = server.account('sofie@example.com')
  const inDropbox = async (): Promise<readonly string[]> =>
    Object.entries(await files.tree())
      .filter(([, entry]) => entry.kind === 'file')
      .map(([path]) => path.slice(FOLDER.length + 1))
      .toSorted()
  const post = (path: string, body: unknown) => server.post(sofie, `${recordPath('1')}/${path}`, body)
  const uploads = () => server.emulator.log.entries().filter(({ route }) => route.startsWith('files/upload')).length
  const idOf = (name: string) => server.files.allFiles(company('1')).find((file) => file.name === name)
  await whileWorking(server, async () => {
    await server.post(sofie, `${recordPath('1')}/sync`)
    await server.until(settled(server))
    const uploadsBefore = uploads()
    const [a, b] = [idOf('a.pdf'), idOf('b.pdf')]
    await post(`files/${a?.id}/rename`, { name: 'A: offer?.pdf', version: a?.version })
    await post('files/move', { files: [{ id: b?.id, version: b?.version }], folder: ['Signed'] })
    await post('folders/move', { folder: ['Old'], to: ['Archive', 'OLD'] })
    const wanted = ['A- offer-.pdf', 'Archive/OLD/2025/d.pdf', 'Archive/OLD/c.pdf', 'Signed/b.pdf']
    await server.until(async () => JSON.stringify(await inDropbox()) === JSON.stringify(wanted)).catch(() => undefined)
    expect(await inDropbox()).toEqual(wanted)
    expect(uploads()).toBe(uploadsBefore)
    expect(idOf('A: offer?.pdf')?.id).toBe(a?.id)

    const deleted = (await (await post('folders/delete', { folder: ['Archive'] })).json()) as { deleted: string[] }
    await server.until(async () => (await inDropbox()).length === 2)
    await post('files/restore', { files: deleted.deleted })
    await server.until(async () => (await inDropbox()).length === 4)
    expect(await inDropbox()).toEqual(wanted)
  })
  expect(new TextDecoder().decode(await files.read(`${FOLDER}/Archive/OLD/2025/d.pdf`))).toContain('d.pdf')
  server.emulator.close()
})

test('[S8] [S12] another case of a name or a folder, and an accent written otherwise, end synchronised', async () => {
  const server = wholeServer()
  for (const path of ['a.pdf', 'caf\u00e9.pdf', 'Old/c.pdf']) await server.files.put(company('1'), path, text(path))
  await server.link(sofie, 'sofie@example.com')
  const { files } = server.account('sofie@example.com')
  const change = async (name: string, to: string) => {
    const file = server.files.allFiles(company('1')).find((one) => one.name === name)
    const path = `${recordPath('1')}/files/${file?.id}/rename`
    expect((await server.post(sofie, path, { name: to, version: file?.version })).status).toBe(200)
  }
  const synced = async (): Promise<readonly string[]> => {
    const answer = await server.get(sofie, `${recordPath('1')}/files?state=synced`)
    return ((await answer.json()) as { entries: { name: string }[] }).entries.map(({ name }) => name)
  }
  await whileWorking(server, async () => {
    await server.post(sofie, `${recordPath('1')}/sync`)
    await server.until(async () => (await synced()).length === 3)
    await change('a.pdf', 'A.pdf')
    await change('caf\u00e9.pdf', 'cafe\u0301.pdf')
    await server.post(sofie, `${recordPath('1')}/folders/move`, { folder: ['Old'], to: ['OLD'] })
    await server.until(async () => (await synced()).length === 3)
    expect(await synced()).toEqual(['A.pdf', 'cafe\u0301.pdf', 'c.pdf'].toSorted())
  })
  // Dropbox keeps the spelling that it has: to it these are the same names. The old folder stays there without files.
  const names = Object.keys(await files.tree()).map((path) => path.slice(path.lastIndexOf('/') + 1).toLowerCase())
  expect(names.filter((name) => name.endsWith('.pdf')).toSorted()).toEqual(['a.pdf', 'c.pdf', 'caf\u00e9.pdf'])
  server.emulator.close()
})
