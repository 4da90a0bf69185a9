import { expect } from 'vitest'

import type { WireWorld } from '../wire-world.ts'
import { resultOf, text } from './result.ts'

/** A call of every other route, where it does what it should. */
export const readingSuccesses: Readonly<Record<string, (world: WireWorld) => Promise<void>>> = {
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
  async 'leaves shared folders out of a listing that asks for it'({ call }) {
    const arg = { path: '', recursive: true, include_mounted_folders: false }
    const { cursor, entries } = await resultOf(call('files/list_folder', arg, { as: 'full' }))
    expect(JSON.stringify(entries)).not.toMatch(/shared|read only/i)
    await resultOf(call('files/upload', { path: '/Shared/new.txt' }, { as: 'full', body: 'new' }))
    await resultOf(call('files/upload', { path: '/new.txt' }, { as: 'full', body: 'new' }))
    const next = await resultOf(call('files/list_folder/continue', { cursor }, { as: 'full' }))
    expect(next['entries']).toMatchObject([{ path_lower: '/new.txt' }])
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
