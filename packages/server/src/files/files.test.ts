import type { HostFiles } from '@twinfolder/core'
import { memoryHostFiles } from '@twinfolder/core/memory'
import { describe, expect, test } from 'vitest'

import { sha256 } from '../crypto/sha256.ts'
import {
  ORIGIN,
  type TestServer,
  company,
  jonas,
  link,
  problemOf,
  recordPath,
  sofie,
  testServer,
} from '../testing/test-server.ts'

interface Entry {
  readonly kind: string
  readonly id: string
  readonly name: string
  readonly version: string
  readonly folder: readonly string[]
}
const list = async (server: TestServer, query = ''): Promise<{ entries: Entry[]; total: number }> =>
  (await (await server.get(sofie, `${recordPath('1')}/files${query}`)).json()) as { entries: Entry[]; total: number }
const put = (server: TestServer, place: string, text = 'hello') =>
  server.files.put(company('1'), place, new TextEncoder().encode(text))
const uploadPath = (name: string, folder = ''): string =>
  `${recordPath('1')}/files?name=${encodeURIComponent(name)}&folder=${encodeURIComponent(folder)}`

/** A body that tells how much of it was read and whether it was cancelled. */
function endless(chunkBytes = 64 * 1024) {
  const seen = { bytes: 0, cancelled: false }
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        seen.bytes += chunkBytes
        controller.enqueue(new Uint8Array(chunkBytes))
      },
      cancel() {
        seen.cancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { body, seen }
}

function streamOf(length: number): ReadableStream<Uint8Array> {
  let left = length
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const size = Math.min(left, 1024 * 1024)
      if (size === 0) return controller.close()
      left -= size
      controller.enqueue(new Uint8Array(size))
    },
  })
}

describe('listing', () => {
  test('[P16] [P17] folders first, then files, in pages with a total', async () => {
    const server = testServer()
    for (const place of ['b.txt', 'a.txt', 'Contracts/c.txt', 'Contracts/2026/d.txt', 'Offers/e.txt']) {
      await put(server, place)
    }
    const root = await list(server)
    expect(root.entries.map(({ kind, name }) => [kind, name])).toEqual([
      ['folder', 'Contracts'],
      ['folder', 'Offers'],
      ['file', 'a.txt'],
      ['file', 'b.txt'],
    ])
    expect(root.total).toBe(4)
    expect((await list(server, '?offset=1&limit=2')).entries.map(({ name }) => name)).toEqual(['Offers', 'a.txt'])
    expect((await list(server, '?folder=Contracts')).entries.map(({ name }) => name)).toEqual(['2026', 'c.txt'])
    const found = await list(server, '?search=D.TXT')
    expect(found.entries.map(({ name, folder }) => [name, folder])).toEqual([['d.txt', ['Contracts', '2026']]])
  })

  test('a host that cannot browse has its files listed and sorted for it', async () => {
    const server = testServer()
    for (const place of ['b10.txt', 'b9.txt', 'Contracts/2026/c.txt', 'Contracts/d.txt']) await put(server, place)
    const rich = [await list(server), await list(server, '?folder=Contracts'), await list(server, '?search=c')]
    const poorFiles: HostFiles = { ...server.files }
    delete poorFiles.browse
    const poor = testServer({ files: poorFiles })
    const same = [await list(poor), await list(poor, '?folder=Contracts'), await list(poor, '?search=c')]
    expect(same).toEqual(rich)
    expect((await list(poor, '?sort=-name')).entries.map(({ name }) => name)).toEqual([
      'Contracts',
      'b9.txt',
      'b10.txt',
    ])
  })

  test('a row has no state before the user synchronises the record', async () => {
    const server = testServer()
    await put(server, 'a.txt')
    await link(server, sofie, server.remotes.sofie)
    expect((await list(server)).entries).toMatchObject([{ sync: null, copies: [], via: 'host' }])
    await server.post(sofie, `${recordPath('1')}/sync`)
    expect((await list(server)).entries).toMatchObject([{ sync: { state: 'waiting' } }])
  })
})

