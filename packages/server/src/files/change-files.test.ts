import type { HostFile, HostFiles } from '@twinfolder/core'
import { manualClock, memoryHostFiles, seededRandom } from '@twinfolder/core/memory'
import { describe, expect, test } from 'vitest'

import { sha256 } from '../crypto/sha256.ts'
import { saveFiles, seenBy, text } from '../testing/record-steps.ts'
import { type TestServer, company, problemOf, recordPath, sofie, testServer } from '../testing/test-server.ts'

const base = { clock: manualClock(), random: seededRandom(1), sha256 }
const pathsOf = (server: TestServer): readonly string[] =>
  server.files
    .allFiles(company('1'))
    .map(({ folder, name }) => [...folder, name].join('/'))
    .toSorted()
const seen = ({ id, version }: HostFile) => ({ id, version })

describe('renaming', () => {
  test('[S12] takes any name that the CRM can have, and no other', async () => {
    const server = testServer()
    const [file] = await saveFiles(server, ['a.txt'])
    const rename = (body: unknown) => seenBy(server).post(`files/${file?.id}/rename`, body)
    for (const name of ['a/b', '.', '..', 'a\0', '\ud800', 'x'.repeat(256)]) {
      expect(await problemOf(await rename({ name, version: file?.version }))).toBe('400 name_invalid')
    }
    for (const body of [{}, { name: '', version: '1' }, { name: 'b' }, { name: 1, version: '1' }]) {
      expect(await problemOf(await rename(body))).toBe('400 bad_request')
    }
    expect(await (await rename({ name: 'CON: <x>?.txt ', version: file?.version })).json()).toMatchObject({
      id: file?.id,
      name: 'CON: <x>?.txt ',
      updatedBy: 'Sofie',
    })
  })

  test('of two who rename the same file at once the second is told', async () => {
    const server = testServer()
    const [file] = await saveFiles(server, ['a.txt'])
    const rename = (name: string) => seenBy(server).post(`files/${file?.id}/rename`, { name, version: file?.version })
    const answers = await Promise.all([rename('b.txt'), rename('c.txt')])
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]))
  })

  test('a host that cannot rename, move or keep versions refuses', async () => {
    const capabilities = { rename: false, move: false, versions: false }
    const server = testServer({ files: memoryHostFiles({ ...base, capabilities }) })
    const view = (await (await server.get(sofie, recordPath('1'))).json()) as { capabilities: unknown }
    expect(view.capabilities).toMatchObject({ rename: false, move: false, versions: false, findByHash: true })
    for (const [operation, body] of [
      ['files/1/rename', { name: 'b', version: '1' }],
      ['files/1/restore-version', { version: '1', expectedVersion: '2' }],
      ['files/move', { files: [{ id: '1', version: '1' }], folder: [] }],
      ['folders/move', { folder: ['a'], to: ['b'] }],
    ] as const) {
      expect(await problemOf(await seenBy(server).post(operation, body))).toBe('409 host_refused')
    }
  })
})

describe('moving', () => {
  test('asks for a folder that the CRM can have', async () => {
    const server = testServer({ files: memoryHostFiles({ ...base, capabilities: { folders: 'flat' } }) })
    const move = (folder: readonly string[]) =>
      seenBy(server).post('files/move', { files: [{ id: 'x', version: '1' }], folder })
    expect(await problemOf(await move(['a', 'b']))).toBe('409 upload_unsupported')
    expect(await problemOf(await move(['a/b']))).toBe('400 name_invalid')
    expect(await (await move(['a'])).json()).toEqual({ done: 0, failed: [{ id: 'x', code: 'file_unknown' }] })
  })

  test('a thousand files are taken at a time, no more and not none', async () => {
    const server = testServer()
    const files = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `file-${at}`, version: '1' }))
    const move = (count: number) => seenBy(server).post('files/move', { files: files(count), folder: [] })
    for (const count of [0, 1001]) expect(await problemOf(await move(count))).toBe('400 bad_request')
    expect(await (await move(1000)).json()).toMatchObject({ done: 0 })
  })
})

