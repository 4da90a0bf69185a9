import { manualClock, memoryHostFiles, seededRandom } from '@twinfolder/core/memory'
import { streamOf } from '@twinfolder/core/testing'
import { describe, expect, test, vi } from 'vitest'

import { sha256 } from '../crypto/sha256.ts'
import { memoryBlobStore } from '../memory/memory-blob-store.ts'
import {
  PUBLIC_URL,
  type TestServer,
  type Who,
  company,
  jonas,
  problemOf,
  recordPath,
  sofie,
  stranger,
  testServer,
} from '../testing/test-server.ts'
import { settingsOf } from '../settings.ts'
import { MOST_OPEN_UPLOADS } from './begin-upload.ts'
import { sweepUploads } from './sweep-uploads.ts'

const collection = `${recordPath('1')}/uploads`
const tus = { 'tus-resumable': '1.0.0' }
const partType = { 'content-type': 'application/offset+octet-stream' }
const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)))
const named = (name: string, folder = ''): Record<string, string> => ({
  'upload-metadata': `filename ${base64(name)},folder ${base64(folder)}`,
})
const someBytes = (length: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length }, (_, at) => (at * 7) % 251)

function uploading(options: Parameters<typeof testServer>[0] = {}) {
  const uploadParts = memoryBlobStore()
  const server = testServer({ uploadParts, ...options })
  const begin = (length: number | string, headers: Record<string, string> = {}, who: Who = sofie) =>
    server.send(who, 'POST', collection, {
      headers: { ...tus, 'upload-length': String(length), ...named('plan.pdf'), ...headers },
    })
  return {
    server,
    uploadParts,
    begin,
    begun: async (length: number, headers: Record<string, string> = {}): Promise<string> => {
      const answer = await begin(length, headers)
      expect(answer.status).toBe(201)
      return pathOf(answer)
    },
    append: (path: string, offset: number | string, body: BodyInit | null, headers: Record<string, string> = {}) => {
      const init: RequestInit & { duplex: 'half' } = {
        body,
        duplex: 'half',
        headers: { ...tus, ...partType, 'upload-offset': String(offset), ...headers },
      }
      return server.send(sofie, 'PATCH', path, init)
    },
    head: (path: string, who: Who = sofie) => server.send(who, 'HEAD', path, { headers: tus }),
    remove: (path: string, who: Who = sofie) => server.send(who, 'DELETE', path, { headers: tus }),
  }
}

const pathOf = (answer: Response): string => (answer.headers.get('location') ?? '').slice(PUBLIC_URL.length)
const filesOf = (server: TestServer) => server.files.allFiles(company('1'))
async function blobsOf(store: { list(): AsyncIterable<string> }): Promise<readonly string[]> {
  const ids: string[] = []
  for await (const id of store.list()) ids.push(id)
  return ids
}

/** A body that gives some bytes and then breaks, as a lost connection does; or stays silent. */
function cutBody(bytes: Uint8Array, end: 'breaks' | 'hangs'): ReadableStream<Uint8Array> {
  let isGiven = false
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (!isGiven) controller.enqueue(bytes)
      else if (end === 'breaks') controller.error(new Error('The connection was lost.'))
      else return new Promise(() => undefined)
      isGiven = true
      return undefined
    },
  })
}

test('tells what it can: version, extensions and the largest file', async () => {
  const { server } = uploading()
  const answer = await server.send(sofie, 'OPTIONS', collection)
  expect(answer.status).toBe(204)
  expect(answer.headers.get('tus-version')).toBe('1.0.0')
  expect(answer.headers.get('tus-resumable')).toBe('1.0.0')
  expect(answer.headers.get('tus-max-size')).toBe('52428800')
  expect(answer.headers.get('tus-extension')).toBe('creation,creation-with-upload,expiration,termination')
})