describe('uploading', () => {
  test('[P17] stores the bytes in the folder, by the user who sent them; a taken name gets a number', async () => {
    const server = testServer()
    const bytes = new Uint8Array([1, 2, 3])
    const answer = await server.upload(sofie, uploadPath('quote.pdf', 'Offers/2026'), bytes)
    expect(answer.status).toBe(201)
    const file = (await answer.json()) as Entry
    expect(file).toMatchObject({ name: 'quote.pdf', folder: ['Offers', '2026'], sizeBytes: 3, updatedBy: 'Sofie' })
    expect(server.files.bytesOf(company('1'), file.id)).toEqual(bytes)
    const again = (await (await server.upload(sofie, uploadPath('quote.pdf', 'Offers/2026'), bytes)).json()) as Entry
    expect(again.name).toBe('quote (2).pdf')
  })

  test('[P58] takes an empty file, with or without a body', async () => {
    const server = testServer()
    for (const body of [null, new Uint8Array(0)]) {
      expect(await (await server.upload(sofie, uploadPath('empty'), body)).json()).toMatchObject({ sizeBytes: 0 })
    }
  })

  test('[P56] [A16] takes exactly 50 MiB as a stream of unknown length', async () => {
    const server = testServer()
    const answer = await server.upload(sofie, uploadPath('large.bin'), streamOf(52_428_800))
    expect(await answer.json()).toMatchObject({ sizeBytes: 52_428_800 })
  })

  test('[X36] one byte more is refused while it streams, and nothing is kept', async () => {
    const server = testServer()
    const answer = await server.upload(sofie, uploadPath('large.bin'), streamOf(52_428_801))
    expect(await answer.clone().json()).toMatchObject({ limitBytes: 52_428_800 })
    expect(await problemOf(answer)).toBe('413 file_too_large')
    expect(server.files.allFiles(company('1'))).toEqual([])
  })

  test('[X36] an endless body is cut at the limit and cancelled', async () => {
    const server = testServer({ maxFileBytes: 1024 * 1024 })
    const { body, seen } = endless()
    expect(await problemOf(await server.upload(sofie, uploadPath('endless'), body))).toBe('413 file_too_large')
    expect(seen.bytes).toBeLessThan(1024 * 1024 + 3 * 64 * 1024)
    expect(seen.cancelled).toBe(true)
  })

  test('[X36] an announced length above the limit is refused before anything is read', async () => {
    const server = testServer({ maxFileBytes: 1000 })
    const { body, seen } = endless()
    const answer = await server.upload(sofie, uploadPath('large'), body, { 'content-length': '1001' })
    expect(await problemOf(answer)).toBe('413 file_too_large')
    expect(seen).toEqual({ bytes: 0, cancelled: true })
  })

  test('[X36] a false announced length is refused', async () => {
    const server = testServer()
    const bytes = new Uint8Array(100)
    for (const length of ['99', '101']) {
      const answer = await server.upload(sofie, uploadPath('false'), bytes, { 'content-length': length })
      expect(await problemOf(answer)).toBe('400 bad_request')
    }
    expect(server.files.allFiles(company('1'))).toEqual([])
  })

  test('[X37] a body that breaks leaves nothing behind', async () => {
    const server = testServer()
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(new Error('the connection broke'))
      },
    })
    expect((await server.upload(sofie, uploadPath('broken'), broken)).status).toBe(500)
    expect(server.files.allFiles(company('1'))).toEqual([])
  })

  test('[X38] names that are none are refused; odd ones are only names', async () => {
    const server = testServer()
    for (const name of ['.', '..', 'a/b', '../x', '/abs', 'a\0b', 'x'.repeat(256)]) {
      const answer = await server.upload(sofie, uploadPath(name), new Uint8Array(1))
      expect([name, await problemOf(answer)]).toEqual([name, '400 name_invalid'])
    }
    expect(await problemOf(await server.upload(sofie, uploadPath('a', '../b'), null))).toBe('400 name_invalid')
    for (const name of ['..\\x', 'C:\\x', '%2e%2e%2f', 'CON', 'a. ', '.hidden', '📄 ünï.txt', '<img onerror>']) {
      const answer = await server.upload(sofie, uploadPath(name), new Uint8Array(1))
      expect(await answer.json()).toMatchObject({ name })
    }
  })

  test('[X49] a form is no upload', async () => {
    const server = testServer()
    const form = await server.upload(sofie, uploadPath('a'), 'x', { 'content-type': 'multipart/form-data' })
    expect(await problemOf(form)).toBe('415 unsupported_media_type')
  })

  test('[X53] the same key gives the same file again, also at the same time', async () => {
    const server = testServer()
    const send = (who: typeof sofie, key: string): Promise<Response> =>
      server.upload(who, uploadPath('a.txt'), new Uint8Array([1]), { 'idempotency-key': key })
    const idOf = async (answer: Promise<Response>): Promise<string> => ((await (await answer).json()) as Entry).id
    const [first, second] = await Promise.all([idOf(send(sofie, 'key-00001')), idOf(send(sofie, 'key-00001'))])
    expect(second).toBe(first)
    expect(await idOf(send(sofie, 'key-00001'))).toBe(first)
    expect(await idOf(send(sofie, 'key-00002'))).not.toBe(first)
    expect(await idOf(send(jonas, 'key-00001'))).not.toBe(first)
  })

  test('[P40] a module that takes no uploads says so', async () => {
    const server = testServer()
    const base = { clock: server.clock, random: server.options.random ?? never(), sha256 }
    const poor = testServer({ files: memoryHostFiles({ ...base, capabilities: { companies: { upload: false } } }) })
    expect(await problemOf(await poor.upload(sofie, uploadPath('a.txt'), null))).toBe('409 upload_unsupported')
    const flat = testServer({ files: memoryHostFiles({ ...base, capabilities: { folders: 'flat' } }) })
    expect(await problemOf(await flat.upload(sofie, uploadPath('a.txt', 'A/B'), null))).toBe('409 upload_unsupported')
  })

  test('a change of files is work for every link that has the record, not only for the one who made it', async () => {
    const server = testServer()
    for (const who of [sofie, jonas]) {
      await link(server, who, who === sofie ? server.remotes.sofie : server.remotes.jonas)
      await server.post(who, `${recordPath('1')}/sync`)
    }
    const links = await server.stores.sync.links('active')
    for (const { id } of links) await server.stores.work.cancel({ linkId: id })
    await server.upload(sofie, uploadPath('a.txt'), new Uint8Array([1]))
    for (const { id } of links) expect(await server.stores.work.isWanted(id, company('1'))).toBe(true)
    expect((await server.stores.work.stats()).waiting).toBe(2)
  })
})

