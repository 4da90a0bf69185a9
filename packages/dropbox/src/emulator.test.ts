import { createHmac } from 'node:crypto'

import {
  type ByteStream,
  type Remote,
  type RemoteChange,
  type RemoteFile,
  Secret,
  type UploadPrecondition,
  remotePath,
} from '@twinfolder/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { contentHashOf } from './content-hash-of.ts'
import { type LinkedEmulator, type Reach, appSecret, link, linkedEmulator } from './testing/linked-emulator.ts'

const MIB = 1024 * 1024
const add = { type: 'add' } as const

describe.each<Reach>(['in process', 'over HTTP'])('against the emulator %s', (reach) => {
  let linked: LinkedEmulator
  let remote: Remote

  beforeEach(async () => {
    linked = await linkedEmulator(reach)
    remote = linked.remote
  })
  afterEach(() => linked.close())

  test('a user links an account through the consent page, with PKCE', async () => {
    expect(linked.grant.accountId).toBe(linked.account.accountId)
    expect(linked.grant.scopes.toSorted()).toEqual([
      'account_info.read',
      'files.content.read',
      'files.content.write',
      'files.metadata.read',
    ])
    expect(await remote.account()).toMatchObject({
      accountId: linked.account.accountId,
      email: 'sofie@example.com',
      accountType: 'basic',
      quota: { usedBytes: 0, allocatedBytes: linked.account.quotaBytes, isTeam: false },
    })
  })

  test('a code works once, and with the right verifier only', async () => {
    const redirectUri = 'http://127.0.0.1:8080/callback'
    const codeVerifier = new Secret('v'.repeat(43))
    await expect(
      linked.provider.exchangeCode({ code: 'no-such-code', redirectUri, codeVerifier }),
    ).rejects.toMatchObject({ code: 'state_invalid' })
  })

  test('files of every size go up and come down', async () => {
    for (const sizeBytes of [0, 1, 4 * MIB + 1, 8 * MIB, 8 * MIB + 1]) {
      const bytes = pattern(sizeBytes)
      const path = `/Companies/Cafe\u0301 (42)/${sizeBytes}.bin`
      const file = await upload(remote, path, bytes)
      expect(file).toMatchObject({ kind: 'file', sizeBytes, path: path.normalize('NFC'), downloadable: true })
      const down = await bytesOf(await remote.download(file))
      expect(Buffer.compare(down, bytes)).toBe(0)
    }
    const routes = linked.emulator.log.entries().map(({ route }) => route)
    expect(routes.filter((route) => route === 'files/upload')).toHaveLength(4)
    expect(routes.filter((route) => route === 'files/upload_session/finish')).toHaveLength(1)
  })

  test('add writes where nothing is; the same contents again are a success, others are not', async () => {
    const first = await upload(remote, '/a.txt', text('one'))
    expect(await upload(remote, '/A.TXT', text('one'))).toEqual(first)
    await expect(upload(remote, '/a.txt', text('two'))).rejects.toMatchObject({ code: 'precondition_failed' })
    await remote.createFolder(remotePath('/folder'))
    await expect(upload(remote, '/folder', text('one'))).rejects.toMatchObject({ code: 'precondition_failed' })
    await expect(upload(remote, '/a.txt/b.txt', text('one'))).rejects.toMatchObject({ code: 'precondition_failed' })
  })

  test('update writes over the current revision only, and not over nothing', async () => {
    const first = await upload(remote, '/a.txt', text('one'))
    const second = await upload(remote, '/a.txt', text('two'), update(first))
    expect(second.id).toBe(first.id)
    await expect(upload(remote, '/a.txt', text('three'), update(first))).rejects.toMatchObject({
      code: 'precondition_failed',
    })
    await linked.account.files.delete(linked.inAccount('/a.txt'))
    await expect(upload(remote, '/a.txt', text('three'), update(second))).rejects.toMatchObject({
      code: 'precondition_failed',
    })
    expect(await remote.get(remotePath('/a.txt'))).toBeNull()
  })

  test('[C71] bytes that changed while they were read are not stored', async () => {
    for (const sizeBytes of [100, 9 * MIB]) {
      const planned = await contentHashOf(pattern(sizeBytes))
      const changed = pattern(sizeBytes).fill(7, sizeBytes - 1)
      const request = { path: remotePath('/a.bin'), sizeBytes, contentHash: planned, precondition: add }
      await expect(remote.upload({ ...request, open: () => chunks(changed) })).rejects.toMatchObject({
        code: 'hash_mismatch',
      })
    }
    expect(await remote.get(remotePath('/a.bin'))).toBeNull()
  })

  test('[C72] a download is the revision that was asked for, also after a newer one', async () => {
    const first = await upload(remote, '/a.txt', text('one'))
    await upload(remote, '/a.txt', text('two'), update(first))
    expect(new TextDecoder().decode(await bytesOf(await remote.download(first)))).toBe('one')
  })

  test('[S6] a deletion spares what has changed', async () => {
    const first = await upload(remote, '/a.txt', text('one'))
    await linked.account.files.write(linked.inAccount('/a.txt'), 'two')
    await expect(remote.deleteFile(first)).rejects.toMatchObject({ code: 'precondition_failed' })
    const now = await remote.get(remotePath('/a.txt'))
    if (now?.kind !== 'file') throw new Error('The file is gone.')
    expect(await remote.deleteFile(now)).toBe('deleted')
    expect(await remote.deleteFile(now)).toBe('missing')
    await remote.createFolder(now.path)
    await expect(remote.deleteFile(now)).rejects.toMatchObject({ code: 'precondition_failed' })
  })

  test('files and folders move to a free path', async () => {
    const file = await upload(remote, '/a/a.txt', text('one'))
    const moved = await remote.move(remotePath('/a/a.txt'), remotePath('/b/Cafe\u0301.txt'))
    expect(moved).toMatchObject({ kind: 'file', id: file.id, path: '/b/Caf\u00e9.txt' })
    expect(await remote.get(file.id)).toEqual(moved)
    await upload(remote, '/c.txt', text('three'))
    await expect(remote.move(moved.path, remotePath('/c.txt'))).rejects.toMatchObject({ code: 'precondition_failed' })
    await expect(remote.move(remotePath('/nothing'), remotePath('/d'))).rejects.toMatchObject({ code: 'not_found' })
    expect(await remote.move(remotePath('/b'), remotePath('/e'))).toMatchObject({ kind: 'folder', path: '/e' })
    expect(await remote.get(remotePath(`/e/Cafe\u0301.txt`))).toMatchObject({ id: file.id })
  })

  test('a folder comes with its parents and only once', async () => {
    const folder = await remote.createFolder(remotePath('/a/b/c'))
    expect(await remote.createFolder(remotePath('/A/B/C'))).toMatchObject({ id: folder.id })
    await upload(remote, '/file', text('one'))
    await expect(remote.createFolder(remotePath('/file'))).rejects.toMatchObject({ code: 'precondition_failed' })
    await expect(remote.createFolder(remotePath('/file/below'))).rejects.toMatchObject({ code: 'precondition_failed' })
  })

  test('the feed tells what happened since, and always gives a new cursor', async () => {
    const file = await upload(remote, '/a/a.txt', text('one'))
    const listing = await allChanges(remote, null)
    expect(listing.changes).toMatchObject([{ kind: 'folder', pathLower: '/a' }, file])
    await linked.account.files.move(linked.inAccount('/a/a.txt'), linked.inAccount('/b.txt'))
    const since = await allChanges(remote, listing.cursor)
    expect(since.changes).toContainEqual({ kind: 'deleted', pathLower: '/a/a.txt' })
    expect(since.changes).toContainEqual(expect.objectContaining({ kind: 'file', id: file.id, pathLower: '/b.txt' }))
    const nothing = await remote.changes(since.cursor)
    expect(nothing).toMatchObject({ changes: [], hasMore: false })
    expect((await remote.changes(nothing.cursor)).changes).toEqual([])
  })

  test('[C85] an expired cursor and one that is none ask for a new listing', async () => {
    const { cursor } = await allChanges(remote, null)
    linked.account.expireCursors()
    await expect(remote.changes(cursor)).rejects.toMatchObject({ code: 'cursor_reset' })
    await expect(remote.changes('no cursor')).rejects.toMatchObject({ code: 'cursor_reset' })
  })

  test('an app folder that its owner deleted is told, in either way that Dropbox may answer', async () => {
    const { cursor } = await allChanges(remote, null)
    linked.emulator.switches.deletedAppFolder = 'notFound'
    await linked.account.files.delete('/Apps/Demo CRM')
    await expect(remote.changes(cursor)).rejects.toMatchObject({ code: 'cursor_reset' })
    await expect(remote.changes(null)).rejects.toMatchObject({ code: 'folder_missing' })
    linked.emulator.switches.deletedAppFolder = 'empty'
    expect((await remote.changes(null)).changes).toEqual([])
  })

  test('[C79] writes whose reply is lost happen once', async () => {
    const { faults, log } = linked.emulator
    faults.add({ type: 'lostReply', route: 'files/upload', count: 1 })
    const first = await upload(remote, '/a.txt', text('one'))
    faults.add({ type: 'lostReply', route: 'files/upload', count: 1 })
    const second = await upload(remote, '/a.txt', text('two'), update(first))
    faults.add({ type: 'lostReply', route: 'files/move_v2', count: 1 })
    const moved = await remote.move(second.path, remotePath('/b.txt'))
    expect(moved).toMatchObject({ id: first.id })
    faults.add({ type: 'lostReply', route: 'files/delete_v2', count: 1 })
    if (moved.kind !== 'file') throw new Error('A file became a folder.')
    expect(await remote.deleteFile(moved)).toBe('deleted')
    for (const [route, count] of Object.entries({ 'files/upload': 2, 'files/move_v2': 1, 'files/delete_v2': 1 })) {
      expect(log.entries({ route })).toHaveLength(count)
    }
  })

  test('[C79] every call of an upload session may lose its reply', async () => {
    const bytes = pattern(9 * MIB)
    for (const step of ['start', 'append_v2', 'finish']) {
      linked.emulator.faults.add({ type: 'lostReply', route: `files/upload_session/${step}`, count: 1 })
    }
    const file = await upload(remote, '/large.bin', bytes)
    expect(Buffer.compare(await bytesOf(await remote.download(file)), bytes)).toBe(0)
    expect(linked.emulator.log.entries({ route: 'files/upload_session/finish' })).toHaveLength(1)
  })

  test('calls that fail at first succeed at last', async () => {
    for (const status of [500, 503, 429]) linked.emulator.faults.add({ type: 'status', status, count: 1 })
    const file = await upload(remote, '/a.txt', text('one'))
    linked.emulator.faults.add({ type: 'status', status: 429, retryAfter: null, count: 1, route: 'files/download' })
    expect(await bytesOf(await remote.download(file))).toHaveLength(3)
  })

  test('[C80] a long wait is handed back', async () => {
    linked.emulator.faults.add({ type: 'status', status: 429, retryAfter: 300 })
    await expect(remote.changes(null)).rejects.toMatchObject({ code: 'remote_busy', retryAfterMs: 300_000 })
    expect(linked.waits).toEqual([])
  })

  test('[C83] tokens expire while twenty calls run: one refresh serves them', async () => {
    await remote.createFolder(remotePath('/a'))
    linked.emulator.clock.advance(4 * 60 * 60 * 1000 + 1000)
    await Promise.all(Array.from({ length: 20 }, () => remote.get(remotePath('/a'))))
    const refreshes = linked.emulator.log.entries({ route: 'oauth2/token', containing: 'refresh_token' })
    expect(refreshes).toHaveLength(2)
  })

  test('[C83] a token that Dropbox calls expired, against our clock, is refreshed once for all calls', async () => {
    const slow = await linkedEmulator(reach, { clock: { now: () => 0 } })
    await slow.remote.changes(null)
    slow.emulator.clock.advance(4 * 60 * 60 * 1000 + 1000)
    await Promise.all(Array.from({ length: 20 }, () => slow.remote.changes(null)))
    expect(slow.emulator.log.entries({ status: 401 }).length).toBeGreaterThan(0)
    expect(slow.emulator.log.entries({ route: 'oauth2/token', containing: 'refresh_token' })).toHaveLength(2)
    await slow.close()
  })

  test('[C84] a user who disconnects the app ends the link; connecting again makes a new one', async () => {
    await remote.createFolder(remotePath('/a'))
    linked.account.revokeApp('app-key')
    await expect(remote.get(remotePath('/a'))).rejects.toMatchObject({ code: 'link_revoked' })
    await expect(linked.provider.connect(linked.grant).changes(null)).rejects.toMatchObject({ code: 'link_revoked' })
    await linked.provider.revoke(linked.grant)
    const again = linked.provider.connect(await link(linked.provider, linked.emulator))
    expect(await again.get(remotePath('/a'))).toMatchObject({ kind: 'folder' })
  })

  test('revoking ends the link and leaves the files', async () => {
    await upload(remote, '/a.txt', text('one'))
    await linked.provider.revoke(linked.grant)
    await expect(remote.account()).rejects.toMatchObject({ code: 'link_revoked' })
    expect(await linked.account.files.get(linked.inAccount('/a.txt'))).toMatchObject({ kind: 'file' })
  })

  test('[C82] a full Dropbox is told as such', async () => {
    linked.account.setQuota(2)
    await expect(upload(remote, '/a.txt', text('one'))).rejects.toMatchObject({ code: 'insufficient_space' })
  })

  test('a signal ends a slow call at once', async () => {
    linked.emulator.faults.add({ type: 'delay', ms: 10_000 })
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 30)
    const started = performance.now()
    await expect(remote.changes(null, { signal: controller.signal })).rejects.toMatchObject({ code: 'cancelled' })
    expect(performance.now() - started).toBeLessThan(9000)
  })

  test('no secret is in a logged address or argument', async () => {
    await upload(remote, '/a.txt', text('one'))
    const log = JSON.stringify(linked.emulator.log.entries())
    expect(log).not.toContain(linked.grant.refreshToken.reveal())
  })
})