test('[P17] parts become the file when the last one has come, and nothing of them stays', async () => {
  const { server, begun, append, head, uploadParts } = uploading()
  const bytes = someBytes(100)
  const path = await begun(100, named('plan ü.pdf', 'Offers/A B'))
  expect(filesOf(server)).toEqual([])
  const first = await append(path, 0, bytes.slice(0, 60))
  expect([first.status, first.headers.get('upload-offset'), first.headers.get('twinfolder-file')]).toEqual([
    204,
    '60',
    null,
  ])
  expect(first.headers.get('upload-expires')).toMatch(/ GMT$/)
  const asked = await head(path)
  expect([asked.headers.get('upload-offset'), asked.headers.get('upload-length')]).toEqual(['60', '100'])
  expect(asked.headers.get('cache-control')).toBe('no-store')
  const last = await append(path, 60, bytes.slice(60))
  const [file] = filesOf(server)
  expect(file).toMatchObject({ name: 'plan ü.pdf', folder: ['Offers', 'A B'], updatedBy: { userId: 'sofie' } })
  expect(last.headers.get('twinfolder-file')).toBe(file?.id)
  expect(server.files.bytesOf(company('1'), file?.id ?? '')).toEqual(bytes)
  expect(await blobsOf(uploadParts)).toEqual([])
  expect((await head(path)).headers.get('twinfolder-file')).toBe(file?.id)
  const view = (await (await server.get(sofie, path)).json()) as { file: { name: string } }
  expect(view).toMatchObject({ offsetBytes: 100, sizeBytes: 100, file: { id: file?.id, kind: 'file' } })
})

test('[P58] an empty file is made by beginning, a small one may come with it', async () => {
  const { server, begin } = uploading()
  expect((await begin(0)).headers.get('twinfolder-file')).toBe(filesOf(server)[0]?.id)
  const answer = await server.send(sofie, 'POST', collection, {
    headers: { ...tus, ...partType, 'upload-length': '3', ...named('three.bin') },
    body: new Uint8Array([1, 2, 3]),
  })
  expect([answer.status, answer.headers.get('upload-offset')]).toEqual([201, '3'])
  expect(filesOf(server).map(({ name, sizeBytes }) => [name, sizeBytes])).toEqual([
    ['plan.pdf', 0],
    ['three.bin', 3],
  ])
})

test('[A17] where folders have one level, a path may be the name of one, and can be looked into', async () => {
  const given = { clock: manualClock(), random: seededRandom(3), sha256 }
  const { server, begun, append } = uploading({
    files: memoryHostFiles({ ...given, capabilities: { folders: 'flat' } }),
  })
  const at = (folder: string) => named('plan.pdf', encodeURIComponent(folder))
  await append(await begun(3, at('Plans / 2026')), 0, 'abc')
  const listed = await server.get(sofie, `${recordPath('1')}/files?folder=${encodeURIComponent('Plans %2F 2026')}`)
  expect(await listed.json()).toMatchObject({ entries: [{ name: 'plan.pdf', folder: ['Plans / 2026'] }] })
  const refused = (folder: string) =>
    server.send(sofie, 'POST', collection, { headers: { ...tus, 'upload-length': '3', ...named('a', folder) } })
  expect(await problemOf(await refused('Plans/2026'))).toBe('409 upload_unsupported')
  expect(await problemOf(await refused(encodeURIComponent('Plans / ..')))).toBe('400 name_invalid')
  expect(await problemOf(await refused(encodeURIComponent('Plans/2026')))).toBe('400 name_invalid')
})

