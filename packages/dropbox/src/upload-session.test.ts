import { type UploadRequest, contentHash, remotePath, revision } from '@twinfolder/core'
import { beforeAll, expect, test } from 'vitest'

import { contentHashOf } from './content-hash-of.ts'
import { fileReply, json, refusal, scriptedDropbox } from './testing/scripted-dropbox.ts'

const MIB = 1024 * 1024
/** Two chunks. */
const contents = pattern(9 * MIB)
let hash = contentHash('0'.repeat(64))
let stored: unknown

beforeAll(async () => {
  hash = await contentHashOf(contents)
  stored = fileReply({ size: contents.byteLength, content_hash: hash })
})

const started = json({ session_id: 'session-1' })
const appended = json(null)
const lost = new TypeError('fetch failed')
const wrongOffset = (correct_offset: number): Response =>
  refusal('incorrect_offset', { '.tag': 'incorrect_offset', correct_offset })

function request(changes: Partial<UploadRequest> = {}): UploadRequest {
  return {
    path: remotePath('/Acme/plan.bin'),
    open: () => pieces(contents, 3 * MIB),
    sizeBytes: contents.byteLength,
    contentHash: hash,
    precondition: { type: 'update', revision: revision('015f0000000001') },
    ...changes,
  }
}

test('a large file goes in chunks of 8 MiB, each with the hash of its own bytes, the last one closes it, and a finish without bytes', async () => {
  const large = pattern(20 * MIB)
  const largeHash = await contentHashOf(large)
  const { remote, sent, requests } = scriptedDropbox({
    'files/upload_session/start': [started],
    'files/upload_session/append_v2': [appended],
    'files/upload_session/finish': [json(fileReply({ size: large.byteLength, content_hash: largeHash }))],
  })
  const progress: number[] = []
  expect(
    await remote.upload(
      request({
        open: () => pieces(large, 3 * MIB),
        sizeBytes: large.byteLength,
        contentHash: largeHash,
        onProgress: (bytes) => progress.push(bytes),
      }),
    ),
  ).toMatchObject({
    contentHash: largeHash,
  })
  expect(requests.slice(1).map(({ bytes }) => bytes.byteLength / MIB)).toEqual([8, 8, 4, 0])
  const chunkHashes = await Promise.all([0, 8, 16].map((at) => contentHashOf(large.subarray(at * MIB, (at + 8) * MIB))))
  expect(sent('files/upload_session/start')[0]?.arg).toEqual({ close: false, content_hash: chunkHashes[0] })
  expect(sent('files/upload_session/append_v2').map(({ arg }) => arg)).toEqual([
    { cursor: { session_id: 'session-1', offset: 8 * MIB }, close: false, content_hash: chunkHashes[1] },
    { cursor: { session_id: 'session-1', offset: 16 * MIB }, close: true, content_hash: chunkHashes[2] },
  ])
  expect(sent('files/upload_session/finish')[0]?.arg).toEqual({
    cursor: { session_id: 'session-1', offset: 20 * MIB },
    commit: {
      path: '/Acme/plan.bin',
      mode: { '.tag': 'update', update: '015f0000000001' },
      autorename: false,
      mute: true,
      strict_conflict: true,
    },
  })
  // The clock of this script stands still, so only the first and the last report are due.
  expect(progress).toEqual([8 * MIB, 20 * MIB])
})

test('[C71] a file that changed while it was sent is never committed', async () => {
  const changed = contents.slice()
  changed[8 * MIB + 5] = 255
  const { remote, sent } = scriptedDropbox({
    'files/upload_session/start': [started],
    'files/upload_session/append_v2': [appended],
  })
  await expect(remote.upload(request({ open: () => pieces(changed, MIB) }))).rejects.toMatchObject({
    code: 'hash_mismatch',
  })
  expect(sent('files/upload_session/finish')).toEqual([])
})

test('a chunk whose reply was lost is sent again; Dropbox says that it has it', async () => {
  const { remote, sent } = scriptedDropbox({
    'files/upload_session/start': [started],
    'files/upload_session/append_v2': [lost, wrongOffset(9 * MIB)],
    'files/upload_session/finish': [() => json(stored)],
  })
  expect(await remote.upload(request())).toMatchObject({ contentHash: hash })
  expect(sent('files/upload_session/append_v2')).toHaveLength(2)
})

test('a start whose reply was lost starts a new session', async () => {
  const { remote, sent } = scriptedDropbox({
    'files/upload_session/start': [lost, started],
    'files/upload_session/append_v2': [appended],
    'files/upload_session/finish': [() => json(stored)],
  })
  await remote.upload(request())
  expect(sent('files/upload_session/start')).toHaveLength(2)
})

test.each([
  ['at another offset', wrongOffset(4 * MIB)],
  ['forgotten', refusal('not_found', { '.tag': 'not_found' })],
  ['closed', refusal('closed', { '.tag': 'closed' })],
])('a session that is %s is given up; the next upload starts anew', async (_what, answer) => {
  const { remote, sent } = scriptedDropbox({
    'files/upload_session/start': [started],
    'files/upload_session/append_v2': [answer],
  })
  await expect(remote.upload(request())).rejects.toMatchObject({ code: 'remote_unavailable', class: 'retry-later' })
  expect(sent('files/upload_session/append_v2')).toHaveLength(1)
})

test('[C79] a finish whose reply was lost is looked up before it is repeated', async () => {
  const { remote, sent } = scriptedDropbox({
    'files/upload_session/start': [started],
    'files/upload_session/append_v2': [appended],
    'files/upload_session/finish': [json('', 502)],
    'files/get_metadata': [() => json(stored)],
  })
  expect(await remote.upload(request())).toMatchObject({ contentHash: hash })
  expect(sent('files/upload_session/finish')).toHaveLength(1)
})

test('[C79] a finish that lands after the look has used up the session: the file is there', async () => {
  const usedUp = refusal('lookup_failed/not_found', {
    '.tag': 'lookup_failed',
    lookup_failed: { '.tag': 'not_found' },
  })
  const { remote } = scriptedDropbox({
    'files/upload_session/start': [started],
    'files/upload_session/append_v2': [appended],
    'files/upload_session/finish': [lost, usedUp],
    'files/get_metadata': [
      refusal('path/not_found', { '.tag': 'path', path: { '.tag': 'not_found' } }),
      () => json(stored),
    ],
  })
  expect(await remote.upload(request())).toMatchObject({ contentHash: hash })
})

test('a conflict of a finish is nested, unlike that of an upload, and means the same', async () => {
  const { remote } = scriptedDropbox({
    'files/upload_session/start': [started],
    'files/upload_session/append_v2': [appended],
    'files/upload_session/finish': [
      refusal('path/conflict/file', { '.tag': 'path', path: { '.tag': 'conflict', conflict: { '.tag': 'file' } } }),
    ],
  })
  await expect(remote.upload(request())).rejects.toMatchObject({ code: 'precondition_failed' })
})

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size)
}

/** Bytes that differ from block to block, laid out tile by tile: byte by byte would take seconds. */
function pattern(sizeBytes: number): Uint8Array<ArrayBuffer> {
  const tile = new Uint8Array(251 * 4096).map((_, at) => at % 251)
  const bytes = new Uint8Array(sizeBytes)
  for (let at = 0; at < sizeBytes; at += tile.byteLength) bytes.set(tile.subarray(0, sizeBytes - at), at)
  return bytes
}
