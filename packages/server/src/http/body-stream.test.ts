import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { requestBody } from '../files/request-body.ts'
import { bodyStream } from './body-stream.ts'
import { readBody } from './read-body.ts'

const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => at % 251)
const upload = () => new Request('https://crm.example/x', { method: 'PUT', body: bytes })
const without = () => new Request('https://crm.example/x')

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

test('a request gives its own stream', async () => {
  const request = upload()
  expect(bodyStream(request)).toBe(request.body)
  expect(bodyStream(without())).toBeNull()
})

describe('where requests have no `body`, as in Firefox', () => {
  const body = Object.getOwnPropertyDescriptor(Request.prototype, 'body') ?? {}
  beforeEach(() => void Reflect.deleteProperty(Request.prototype, 'body'))
  afterEach(() => void Object.defineProperty(Request.prototype, 'body', body))

  test('it is read whole', async () => {
    expect(Buffer.from(await readBody(upload(), 100_000)).equals(bytes)).toBe(true)
    expect(Buffer.from(await bytesOf(requestBody(upload(), 100_000).open())).equals(bytes)).toBe(true)
  })

  test('a request without one has no bytes', async () => {
    expect(await readBody(without(), 10)).toHaveLength(0)
    expect(await bytesOf(requestBody(without(), 10).open())).toHaveLength(0)
  })

  test('[X36] the limit holds', async () => {
    await expect(readBody(upload(), 99_999)).rejects.toMatchObject({ code: 'file_too_large' })
    await expect(bytesOf(requestBody(upload(), 99_999).open())).rejects.toMatchObject({ code: 'file_too_large' })
  })

  test('what nobody reads is not taken', async () => {
    const request = upload()
    await bodyStream(request)?.cancel()
    expect(request.bodyUsed).toBe(false)
  })
})