describe('what is refused', () => {
  const refusals: Record<string, (given: ReturnType<typeof uploading>) => Promise<readonly [Response, string]>> = {
    'no version of tus': async ({ server }) => [
      await server.send(sofie, 'POST', collection, { headers: { 'upload-length': '1', ...named('a') } }),
      '412 protocol_mismatch',
    ],
    'another version of tus': async ({ begin }) => [
      await begin(1, { 'tus-resumable': '0.2.2' }),
      '412 protocol_mismatch',
    ],
    'no length': async ({ server }) => [
      await server.send(sofie, 'POST', collection, { headers: { ...tus, ...named('a') } }),
      '400 bad_request',
    ],
    'a length that is none': async ({ begin }) => [await begin('-1'), '400 bad_request'],
    'a length told later': async ({ begin }) => [await begin('', { 'upload-defer-length': '1' }), '400 bad_request'],
    '[X36] one byte more than the limit, before the first byte': async ({ begin }) => [
      await begin(52_428_801),
      '413 file_too_large',
    ],
    'no name': async ({ begin }) => [await begin(1, { 'upload-metadata': '' }), '400 name_invalid'],
    'metadata that is no base64': async ({ begin }) => [
      await begin(1, { 'upload-metadata': 'filename ***' }),
      '400 bad_request',
    ],
    '[X38] a name that is a path': async ({ begin }) => [await begin(1, named('../x')), '400 name_invalid'],
    'a key that is too short': async ({ begin }) => [await begin(1, { 'idempotency-key': 'x' }), '400 bad_request'],
    'another content type': async ({ begun, append }) => [
      await append(await begun(3), 0, 'abc', { 'content-type': 'application/octet-stream' }),
      '415 unsupported_media_type',
    ],
    'no offset': async ({ begun, append }) => [await append(await begun(3), '', 'abc'), '400 bad_request'],
    'another offset': async ({ begun, append }) => [await append(await begun(3), 1, 'bc'), '409 version_conflict'],
    'more bytes than announced': async ({ begun, append }) => [
      await append(await begun(3), 0, 'abcd'),
      '413 file_too_large',
    ],
    'more bytes than announced, of unknown length': async ({ begun, append }) => [
      await append(await begun(3), 0, cutBody(someBytes(4), 'breaks')),
      '413 file_too_large',
    ],
    'an upload that is not there': async ({ append }) => [
      await append(`${collection}/nothing`, 0, 'a'),
      '404 not_found',
    ],
    'a module that is none': async ({ server }) => [
      await server.send(sofie, 'POST', '/records/invoices/1/uploads', { headers: { ...tus, 'upload-length': '1' } }),
      '400 bad_request',
    ],
    '[X29] nobody': async ({ begin }) => [await begin(1, {}, null), '401 unauthenticated'],
    '[X49] a page of another site': async ({ begin }) => [
      await begin(1, { origin: 'https://evil.example' }),
      '403 csrf_refused',
    ],
  }
  test.each(Object.entries(refusals))('%s', async (_, refused) => {
    const given = uploading()
    const [answer, problem] = await refused(given)
    expect(await problemOf(answer)).toBe(problem)
    expect(answer.headers.get('tus-resumable')).toBe('1.0.0')
    expect(filesOf(given.server)).toEqual([])
    expect(await blobsOf(given.uploadParts)).toEqual([])
  })
})

test('[X29] [X34] an upload is its user’s own, in its own record', async () => {
  const { begun, head, remove } = uploading()
  const path = await begun(3)
  const id = path.split('/').at(-1) ?? ''
  for (const who of [jonas, stranger]) {
    expect([(await head(path, who)).status, (await remove(path, who)).status]).toEqual([404, 404])
  }
  expect((await head(`${recordPath('2')}/uploads/${id}`)).status).toBe(404)
  expect((await head(path)).status).toBe(200)
})

test('[P58] exactly the limit may be announced; one byte more names the limit', async () => {
  const { begin } = uploading()
  expect((await begin(52_428_800)).status).toBe(201)
  expect(await (await begin(52_428_801)).json()).toMatchObject({ limitBytes: 52_428_800 })
})

