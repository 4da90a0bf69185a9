import { streamOf } from '@twinfolder/core/testing'
import { expect, test } from 'vitest'

import { scannedStream } from './scanned-stream.ts'

const chunks = (count: number): AsyncIterable<Uint8Array> =>
  (async function* () {
    for (let at = 0; at < count; at += 1) yield new Uint8Array([at])
  })()

async function read(stream: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0
  for await (const chunk of stream) bytes += chunk.byteLength
  return bytes
}

test('[X44] a scanner that has seen enough holds nothing up', async () => {
  let seen = 0
  const stream = scannedStream(chunks(100), async (contents) => {
    for await (const _ of contents) {
      seen += 1
      if (seen === 2) break
    }
    return 'clean'
  })
  expect(await read(stream)).toBe(100)
  expect(seen).toBe(2)
})

test('[X44] a scanner that is slow holds the stream up: no more than one chunk waits for it', async () => {
  let [given, seen, most] = [0, 0, 0]
  const body = (async function* () {
    for await (const chunk of chunks(50)) {
      given += 1
      most = Math.max(most, given - seen)
      yield chunk
    }
  })()
  const stream = scannedStream(body, async (contents) => {
    for await (const _ of contents) {
      await new Promise((resolve) => setTimeout(resolve, 1))
      seen += 1
    }
    return 'clean'
  })
  expect(await read(stream)).toBe(50)
  expect(most).toBeLessThanOrEqual(3)
})

test('[X44] the end of an infected stream is a refusal, and a stream that breaks off ends the scan', async () => {
  const infected = scannedStream(streamOf(new Uint8Array(3)), async () => 'infected')
  await expect(read(infected)).rejects.toMatchObject({ code: 'scanner_refused' })
  let isEnded = false
  const broken = (async function* () {
    yield new Uint8Array(1)
    throw new Error('the connection broke')
  })()
  const stream = scannedStream(broken, async (contents) => {
    await read(contents)
    isEnded = true
    return 'clean'
  })
  await expect(read(stream)).rejects.toThrow('the connection broke')
  await expect.poll(() => isEnded).toBe(true)
})
