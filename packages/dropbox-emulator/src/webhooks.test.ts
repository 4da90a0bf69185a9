import { createHmac } from 'node:crypto'

import { expect, test } from 'vitest'

import { appKey, appSecret, connect, jonas, setup } from './testing/setup.ts'

const uri = 'https://crm.example/webhook'

interface Received {
  readonly url: string
  readonly headers: Headers
  readonly body: string
}

/** An emulator whose webhooks arrive here; `answer` says how each is answered. */
function world(answer: (request: Request, count: number) => Response = () => new Response()) {
  const received: Received[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    received.push({ url: request.url, headers: request.headers, body: await request.clone().text() })
    return answer(request, received.length)
  }
  const app = { key: appKey, secret: appSecret, name: 'Demo CRM', webhookUris: [uri] }
  return { ...setup({ apps: [app], fetch }), received }
}

test('a change is told once, signed with the app’s secret', async () => {
  const { dropbox, emulator, owner, received } = world()
  await emulator.webhooks.settled()
  received.length = 0
  await dropbox.filesUpload({ path: '/a.txt', contents: 'a' })
  await owner.files.write('/Apps/Demo CRM/b.txt', 'b')
  await emulator.webhooks.settled()
  expect(received).toHaveLength(1)
  const [first] = received
  const body: { list_folder: unknown; delta: { users: unknown[] } } = JSON.parse(first?.body ?? '')
  expect(body.list_folder).toEqual({ accounts: [owner.accountId] })
  expect(body.delta.users).toEqual([expect.any(Number)])
  expect(first?.headers.get('user-agent')).toBe('DropboxWebhooks/1.0')
  const signature = createHmac('sha256', appSecret)
    .update(first?.body ?? '')
    .digest('hex')
  expect(first?.headers.get('x-dropbox-signature')).toBe(signature)
})

test('several accounts share one notification; changes outside the app folder make none', async () => {
  const { dropbox, emulator, owner, received } = world()
  const other = connect(emulator, jonas)
  await emulator.webhooks.settled()
  received.length = 0
  await dropbox.filesUpload({ path: '/a.txt', contents: 'a' })
  await other.dropbox.filesUpload({ path: '/a.txt', contents: 'a' })
  await emulator.webhooks.settled()
  expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({
    list_folder: { accounts: [owner.accountId, other.owner.accountId] },
  })
  await owner.files.write('/Documents/private.txt', 'x')
  await emulator.webhooks.settled()
  expect(received).toHaveLength(1)
})

test('webhooks can be switched off, and own writes left out', async () => {
  const { dropbox, emulator, owner, received } = world()
  await emulator.webhooks.settled()
  received.length = 0
  emulator.webhooks.isEnabled = false
  await dropbox.filesUpload({ path: '/a.txt', contents: 'a' })
  await emulator.webhooks.settled()
  emulator.webhooks.isEnabled = true
  emulator.switches.notifyOwnWrites = false
  await dropbox.filesUpload({ path: '/b.txt', contents: 'b' })
  await emulator.webhooks.settled()
  expect(received).toHaveLength(0)
  await owner.files.delete('/Apps/Demo CRM/a.txt')
  await emulator.webhooks.settled()
  expect(received).toHaveLength(1)
})

test('a refused notification is sent again', async () => {
  const { dropbox, emulator } = world((_request, count) => new Response(null, { status: count === 1 ? 503 : 204 }))
  await emulator.webhooks.settled()
  await dropbox.filesUpload({ path: '/a.txt', contents: 'a' })
  await emulator.webhooks.settled()
  expect(emulator.webhooks.deliveries().at(-1)).toMatchObject({ appKey, uri, status: 204, attempts: 2 })
})

test('a new address has to repeat the challenge', async () => {
  const { emulator } = world((request) => new Response(new URL(request.url).searchParams.get('challenge')))
  await emulator.webhooks.register(appKey, 'https://crm.example/two', { verify: true })
  expect(emulator.apps.get(appKey).webhookUris).toEqual([uri, 'https://crm.example/two'])
  const silent = world()
  await expect(silent.emulator.webhooks.register(appKey, 'https://crm.example/two', { verify: true })).rejects.toThrow(
    'challenge',
  )
})

test('deliveries can be lost, refused and late, and are tried again', async () => {
  const { dropbox, emulator, received } = world()
  await emulator.webhooks.settled()
  received.length = 0
  emulator.faults.add({ type: 'closedConnection', route: 'webhook', count: 1 })
  await dropbox.filesUpload({ path: '/a.txt', contents: 'a' })
  await emulator.webhooks.settled()
  expect(received).toHaveLength(1)
  expect(emulator.webhooks.deliveries().at(-1)).toMatchObject({ status: 200, attempts: 2 })
  // An answer that is lost makes the app hear it twice.
  emulator.faults.add({ type: 'lostReply', route: 'webhook', count: 1 })
  await dropbox.filesUpload({ path: '/b.txt', contents: 'b' })
  await emulator.webhooks.settled()
  expect(received).toHaveLength(3)
  expect(new Set(received.slice(1).map(({ body }) => body)).size).toBe(1)
})

test('a fault for every route leaves what the emulator sends alone', async () => {
  const { emulator, owner, received } = world()
  await emulator.webhooks.settled()
  received.length = 0
  emulator.faults.add({ type: 'status', status: 500 })
  await owner.files.write('/Apps/Demo CRM/a.txt', 'a')
  await emulator.webhooks.settled()
  expect(emulator.webhooks.deliveries().at(-1)).toMatchObject({ status: 200, attempts: 1 })
})