describe('old versions', () => {
  test('are told newest first without mere renaming, are read, and come back', async () => {
    const server = testServer()
    const record = company('1')
    const maja = { userId: 'maja', name: 'Maja', via: 'host' } as const
    await server.files.put(record, 'a.txt', text('one'), maja)
    server.clock.advance(60_000)
    const second = await server.files.put(record, 'a.txt', text('second'), { ...maja, name: 'Nils', via: 'remote' })
    server.clock.advance(60_000)
    const rename = await seenBy(server).post(`files/${second.id}/rename`, { name: 'b.txt', version: second.version })
    const { version } = (await rename.json()) as { version: string }

    const path = `${recordPath('1')}/files/${second.id}`
    const details = (await (await server.get(sofie, path)).json()) as { versions: { version: string }[] }
    expect(details).toMatchObject({
      createdAt: '2026-11-22T08:30:00.000Z',
      createdBy: 'Maja',
      versions: [
        {
          version,
          sizeBytes: 6,
          updatedBy: 'Nils',
          via: 'remote',
          updatedAt: '2026-11-22T08:31:00.000Z',
          isCurrent: true,
        },
        { sizeBytes: 3, updatedBy: 'Maja', via: 'host', isCurrent: false },
      ],
    })
    expect(details.versions).toHaveLength(2)

    const old = details.versions[1]?.version ?? ''
    const signed = await server.get(sofie, `${path}/content-url?version=${old}`)
    const { url } = (await signed.json()) as { url: string }
    await server.files.put(record, 'b.txt', text('a third'))
    const answer = await server.browse(sofie, url)
    expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([200, '3', 'one'])

    const restore = (expectedVersion: string) =>
      seenBy(server).post(`files/${second.id}/restore-version`, { version: old, expectedVersion })
    expect(await problemOf(await restore(version))).toBe('409 version_conflict')
    const now = server.files.allFiles(record)[0]?.version ?? ''
    expect(await (await restore(now)).json()).toMatchObject({ name: 'b.txt', sizeBytes: 3, updatedBy: 'Sofie' })
    expect(server.files.bytesOf(record, second.id)).toEqual(text('one'))
  })

  test('an address for the present version ends with it', async () => {
    const server = testServer()
    const file = await server.files.put(company('1'), 'a.txt', text('one'))
    const signed = await server.get(sofie, `${recordPath('1')}/files/${file.id}/content-url`)
    const { url } = (await signed.json()) as { url: string }
    await server.files.put(company('1'), 'a.txt', text('two'))
    expect(await problemOf(await server.browse(sofie, url))).toBe('409 content_changed')
  })

  test('[X35] an address is good for the file of its own record only', async () => {
    const server = testServer()
    const file = await server.files.put(company('2'), 'a.txt', text('one'))
    const path = `${recordPath('1')}/files/${file.id}`
    for (const of of [path, `${path}/content-url?version=${file.version}`]) {
      expect(await problemOf(await server.get(sofie, of))).toBe('404 file_unknown')
    }
  })
})

describe('folders', () => {
  test('in a host that knows no folders, their files are moved and deleted one by one', async () => {
    const rich = memoryHostFiles({ ...base, capabilities: { emptyFolders: false } })
    const poorer: HostFiles = { ...rich }
    delete poorer.moveFolder
    delete poorer.deleteFolder
    const server = testServer({ files: poorer })
    for (const place of ['Old/a.txt', 'Old/2025/b.txt', 'c.txt']) {
      await rich.put(company('1'), place, text(place))
    }
    const paths = () => pathsOf({ ...server, files: rich })
    const moved = await seenBy(server).post('folders/move', { folder: ['Old'], to: ['New'] })
    expect(await moved.json()).toEqual({ done: 2, failed: [] })
    expect(paths()).toEqual(['New/2025/b.txt', 'New/a.txt', 'c.txt'])
    const deleted = await seenBy(server).post('folders/delete', { folder: ['New'] })
    expect(await deleted.json()).toMatchObject({ deleted: [expect.any(String), expect.any(String)], emptyFolders: [] })
    expect(paths()).toEqual(['c.txt'])
    const again = await seenBy(server).post('folders/delete', { folder: ['New'] })
    expect(await problemOf(again)).toBe('404 folder_unknown')
  })

  test('[A11] a folder with 1,200 files is one operation, and its deletion is written to the log', async () => {
    const server = testServer()
    for (let at = 0; at < 1200; at += 1) await server.files.put(company('1'), `Old/${at % 7}/${at}.txt`, text(`${at}`))
    const moved = await seenBy(server).post('folders/move', { folder: ['Old'], to: ['New'] })
    expect(await moved.json()).toEqual({ done: 1200, failed: [] })
    const deleted = (await (await seenBy(server).post('folders/delete', { folder: ['New'] })).json()) as {
      deleted: string[]
    }
    expect(new Set(deleted.deleted).size).toBe(1200)
    expect(pathsOf(server)).toEqual([])
    expect(server.log.find(({ event }) => event === 'folder.deleted')).toMatchObject({ files: 1200, by: 'sofie' })
  })
})

describe('finding by contents', () => {
  test('takes hashes of Dropbox, at most 500', async () => {
    const server = testServer()
    const [file] = await saveFiles(server, ['a.txt'])
    const find = (hashes: readonly unknown[]) => seenBy(server).post('files/find', { hashes })
    for (const bad of [[], ['abc'], ['A'.repeat(64)], Array.from({ length: 501 }, () => '0'.repeat(64))]) {
      expect(await problemOf(await find(bad))).toBe('400 bad_request')
    }
    expect(await (await find([file?.contentHash, file?.contentHash])).json()).toMatchObject({
      matches: [{ hash: file?.contentHash, file: { id: file?.id } }],
    })
  })

  test('a host without hashes finds nothing, and says so', async () => {
    const server = testServer({ files: memoryHostFiles({ ...base, capabilities: { hash: false } }) })
    const view = (await (await server.get(sofie, recordPath('1'))).json()) as { capabilities: unknown }
    expect(view.capabilities).toMatchObject({ findByHash: false })
    expect(await (await seenBy(server).post('files/find', { hashes: ['0'.repeat(64)] })).json()).toEqual({
      matches: [],
    })
  })
})

test('several files that were seen before a change of one are moved but that one', async () => {
  const server = testServer()
  const files = await saveFiles(server, ['a.txt', 'b.txt'])
  const wanted = files.map(seen)
  await server.files.put(company('1'), 'b.txt', text('edited'))
  const answer = await seenBy(server).post('files/move', { files: wanted, folder: ['New'] })
  expect(await answer.json()).toEqual({ done: 1, failed: [{ id: files[1]?.id, code: 'version_conflict' }] })
  expect(pathsOf(server)).toEqual(['New/a.txt', 'b.txt'])
})