describe('folders and deletions', () => {
  test('[P17] creates a folder; an existing one is a success', async () => {
    const server = testServer()
    for (let time = 0; time < 2; time += 1) {
      const answer = await server.post(sofie, `${recordPath('1')}/folders`, { folder: ['Contracts', '2026'] })
      expect(await answer.json()).toMatchObject({ kind: 'folder', name: '2026', folder: ['Contracts'] })
    }
    expect((await list(server)).entries.map(({ name }) => name)).toEqual(['Contracts'])
    const bad = await server.post(sofie, `${recordPath('1')}/folders`, { folder: ['..'] })
    expect(await problemOf(bad)).toBe('400 name_invalid')
  })

  test('[P45] deletes each file only at the version that the user saw', async () => {
    const server = testServer()
    const [kept, gone] = [await put(server, 'kept.txt'), await put(server, 'gone.txt')]
    await put(server, 'kept.txt', 'newer')
    const answer = await server.post(sofie, `${recordPath('1')}/files/delete`, {
      files: [
        { id: kept.id, version: kept.version },
        { id: gone.id, version: gone.version },
        { id: 'no-such', version: '1' },
      ],
    })
    expect(await answer.json()).toEqual({
      deleted: [gone.id],
      failed: [
        { id: kept.id, code: 'version_conflict' },
        { id: 'no-such', code: 'file_unknown' },
      ],
    })
    expect(server.files.allFiles(company('1')).map(({ name }) => name)).toEqual(['kept.txt'])
  })
})

