import { expect } from 'vitest'

import { contentHash } from '../../content-hash.ts'
import { startSession } from '../refusals/sessions.ts'
import type { WireWorld } from '../wire-world.ts'
import { finished, resultOf, text } from './result.ts'
import type { Json } from './result.ts'

/** A call of every route that changes files, where it does what it should. */
export const writingSuccesses: Readonly<Record<string, (world: WireWorld) => Promise<void>>> = {
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
}
