import { expect } from 'vitest'

import { contentHash } from '../content-hash.ts'
import { startSession } from './refusals/sessions.ts'
import type { WireWorld } from './wire-world.ts'

type Json = Readonly<Record<string, never>>

async function resultOf(
  answer: Promise<{ readonly status: number; readonly result: unknown; readonly error: string | null }>,
) {
  const { error, result, status } = await answer
  expect(error).toBeNull()
  expect(status).toBeLessThan(400)
  return result as Json
}

/** Waits for a job. @returns its last status */
async function finished({ call }: WireWorld, route: string, launched: Promise<Json>): Promise<Json> {
  const { async_job_id } = await launched
  expect(await resultOf(call(route, { async_job_id }))).toEqual({ '.tag': 'in_progress' })
  return resultOf(call(route, { async_job_id }))
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** A call of every route that it carries out. */
export const successes: Readonly<Record<string, (world: WireWorld) => Promise<void>>> = {
  async 'lists a folder, goes on, and tells deletions'({ call }) {
    const first = await resultOf(call('files/list_folder', { path: '', recursive: true, limit: 3 }))
    expect(first['has_more']).toBe(true)
    await resultOf(call('files/delete_v2', { path: '/folder' }))
    await resultOf(call('files/list_folder/continue', { cursor: first['cursor'] }))
    const deleted = { path: '', include_deleted: true, recursive: true }
    const { entries } = await resultOf(call('files/list_folder', deleted))
    expect(entries).toEqual(
      expect.arrayContaining([expect.objectContaining({ '.tag': 'deleted', path_lower: '/folder' })]),
    )
  },
  async 'leaves documents out of a listing that asks for it'({ call }) {
    const { entries } = await resultOf(call('files/list_folder', { path: '', include_non_downloadable_files: false }))
    expect(JSON.stringify(entries)).not.toContain('.paper')
  },
  async 'gives a cursor, and wakes who waits for a change'({ call }) {
    const { cursor } = await resultOf(call('files/list_folder/get_latest_cursor', { path: '' }))
    const waiting = resultOf(call('files/list_folder/longpoll', { cursor }))
    await resultOf(call('files/upload', { path: '/new.txt' }, { body: 'new' }))
    expect(await waiting).toEqual({ changes: true })
  },
  async 'tells metadata of files, folders, documents, and of what was deleted or is shared'({ call }) {
    expect(await resultOf(call('files/get_metadata', { path: '/a.txt' }))).toMatchObject({ '.tag': 'file' })
    expect(await resultOf(call('files/get_metadata', { path: '/Read only' }))).toMatchObject({
      '.tag': 'folder',
      sharing_info: { read_only: true },
    })
    expect(await resultOf(call('files/get_metadata', { path: '/Read only/r.txt' }))).toMatchObject({
      sharing_info: { read_only: true },
    })
    expect(await resultOf(call('files/get_metadata', { path: '/Notes.paper' }))).toMatchObject({
      is_downloadable: false,
      export_info: { export_as: 'markdown', export_options: ['markdown', 'html'] },
    })
    await resultOf(call('files/delete_v2', { path: '/a.txt' }))
    const deleted = await resultOf(call('files/get_metadata', { path: '/A.TXT', include_deleted: true }))
    expect(deleted).toMatchObject({ '.tag': 'deleted', name: 'a.txt' })
  },
  async 'tells documents without size and hash where they have none'({ call, emulator }) {
    Object.assign(emulator.switches, { documentSize: 'none' })
    const metadata = await resultOf(call('files/get_metadata', { path: '/Notes.paper' }))
    expect(metadata).toMatchObject({ size: 0 })
    expect(metadata).not.toHaveProperty('content_hash')
  },
  async 'finds by name, in pages'({ call }) {
    const found = await resultOf(call('files/search_v2', { query: 'TXT', options: { path: '', max_results: 2 } }))
    expect(found).toMatchObject({ has_more: true, matches: [{ metadata: { metadata: { name: 'a.txt' } } }, {}] })
    const rest = await resultOf(call('files/search/continue_v2', { cursor: found['cursor'] }))
    expect(rest['matches']).not.toHaveLength(0)
  },
  async 'writes a file in all modes'({ call }) {
    const first = await resultOf(
      call('files/upload', { path: '/new/x.txt', client_modified: '2026-01-31T12:00:00Z' }, { body: '1' }),
    )
    expect(first).toMatchObject({ path_display: '/new/x.txt', client_modified: '2026-01-31T12:00:00Z' })
    const update = { path: '/new/x.txt', mode: { '.tag': 'update', update: first['rev'] } }
    await resultOf(call('files/upload', update, { body: '2' }))
    expect(await resultOf(call('files/upload', { path: '/new/x.txt', autorename: true }, { body: '3' }))).toMatchObject(
      {
        name: 'x (1).txt',
      },
    )
  },
  async 'puts a file together from pieces'(world) {
    const { call } = world
    const hash = await contentHash([new TextEncoder().encode('abc')])
    const started = await call('files/upload_session/start', { content_hash: hash }, { body: 'abc' })
    const { session_id } = await resultOf(Promise.resolve(started))
    await resultOf(call('files/upload_session/append_v2', { cursor: { session_id, offset: 3 } }, { body: 'd' }))
    await resultOf(call('files/upload_session/append', { session_id, offset: 4 }, { body: 'e' }))
    const commit = { path: '/pieces.txt' }
    const finish = { cursor: { session_id, offset: 5 }, commit }
    await resultOf(call('files/upload_session/finish', finish, { body: 'f' }))
    expect(text((await call('files/download', commit)).bytes)).toBe('abcdef')
  },
  async 'puts a file together from pieces that came out of order'(world) {
    const { call } = world
    const block = new Uint8Array(4_194_304)
    const session_id = await startSession(world, { session_type: 'concurrent' })
    const append = (offset: number, body: string | Uint8Array<ArrayBuffer>, close = false) =>
      resultOf(call('files/upload_session/append_v2', { cursor: { session_id, offset }, close }, { body }))
    await append(block.byteLength, 'end', true)
    await append(0, block)
    const cursor = { session_id, offset: block.byteLength + 3 }
    const file = await resultOf(call('files/upload_session/finish', { cursor, commit: { path: '/big.bin' } }))
    expect(file).toMatchObject({ size: block.byteLength + 3 })
  },
  async 'sends and commits many files at once'(world) {
    const { call } = world
    const { session_ids } = await resultOf(call('files/upload_session/start_batch', { num_sessions: 2 }))
    const [one, two] = session_ids as unknown as readonly string[]
    const entries = [
      { cursor: { session_id: one, offset: 0 }, length: 3, close: true },
      { cursor: { session_id: two, offset: 0 }, length: 2, close: true },
      { cursor: { session_id: 'x', offset: 0 }, length: 0 },
    ]
    const appended = await resultOf(call('files/upload_session/append_batch', { entries }, { body: 'onetw' }))
    expect(appended).toEqual({
      entries: [{ '.tag': 'success' }, { '.tag': 'success' }, { '.tag': 'failure', failure: { '.tag': 'not_found' } }],
    })
    const commits = [
      { cursor: { session_id: one, offset: 3 }, commit: { path: '/batch/one.txt' } },
      { cursor: { session_id: two, offset: 1 }, commit: { path: '/batch/two.txt' } },
    ]
    const finishedNow = await resultOf(call('files/upload_session/finish_batch_v2', { entries: commits }))
    expect(finishedNow).toMatchObject({
      entries: [
        { '.tag': 'success', name: 'one.txt', size: 3 },
        { '.tag': 'failure', failure: { '.tag': 'lookup_failed', lookup_failed: { correct_offset: 2 } } },
      ],
    })
    const again = { entries: [{ cursor: { session_id: two, offset: 2 }, commit: { path: '/a.txt' } }] }
    const launched = resultOf(call('files/upload_session/finish_batch', again))
    expect(await finished(world, 'files/upload_session/finish_batch/check', launched)).toMatchObject({
      '.tag': 'complete',
      entries: [{ failure: { '.tag': 'path', path: { '.tag': 'conflict', conflict: { '.tag': 'file' } } } }],
    })
  },
  async 'gives the bytes of a file, whole or in part, and nothing when they are known'({ call }) {
    await resultOf(call('files/upload', { path: '/t.txt' }, { body: '0123456789' }))
    const whole = await call('files/download', { path: '/t.txt' }, { method: 'GET' })
    expect([whole.status, text(whole.bytes)]).toEqual([200, '0123456789'])
    const part = await call('files/download', { path: '/t.txt' }, { headers: { range: 'bytes=2-4' } })
    expect([part.status, text(part.bytes), part.headers.get('content-range')]).toEqual([206, '234', 'bytes 2-4/10'])
    const etag = whole.headers.get('etag') ?? ''
    expect(etag).toMatch(/^W\/"[0-9a-f]+"$/)
    const known = await call('files/download', { path: '/t.txt' }, { headers: { 'if-none-match': etag } })
    expect([known.status, known.bytes.byteLength]).toEqual([304, 0])
  },
  async 'exports a document'({ call }) {
    const usual = await call('files/export', { path: '/Notes.paper' })
    expect([text(usual.bytes), usual.result]).toEqual([
      '# Notes',
      expect.objectContaining({ export_metadata: expect.objectContaining({ name: 'Notes.md', size: 7 }) }),
    ])
    expect(text((await call('files/export', { path: '/Notes.paper', export_format: 'html' })).bytes)).toContain('<h1>')
  },
  async 'makes pictures of pictures'({ call }) {
    const resource = { '.tag': 'path', path: '/picture.png' }
    const jpeg = await call('files/get_thumbnail_v2', { resource })
    expect(jpeg.bytes.slice(0, 3)).toEqual(Uint8Array.of(0xff, 0xd8, 0xff))
    const png = await call('files/get_thumbnail', { path: '/picture.png', format: 'png', size: 'w32h32' })
    expect(text(png.bytes.slice(1, 4))).toBe('PNG')
    const webp = await call('files/get_thumbnail_v2', { resource, format: { '.tag': 'webp' } })
    expect(text(webp.bytes.slice(8, 12))).toBe('WEBP')
    const { entries } = await resultOf(
      call('files/get_thumbnail_batch', { entries: [{ path: '/picture.png' }, { path: '/a.txt' }] }),
    )
    expect(entries).toMatchObject([{ '.tag': 'success' }, { '.tag': 'failure' }])
    const { url } = await resultOf(call('sharing/create_shared_link_with_settings', { path: '/picture.png' }))
    const linked = await call('files/get_thumbnail_v2', { resource: { '.tag': 'link', url } }, { as: 'other' })
    expect(linked.result).toMatchObject({ link_metadata: { url } })
  },
  async 'gives a link that lasts four hours'({ call, emulator }) {
    const { link = '' } = await resultOf(call('files/get_temporary_link', { path: '/a.txt' }))
    const get = () => emulator.handle(new Request(link))
    expect(await (await get()).text()).toBe('a')
    emulator.clock.advance(4 * 60 * 60 * 1000)
    expect((await get()).status).toBe(410)
  },
  async 'gives a link that takes one upload'({ call, emulator }) {
    const commit_info = { path: '/by link.txt', autorename: false }
    const { link = '' } = await resultOf(call('files/get_temporary_upload_link', { commit_info }))
    const post = (type: string) =>
      emulator.handle(new Request(link, { method: 'POST', headers: { 'content-type': type }, body: 'linked' }))
    expect((await post('text/plain')).status).toBe(400)
    expect(Object.keys((await (await post('application/octet-stream')).json()) as object)).toEqual(['content-hash'])
    expect((await post('application/octet-stream')).status).toBe(410)
    expect(text((await call('files/download', { path: '/by link.txt' })).bytes)).toBe('linked')
    const taken = await resultOf(call('files/get_temporary_upload_link', { commit_info: { path: '/a.txt' } }))
    const refused = new Request(taken['link'] ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: 'x',
    })
    expect((await emulator.handle(refused)).status).toBe(409)
  },
  async 'makes folders, one or many'(world) {
    const { call, emulator } = world
    expect(await resultOf(call('files/create_folder_v2', { path: '/new/inner' }))).toMatchObject({
      metadata: { name: 'inner' },
    })
    expect(await resultOf(call('files/create_folder', { path: '/new', autorename: true }))).toMatchObject({
      name: 'new (1)',
    })
    const paths = ['/x', '/x', '/a.txt']
    expect(await resultOf(call('files/create_folder_batch', { paths }))).toMatchObject({
      '.tag': 'complete',
      entries: [
        { '.tag': 'success', metadata: { name: 'x' } },
        { '.tag': 'failure', failure: { '.tag': 'path' } },
      ],
    })
    Object.assign(emulator.switches, { createFolderBatch: 'job' })
    const launched = resultOf(call('files/create_folder_batch', { paths: ['/y'] }))
    expect(await finished(world, 'files/create_folder_batch/check', launched)).toMatchObject({ '.tag': 'complete' })
  },
  async 'deletes, one or many'(world) {
    const { call } = world
    expect(await resultOf(call('files/delete', { path: '/a.txt' }))).toMatchObject({ '.tag': 'file', name: 'a.txt' })
    const launched = resultOf(call('files/delete_batch', { entries: [{ path: '/b.txt' }, { path: '/b.txt' }] }))
    expect(await finished(world, 'files/delete_batch/check', launched)).toMatchObject({
      entries: [{ '.tag': 'success', metadata: { '.tag': 'file' } }, { '.tag': 'failure' }],
    })
  },
  async 'moves and copies, one or many'(world) {
    const { call } = world
    for (const kind of ['move', 'copy']) {
      const [from, to, last] = [`/${kind} 1.txt`, `/${kind} 2.txt`, `/${kind} 3.txt`]
      await resultOf(call('files/upload', { path: from }, { body: kind }))
      await resultOf(call(`files/${kind}_v2`, { from_path: from, to_path: to }))
      await resultOf(call(`files/${kind}`, { from_path: to, to_path: last }))
      const entries = [
        { from_path: last, to_path: from === last ? to : `/${kind} 4.txt` },
        { from_path: '/nowhere', to_path: '/x' },
      ]
      const batch = resultOf(call(`files/${kind}_batch_v2`, { entries }))
      expect(await finished(world, `files/${kind}_batch/check_v2`, batch)).toMatchObject({
        entries: [
          { '.tag': 'success', success: { '.tag': 'file' } },
          { '.tag': 'failure', failure: { relocation_error: { '.tag': 'from_lookup' } } },
        ],
      })
      const old = resultOf(
        call(`files/${kind}_batch`, { entries: [{ from_path: `/${kind} 4.txt`, to_path: `/${kind} 5.txt` }] }),
      )
      expect(await finished(world, `files/${kind}_batch/check`, old)).toMatchObject({ '.tag': 'complete' })
      const failing = resultOf(call(`files/${kind}_batch`, { entries: [{ from_path: '/nowhere', to_path: '/x' }] }))
      expect(await finished(world, `files/${kind}_batch/check`, failing)).toMatchObject({
        '.tag': 'failed',
        failed: { '.tag': 'from_lookup', from_lookup: { '.tag': 'not_found' } },
      })
    }
  },
  async 'knows old versions, and brings them back'({ call }) {
    await resultOf(call('files/upload', { path: '/a.txt', mode: 'overwrite' }, { body: 'new' }))
    const { entries } = await resultOf(call('files/list_revisions', { path: '/a.txt' }))
    const [newest, oldest] = entries as unknown as readonly [Json, Json]
    const older = await resultOf(call('files/list_revisions', { path: '/a.txt', before_rev: newest['rev'] }))
    expect(older).toMatchObject({ entries: [{ rev: oldest['rev'] }], has_more: false, is_deleted: false })
    await resultOf(call('files/restore', { path: '/a.txt', rev: oldest['rev'] }))
    expect(text((await call('files/download', { path: '/a.txt' })).bytes)).toBe('a')
    await resultOf(call('files/delete_v2', { path: '/a.txt' }))
    expect(await resultOf(call('files/list_revisions', { path: '/a.txt' }))).toMatchObject({ is_deleted: true })
  },
  async 'shares by link'({ call, emulator }) {
    const made = await resultOf(call('sharing/create_shared_link_with_settings', { path: '/folder/c.txt' }))
    expect(made).toMatchObject({ '.tag': 'file', path_lower: '/folder/c.txt' })
    await resultOf(
      call('sharing/create_shared_link_with_settings', { path: '/folder', settings: { audience: 'public' } }),
    )
    const { links } = await resultOf(call('sharing/list_shared_links', { path: '/folder/c.txt' }))
    expect(links).toMatchObject([{ '.tag': 'file' }, { '.tag': 'folder' }])
    const direct = await resultOf(call('sharing/list_shared_links', { path: '/folder/c.txt', direct_only: true }))
    expect(direct['links']).toHaveLength(1)
    const { url } = made
    const seen = await resultOf(call('sharing/get_shared_link_metadata', { url }, { as: 'other' }))
    expect(seen).not.toHaveProperty('path_lower')
    expect(text((await call('sharing/get_shared_link_file', { url }, { as: 'other' })).bytes)).toBe('c')
    const page = await emulator.handle(new Request(String(url).replace('dl=0', 'dl=1')))
    expect(await page.text()).toBe('c')
    await resultOf(call('sharing/revoke_shared_link', { url }))
    expect((await emulator.handle(new Request(String(url)))).status).toBe(404)
  },
  async 'lists links in pages'({ call, emulator }) {
    Object.assign(emulator.switches, { pageSize: 1 })
    for (const path of ['/a.txt', '/b.txt']) await resultOf(call('sharing/create_shared_link_with_settings', { path }))
    const first = await resultOf(call('sharing/list_shared_links', {}))
    expect(first['has_more']).toBe(true)
    expect(await resultOf(call('sharing/list_shared_links', { cursor: first['cursor'] }))).toMatchObject({
      has_more: false,
    })
  },
  async 'shares a folder, which the feed tells as deleted and made again'({ call, owner }) {
    await owner.files.write('/Plans/p.txt', 'p')
    const { cursor } = await resultOf(
      call('files/list_folder/get_latest_cursor', { path: '', recursive: true }, { as: 'full' }),
    )
    const shared = await resultOf(call('sharing/share_folder', { path: '/Plans' }, { as: 'full' }))
    expect(shared).toMatchObject({ '.tag': 'complete', path_lower: '/plans' })
    const { entries } = await resultOf(call('files/list_folder/continue', { cursor }, { as: 'full' }))
    expect(entries).toMatchObject([
      { '.tag': 'deleted', path_lower: '/plans' },
      { '.tag': 'folder', path_lower: '/plans', shared_folder_id: shared['shared_folder_id'] },
      { '.tag': 'file', path_lower: '/plans/p.txt' },
    ])
    const first = await resultOf(call('sharing/list_folders', { limit: 1 }, { as: 'full' }))
    expect(
      await resultOf(call('sharing/list_folders/continue', { cursor: first['cursor'] }, { as: 'full' })),
    ).toMatchObject({
      entries: [{ access_type: { '.tag': 'owner' } }],
    })
  },
  async 'tells who somebody is'({ call, emulator, owner }) {
    expect(await resultOf(call('users/get_current_account', null))).toMatchObject({ account_type: { '.tag': 'pro' } })
    owner.setPlan('business')
    expect(await resultOf(call('users/get_current_account', undefined))).toMatchObject({
      team: { name: 'example.com' },
    })
    const { accountId } = emulator.accounts.get('jonas@example.com')
    expect(await resultOf(call('users/get_account', { account_id: accountId }))).toMatchObject({ is_teammate: false })
    await resultOf(call('users/get_account_batch', { account_ids: [accountId] }))
  },
  async 'tells what an account has and can'({ call, owner }) {
    const features = ['paper_as_files', 'file_locking', 'team_shared_dropbox', 'distinct_member_home']
    await resultOf(call('users/features/get_values', { features: features.map((tag) => ({ '.tag': tag })) }))
    expect(await resultOf(call('users/get_space_usage', null))).toMatchObject({ allocation: { '.tag': 'individual' } })
    owner.setPlan('business')
    expect(await resultOf(call('users/get_space_usage', null))).toMatchObject({ allocation: { '.tag': 'team' } })
  },
  async 'says what it was told'({ call }) {
    expect(await resultOf(call('check/user', { query: 'hello' }))).toEqual({ result: 'hello' })
    expect(await resultOf(call('check/app', { query: 'hello' }))).toEqual({ result: 'hello' })
  },
  async 'ends a token'({ call }) {
    await resultOf(call('auth/token/revoke', null))
    expect((await call('auth/token/revoke', null)).error).toBe('invalid_access_token')
  },
}