describe('contents', () => {
  async function contentUrl(server: TestServer, fileId: string, inline = false): Promise<string> {
    const answer = await server.get(sofie, `${recordPath('1')}/files/${fileId}/content-url?inline=${inline}`)
    return ((await answer.json()) as { url: string }).url
  }

  test('a signed address gives the bytes to whoever has it, for five minutes', async () => {
    const server = testServer()
    const file = await put(server, 'a.txt', 'hello world')
    const url = await contentUrl(server, file.id)
    expect(url.startsWith(`${ORIGIN}/twinfolder/content/`)).toBe(true)
    const answer = await server.browse(null, url)
    expect([answer.status, await answer.text()]).toEqual([200, 'hello world'])
    expect(answer.headers.get('content-length')).toBe('11')
    server.clock.advance(5 * 60_000 - 1)
    expect((await server.browse(null, url)).status).toBe(200)
    server.clock.advance(1)
    expect(await problemOf(await server.browse(null, url))).toBe('403 content_url_expired')
  })

  test('[X47] an altered address is refused', async () => {
    const server = testServer()
    const file = await put(server, 'a.txt')
    const url = await contentUrl(server, file.id)
    const token = url.slice(url.lastIndexOf('/') + 1)
    const [body = '', signature = ''] = token.split('.')
    const decoded = JSON.parse(atob(body.replaceAll('-', '+').replaceAll('_', '/'))) as unknown[]
    const forged = btoa(JSON.stringify(['tenant-2', ...decoded.slice(1)])).replaceAll('=', '')
    for (const other of [`${forged}.${signature}`, `${body}.AAAA`, body, `${token}.AAAA`, `${token}A`, 'x']) {
      const answer = await server.browse(null, url.replace(token, other))
      expect([other, answer.status]).toEqual([other, 403])
    }
  })

  test('an address is for one version and for a user who may still read', async () => {
    const server = testServer()
    const file = await put(server, 'a.txt', 'old')
    const url = await contentUrl(server, file.id)
    await put(server, 'a.txt', 'new')
    expect(await problemOf(await server.browse(null, url))).toBe('409 content_changed')
    const fresh = await contentUrl(server, file.id)
    const user = { tenantId: 'tenant-1', userId: 'sofie' }
    server.records.setAccess(user, company('1'), { read: false, write: false, missing: [] })
    expect(await problemOf(await server.browse(null, fresh))).toBe('404 file_unknown')
  })

  test('[X45] [X51] everything but a picture is saved, never shown', async () => {
    const server = testServer()
    const names = [
      'page.html',
      'PAGE.HTM',
      'page.xhtml',
      'drawing.svg',
      'drawing.SVG',
      'data.xml',
      'feed.rss',
      'paper.pdf',
    ]
    for (const name of [
      ...names,
      'code.js',
      'style.css',
      'mail.eml',
      'archive.mht',
      'app.swf',
      'image.tiff',
      'no-extension',
    ]) {
      const file = await put(server, name, '<script>alert(1)</script>')
      const answer = await server.browse(null, await contentUrl(server, file.id, true))
      const header = (field: string): string => answer.headers.get(field) ?? ''
      expect(header('content-disposition')).toBe(`attachment; filename*=UTF-8''${name}`)
      expect(header('content-type')).toBe('application/octet-stream')
      expect(header('x-content-type-options')).toBe('nosniff')
      expect(header('content-security-policy')).toBe("default-src 'none'; sandbox; frame-ancestors 'none'")
      expect(header('cross-origin-resource-policy')).toBe('same-site')
      expect(header('cache-control')).toContain('no-store')
    }
    const picture = await put(server, 'photo.png')
    const shown = await server.browse(null, await contentUrl(server, picture.id, true))
    expect(shown.headers.get('content-type')).toBe('image/png')
    expect(shown.headers.get('content-disposition')).toMatch(/^inline/)
    const saved = await server.browse(null, await contentUrl(server, picture.id, false))
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment/)
  })

  test('[X46] a name cannot end the header', async () => {
    const server = testServer()
    const file = await put(server, `a"b\r\nSet-Cookie: x=1;é('*.txt`)
    const answer = await server.browse(null, await contentUrl(server, file.id))
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''[\w%.-]+$/)
  })

  test('[X47] gives one range, and refuses several', async () => {
    const server = testServer()
    const file = await put(server, 'a.txt', '0123456789')
    const url = await contentUrl(server, file.id)
    const range = async (value: string): Promise<readonly unknown[]> => {
      const answer = await server.browse(null, url, { range: value })
      return [answer.status, answer.headers.get('content-range'), answer.status === 206 ? await answer.text() : null]
    }
    expect(await range('bytes=0-0')).toEqual([206, 'bytes 0-0/10', '0'])
    expect(await range('bytes=4-')).toEqual([206, 'bytes 4-9/10', '456789'])
    expect(await range('bytes=8-99')).toEqual([206, 'bytes 8-9/10', '89'])
    expect(await range('bytes=-3')).toEqual([206, 'bytes 7-9/10', '789'])
    for (const bad of ['bytes=10-', 'bytes=5-4', 'bytes=-0', 'bytes=-', 'bytes=a-b', 'bytes=0-1,3-4']) {
      expect(await range(bad)).toEqual([416, 'bytes */10', null])
    }
    expect(await range(`bytes=${Array.from({ length: 1000 }, () => '0-').join(',')}`)).toEqual([
      416,
      'bytes */10',
      null,
    ])
  })

  test('an unchanged file is not sent again', async () => {
    const server = testServer()
    const file = await put(server, 'a.txt', 'hello')
    const url = await contentUrl(server, file.id)
    const etag = (await server.browse(null, url)).headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[0-9a-f]{32}"$/)
    expect((await server.browse(null, url, { 'if-none-match': etag })).status).toBe(304)
    const resumed = await server.browse(null, url, { range: 'bytes=1-', 'if-range': etag })
    expect([resumed.status, await resumed.text()]).toEqual([206, 'ello'])
    expect((await server.browse(null, url, { range: 'bytes=1-', 'if-range': '"other"' })).status).toBe(200)
  })
})

function never(): never {
  throw new Error('The test server has its own chance.')
}