test('[C75] [X53] beginning again with the same key goes on with the same upload, and makes one file', async () => {
  const { server, begin, append, begun } = uploading()
  const key = { 'idempotency-key': 'the key of an upload' }
  const path = await begun(10, key)
  await append(path, 0, someBytes(10).slice(0, 4))
  const again = await begin(10, key)
  expect([pathOf(again), again.headers.get('upload-offset')]).toEqual([path, '4'])
  await append(path, 4, someBytes(10).slice(4))
  const third = await begin(10, key)
  expect([pathOf(third), third.headers.get('twinfolder-file')]).toEqual([path, filesOf(server)[0]?.id])
  // The other way of uploading knows the key as well, and so does this one after its row has gone.
  const single = await server.upload(sofie, `${recordPath('1')}/files?name=plan.pdf`, someBytes(10), key)
  expect(((await single.json()) as { id: string }).id).toBe(filesOf(server)[0]?.id)
  await server.send(sofie, 'DELETE', path, { headers: tus })
  const fourth = await begin(10, key)
  expect(fourth.headers.get('upload-offset')).toBe('10')
  expect(fourth.headers.get('twinfolder-file')).toBe(filesOf(server)[0]?.id)
  expect(filesOf(server)).toHaveLength(1)
  expect(await problemOf(await begin(11, key))).toBe('422 bad_request')
  expect((await begin(10, key, jonas)).headers.get('upload-offset')).toBe('0')
})

test('a part that is cut keeps what arrived', async () => {
  const { server, begun, append, head } = uploading()
  const bytes = someBytes(100)
  const path = await begun(100)
  await append(path, 0, cutBody(bytes.slice(0, 30), 'breaks'))
  expect((await head(path)).headers.get('upload-offset')).toBe('30')
  await append(path, 30, bytes.slice(30))
  expect(server.files.bytesOf(company('1'), filesOf(server)[0]?.id ?? '')).toEqual(bytes)
})

test('of two parts at once the later has its turn: the earlier keeps what arrived and is told', async () => {
  const { server, begun, append, head } = uploading()
  const bytes = someBytes(50)
  const path = await begun(50)
  const stuck = append(path, 0, cutBody(bytes.slice(0, 20), 'hangs'))
  await new Promise((later) => setTimeout(later, 20))
  expect((await head(path)).headers.get('upload-offset')).toBe('20')
  expect(await problemOf(await stuck)).toBe('423 unavailable')
  const both = await Promise.all([append(path, 20, bytes.slice(20)), append(path, 20, bytes.slice(20))])
  expect(both.map(({ status }) => status)).toContain(204)
  expect(filesOf(server)).toHaveLength(1)
  expect(server.files.bytesOf(company('1'), filesOf(server)[0]?.id ?? '')).toEqual(bytes)
})

test('[X37] a sender that is silent for 30 seconds is told so, and what arrived is kept', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const { begun, append, head } = uploading()
    const path = await begun(50)
    const silent = append(path, 0, cutBody(someBytes(20), 'hangs'))
    await vi.advanceTimersByTimeAsync(31_000)
    expect(await problemOf(await silent)).toBe('408 body_timeout')
    expect((await head(path)).headers.get('upload-offset')).toBe('20')
  } finally {
    vi.useRealTimers()
  }
})

test('a crash between the last byte and the file is made good by whoever asks next', async () => {
  const { server, begun, append, head } = uploading()
  const path = await begun(3)
  const create = server.files.create.bind(server.files)
  Object.assign(server.files, { create: () => Promise.reject(new Error('The process died.')) })
  expect((await append(path, 0, 'abc')).status).toBe(500)
  Object.assign(server.files, { create })
  expect((await head(path)).headers.get('twinfolder-file')).toBe(filesOf(server)[0]?.id)
  expect(filesOf(server)).toHaveLength(1)
})

test('bytes that were lost are gone (410), and the same key begins anew', async () => {
  const { server, begun, begin, append, uploadParts } = uploading()
  const key = { 'idempotency-key': 'the key of an upload' }
  const path = await begun(6, key)
  await append(path, 0, 'abc')
  for (const id of await blobsOf(uploadParts)) await uploadParts.delete(id)
  expect(await problemOf(await append(path, 3, 'def'))).toBe('410 not_found')
  expect((await begin(6, key)).headers.get('upload-offset')).toBe('0')
  expect(filesOf(server)).toEqual([])
})

