import { type UploadRequest, contentHash, remotePath, revision } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { fileReply, helloWorld, helloWorldHash, json, refusal, scriptedDropbox } from './testing/scripted-dropbox.ts'

const conflict = refusal('path/conflict/file', {
  '.tag': 'path',
  reason: { '.tag': 'conflict', conflict: { '.tag': 'file' } },
  upload_session_id: 'A',
})
const gone = refusal('path/not_found', { '.tag': 'path', path: { '.tag': 'not_found' } })
const { '.tag': _, ...stored } = fileReply({ rev: '015f0000000002' }) // replies of one type carry no tag
const lostReply = new TypeError('fetch failed')

function request(changes: Partial<UploadRequest> = {}): UploadRequest {
  return {
    path: remotePath('/Acme/quote.pdf'),
    open: () => bytesOf(helloWorld.slice(0, 4), helloWorld.slice(4)),
    sizeBytes: helloWorld.byteLength,
    contentHash: contentHash(helloWorldHash),
    precondition: { type: 'add' },
    ...changes,
  }
}

const update = { type: 'update', revision: revision('015f0000000001') } as const

test('a small file goes in one call, under its name, with the hash of its bytes', async () => {
  const { remote, sent } = scriptedDropbox({ 'files/upload': [json(stored)] })
  const sentBytes: number[] = []
  const file = await remote.upload(
    request({ path: remotePath('/Acme/Cafe\u0301 €.pdf'), onProgress: (bytes) => sentBytes.push(bytes) }),
  )
  expect(file).toMatchObject({ kind: 'file', revision: '015f0000000002', contentHash: helloWorldHash })
  expect(sentBytes).toEqual([11])
  const [upload] = sent('files/upload')
  expect(upload?.url).toBe('https://content.dropboxapi.com/2/files/upload')
  expect(upload?.headers.get('dropbox-api-arg')).toMatch(/^[\x20-\x7e]+$/)
  expect(upload?.arg).toEqual({
    path: '/Acme/Caf\u00e9 €.pdf',
    mode: { '.tag': 'add' },
    autorename: false,
    mute: true,
    strict_conflict: false,
    content_hash: helloWorldHash,
  })
  expect(new TextDecoder().decode(upload?.bytes)).toBe('hello world')
})

test('an update is strict: only over the revision we know, and never over nothing', async () => {
  const { remote, sent } = scriptedDropbox({ 'files/upload': [json(stored)] })
  await remote.upload(request({ precondition: update }))
  expect(sent('files/upload')[0]?.arg).toMatchObject({
    mode: { '.tag': 'update', update: '015f0000000001' },
    strict_conflict: true,
  })
})

test('[C63] an empty file is a file', async () => {
  const hash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
  const { remote, sent } = scriptedDropbox({ 'files/upload': [json({ ...stored, size: 0, content_hash: hash })] })
  const empty = request({ open: () => bytesOf(), sizeBytes: 0, contentHash: contentHash(hash) })
  expect(await remote.upload(empty)).toMatchObject({ sizeBytes: 0, contentHash: hash })
  expect(sent('files/upload')[0]?.bytes).toHaveLength(0)
})

test('a failed precondition is precondition_failed', async () => {
  for (const precondition of [{ type: 'add' } as const, update]) {
    const { remote, sent } = scriptedDropbox({ 'files/upload': [conflict] })
    await expect(remote.upload(request({ precondition }))).rejects.toMatchObject({ code: 'precondition_failed' })
    expect(sent('files/upload')).toHaveLength(1)
    expect(sent('files/get_metadata')).toHaveLength(0)
  }
})

test('[C71] bytes that Dropbox finds different are not stored', async () => {
  const { remote } = scriptedDropbox({
    'files/upload': [refusal('content_hash_mismatch', { '.tag': 'content_hash_mismatch' })],
  })
  await expect(remote.upload(request())).rejects.toMatchObject({ code: 'hash_mismatch' })
})

test('[C71] a file that is longer or shorter than planned is not sent at all', async () => {
  for (const bytes of [helloWorld.slice(1), new Uint8Array([...helloWorld, 1])]) {
    const { remote, requests } = scriptedDropbox({})
    await expect(remote.upload(request({ open: () => bytesOf(bytes) }))).rejects.toMatchObject({
      code: 'hash_mismatch',
    })
    expect(requests).toEqual([])
  }
})

test('a stored file with another hash is never called a success', async () => {
  const other = 'a'.repeat(64)
  const { remote } = scriptedDropbox({ 'files/upload': [json({ ...stored, content_hash: other })] })
  await expect(remote.upload(request())).rejects.toMatchObject({ code: 'hash_mismatch' })
})