test('[C87] a webhook of the emulator is signed as Dropbox signs', async () => {
  const linked = await linkedEmulator('in process')
  const body = new Uint8Array(Buffer.from(JSON.stringify({ list_folder: { accounts: [linked.account.accountId] } })))
  const signature = createHmac('sha256', appSecret).update(body).digest('hex')
  expect(await linked.provider.verifyWebhook(body, signature)).toEqual([linked.account.accountId])
  await linked.close()
})

function update(file: RemoteFile): UploadPrecondition {
  return { type: 'update', revision: file.revision }
}

async function upload(
  remote: Remote,
  path: string,
  bytes: Uint8Array,
  precondition: UploadPrecondition = add,
): Promise<RemoteFile> {
  return remote.upload({
    path: remotePath(path),
    open: () => chunks(bytes),
    sizeBytes: bytes.byteLength,
    contentHash: await contentHashOf(bytes),
    precondition,
  })
}

async function allChanges(
  remote: Remote,
  from: string | null,
): Promise<{ readonly changes: readonly RemoteChange[]; readonly cursor: string }> {
  const changes: RemoteChange[] = []
  let page = await remote.changes(from)
  changes.push(...page.changes)
  while (page.hasMore) {
    page = await remote.changes(page.cursor)
    changes.push(...page.changes)
  }
  return { changes, cursor: page.cursor }
}

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += 1_000_000) yield bytes.subarray(at, at + 1_000_000)
}

async function bytesOf(stream: ByteStream): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of stream) parts.push(part)
  return Buffer.concat(parts)
}

function pattern(sizeBytes: number): Uint8Array {
  const tile = new Uint8Array(251 * 4096).map((_, at) => at % 251)
  const bytes = new Uint8Array(sizeBytes)
  for (let at = 0; at < sizeBytes; at += tile.byteLength) bytes.set(tile.subarray(0, sizeBytes - at), at)
  return bytes
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value)
}