test('[X31] the rights are asked again at the end', async () => {
  const { server, begun, append } = uploading()
  const path = await begun(6)
  await append(path, 0, 'abc')
  const access = server.records.access.bind(server.records)
  let asked = 0
  const readOnly = async () => ((asked += 1), [{ read: true, write: asked === 1, missing: [] }])
  Object.assign(server.records, { access: readOnly })
  expect(await problemOf(await append(path, 3, 'def'))).toBe('403 forbidden')
  expect(asked).toBe(2)
  Object.assign(server.records, { access })
  expect(filesOf(server)).toEqual([])
})

test('[X37] a user has a limited number of uploads under way; another user is not concerned', async () => {
  const { begin, begun, remove } = uploading()
  const paths: string[] = []
  for (let number = 0; number < MOST_OPEN_UPLOADS; number += 1) paths.push(await begun(10))
  const refused = await begin(10)
  expect(refused.headers.get('retry-after')).toBe('60')
  expect(await problemOf(refused)).toBe('429 rate_limited')
  expect((await begin(10, {}, jonas)).status).toBe(201)
  await remove(paths[0] ?? '')
  expect((await begin(10)).status).toBe(201)
})

test('cancelling deletes what arrived; a file that was made stays', async () => {
  const { server, begun, append, remove, head, uploadParts } = uploading()
  const half = await begun(6)
  await append(half, 0, 'abc')
  expect((await remove(half)).status).toBe(204)
  expect([(await head(half)).status, (await blobsOf(uploadParts)).length]).toEqual([404, 0])
  const whole = await begun(3)
  await append(whole, 0, 'abc')
  expect((await remove(whole)).status).toBe(204)
  expect(filesOf(server)).toHaveLength(1)
})

test('after a day an upload has expired, and a sweep takes it with its parts; its key begins anew', async () => {
  const { server, begun, begin, append, head, uploadParts } = uploading()
  const key = { 'idempotency-key': 'the key of an upload' }
  const path = await begun(6, key)
  await append(path, 0, 'abc')
  server.clock.advance(24 * 3_600_000 + 1)
  expect((await head(path)).status).toBe(410)
  const again = await begin(6, key)
  expect([again.status, again.headers.get('upload-offset')]).toEqual([201, '0'])
  expect(pathOf(again)).not.toBe(path)
  await append(pathOf(again), 0, 'abc')
  server.clock.advance(24 * 3_600_000 + 1)
  await sweepUploads({ ...server, uploadParts, settings: settingsOf(server.options) }, new AbortController().signal, 0)
  expect((await head(pathOf(again))).status).toBe(404)
  expect(await blobsOf(uploadParts)).toEqual([])
})

test('a part without a row is swept, but one that has its row a little later is not', async () => {
  const { server, begun, append, uploadParts } = uploading()
  const upload = await begun(6)
  await append(upload, 0, 'abc')
  await uploadParts.put(streamOf(someBytes(5)), { maxBytes: 100 })
  const late = await uploadParts.put(streamOf(someBytes(3)), { maxBytes: 100 })
  const parts = { ...server, uploadParts, settings: settingsOf(server.options) }
  const sweep = (signal: AbortSignal) => sweepUploads(parts, signal, 100)
  await sweep(AbortSignal.abort())
  expect(await blobsOf(uploadParts)).toHaveLength(3)
  const sweeping = sweep(new AbortController().signal)
  await server.stores.uploads.append(upload.split('/').at(-1) ?? '', 3, { blobId: late.id, sizeBytes: 3 })
  await sweeping
  expect(await blobsOf(uploadParts)).toHaveLength(2)
})

test('where only GET and POST get through, the method may be in a header', async () => {
  const { server, begun } = uploading()
  const path = await begun(3)
  const post = (method: string, body: string | null = null, headers: Record<string, string> = {}) =>
    server.send(sofie, 'POST', path, { headers: { ...tus, 'x-http-method-override': method, ...headers }, body })
  expect((await post('PATCH', 'abc', { ...partType, 'upload-offset': '0' })).headers.get('upload-offset')).toBe('3')
  expect(filesOf(server)).toHaveLength(1)
  expect((await post('DELETE')).status).toBe(204)
  expect(await problemOf(await post('PUT'))).toBe('404 not_found')
})