test('[C79] a lost reply is looked up: the file is there with our bytes, so it is written', async () => {
  for (const lost of [lostReply, json('', 500), json('', 503)]) {
    const { remote, sent } = scriptedDropbox({
      'files/upload': [lost],
      'files/get_metadata': [json(fileReply({ rev: '015f0000000002' }))],
    })
    expect(await remote.upload(request({ precondition: update }))).toMatchObject({ revision: '015f0000000002' })
    expect(sent('files/upload')).toHaveLength(1)
  }
})

test('[C79] a lost reply of a write that was not done is repeated', async () => {
  for (const there of [gone, json(fileReply({ content_hash: 'b'.repeat(64) })), json(folderReply())]) {
    const { remote, sent } = scriptedDropbox({
      'files/upload': [lostReply, json(stored)],
      'files/get_metadata': [there],
    })
    expect(await remote.upload(request({ precondition: update }))).toMatchObject({ revision: '015f0000000002' })
    expect(sent('files/upload')).toHaveLength(2)
  }
})

test('[C79] a write that lands after the look makes the repetition conflict: that is our own file', async () => {
  const { remote, sent } = scriptedDropbox({
    'files/upload': [lostReply, conflict],
    'files/get_metadata': [
      json(fileReply({ content_hash: 'b'.repeat(64) })),
      json(fileReply({ rev: '015f0000000002' })),
    ],
  })
  expect(await remote.upload(request({ precondition: update }))).toMatchObject({ revision: '015f0000000002' })
  expect(sent('files/get_metadata')).toHaveLength(2)
})

test('[C79] a lost reply whose look-up fails, too, stays a write that may have happened', async () => {
  const { remote, sent } = scriptedDropbox({
    'files/upload': [lostReply],
    'files/get_metadata': [json('', 500)],
  })
  await expect(remote.upload(request())).rejects.toMatchObject({ code: 'remote_unavailable' })
  expect(sent('files/upload')).toHaveLength(1)
})

test('a refused name is refused before the file is opened', async () => {
  let opened = 0
  const { remote, requests } = scriptedDropbox({})
  const open = (): AsyncIterable<Uint8Array> => {
    opened += 1
    return bytesOf(helloWorld)
  }
  await expect(remote.upload(request({ path: remotePath('/Acme/a\\b'), open }))).rejects.toMatchObject({
    code: 'name_refused',
  })
  expect({ opened, requests }).toEqual({ opened: 0, requests: [] })
})

test('a host whose file cannot be opened keeps its own error; another one becomes a SyncError', async () => {
  const { remote } = scriptedDropbox({})
  const broken = new Error('disk on fire')
  const open = (): never => {
    throw broken
  }
  await expect(remote.upload(request({ open }))).rejects.toMatchObject({ code: 'unexpected', cause: broken })
})

test('a signal ends an upload whose source hangs', async () => {
  const { remote, requests } = scriptedDropbox({})
  const controller = new AbortController()
  let closed = false
  const open = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield helloWorld.slice(0, 4)
      queueMicrotask(() => controller.abort())
      await new Promise(() => {})
    } finally {
      closed = true
    }
  }
  await expect(remote.upload(request({ open }), { signal: controller.signal })).rejects.toMatchObject({
    code: 'cancelled',
  })
  expect({ closed, requests }).toEqual({ closed: false, requests: [] })
})

test('a source that the same signal ends, too, leaves no failure that nobody catches', async () => {
  const { remote } = scriptedDropbox({})
  const controller = new AbortController()
  const open = async function* (): AsyncGenerator<Uint8Array> {
    yield helloWorld.slice(0, 4)
    controller.abort()
    yield helloWorld.slice(4, 5)
    throw new Error('the source was aborted')
  }
  await expect(remote.upload(request({ open }), { signal: controller.signal })).rejects.toMatchObject({
    code: 'cancelled',
  })
  await new Promise((resolve) => setTimeout(resolve, 5)) // vitest fails on an unhandled rejection
})

test('the source is closed when the upload fails in the middle', async () => {
  let closed = false
  const open = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield new Uint8Array(20)
      yield new Uint8Array(20)
    } finally {
      closed = true
    }
  }
  const { remote } = scriptedDropbox({})
  await expect(remote.upload(request({ open }))).rejects.toMatchObject({ code: 'hash_mismatch' })
  await Promise.resolve()
  expect(closed).toBe(true)
})

async function* bytesOf(...parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield part
}

function folderReply(): Record<string, unknown> {
  return { '.tag': 'folder', name: 'quote.pdf', id: 'id:f', path_lower: '/acme/quote.pdf' }
}
