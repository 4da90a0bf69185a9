import { describe, expect, test, vi } from 'vitest'

import { inPageFetch } from './in-page-fetch.ts'

const origin = 'http://page.example'
const bytes = Uint8Array.from({ length: 3_000_000 }, (_, at) => (at + (at >> 8)) % 256)

/** A stream of `bytes` in parts; tells what its reader did. */
function streamOf(parts: number, { endless = false } = {}) {
  const size = Math.ceil(bytes.length / parts)
  const seen = { pulls: 0, cancelled: false }
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull(controller) {
        const part = bytes.slice(seen.pulls * size, (seen.pulls + 1) * size)
        seen.pulls += 1
        if (part.length > 0) controller.enqueue(part)
        else if (endless) return new Promise(() => undefined)
        else controller.close()
        return undefined
      },
      cancel() {
        seen.cancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { stream, seen }
}

describe('addresses', () => {
  const echo = inPageFetch((request) => new Response(`${request.method} ${request.url}`), origin)
  const textOf = async (...args: Parameters<typeof fetch>) => (await echo(...args)).text()

  test('relative ones are resolved against the page', async () => {
    expect(await textOf('/twinfolder/connection?a=1')).toBe('GET http://page.example/twinfolder/connection?a=1')
  })

  test('absolute ones, URLs and requests are taken as they are', async () => {
    expect(await textOf('https://other.example/x')).toBe('GET https://other.example/x')
    expect(await textOf(new URL('https://other.example/x'))).toBe('GET https://other.example/x')
    expect(await textOf(new Request('https://other.example/x', { method: 'PUT' }))).toBe('PUT https://other.example/x')
  })
})

describe('bodies', () => {
  const echo = inPageFetch((request) => new Response(request.body), origin)
  /** Whether `body` comes back as `bytes`; Vitest's own comparison takes seconds for so many. */
  const comesBack = async (body: BodyInit): Promise<boolean> =>
    Buffer.from(await (await echo('/', { method: 'POST', body })).arrayBuffer()).equals(bytes)

  test('arrive as they were sent, there and back', async () => {
    expect(await comesBack(bytes)).toBe(true)
    expect(await comesBack(new Blob([bytes]))).toBe(true)
    expect(await comesBack(streamOf(7).stream)).toBe(true)
  })

  test('are streamed: what is not read is not made', async () => {
    const { stream, seen } = streamOf(100)
    const response = await inPageFetch(() => new Response(stream), origin)('/')
    const reader = response.body?.getReader()
    expect(await reader?.read()).toEqual({ done: false, value: bytes.slice(0, 30_000) })
    expect(seen.pulls).toBe(1)
    await reader?.cancel()
    expect(seen.cancelled).toBe(true)
  })

  test('status, headers and the lack of a body are kept', async () => {
    const headers = { 'x-test': 'yes' }
    const created = await inPageFetch(() => new Response('x', { status: 201, headers }), origin)('/')
    expect([created.status, created.headers.get('x-test')]).toEqual([201, 'yes'])
    const empty = await inPageFetch(() => new Response(null, { status: 204 }), origin)('/')
    expect([empty.status, empty.body]).toEqual([204, null])
  })
})

describe('abort', () => {
  test('before: the handler is not called', async () => {
    const handle = vi.fn(() => new Response())
    await expect(inPageFetch(handle, origin)('/', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    })
    expect(handle).not.toHaveBeenCalled()
  })

  test('while the handler works: the call rejects and the handler hears of it', async () => {
    const heard = vi.fn()
    const cancel = new AbortController()
    const pending = inPageFetch((request) => {
      request.signal.addEventListener('abort', heard)
      return new Promise(() => undefined)
    }, origin)('/', { signal: cancel.signal })
    cancel.abort()
    await expect(pending).rejects.toMatchObject({ name: 'AbortError' })
    expect(heard).toHaveBeenCalledOnce()
  })

  test('by the handler itself: the call rejects, whether or not there is an answer', async () => {
    for (const answer of [new Promise<Response>(() => undefined), new Response('too late')]) {
      const cancel = new AbortController()
      const handle = () => {
        cancel.abort()
        return answer
      }
      const pending = inPageFetch(handle, origin)('/', { signal: cancel.signal })
      await expect(pending).rejects.toMatchObject({ name: 'AbortError' })
    }
  })

  test('while the body is read: reading rejects and the body is released', async () => {
    const { stream, seen } = streamOf(3, { endless: true })
    const cancel = new AbortController()
    const response = await inPageFetch(() => new Response(stream), origin)('/', { signal: cancel.signal })
    const reader = response.body?.getReader()
    await reader?.read()
    const next = Promise.all([reader?.read(), reader?.read(), reader?.read()])
    cancel.abort()
    await expect(next).rejects.toMatchObject({ name: 'AbortError' })
    await expect.poll(() => seen.cancelled).toBe(true)
  })

  test('after the end: nothing happens', async () => {
    const cancel = new AbortController()
    const response = await inPageFetch(() => new Response('done'), origin)('/', { signal: cancel.signal })
    expect(await response.text()).toBe('done')
    cancel.abort()
  })
})

test('what the handler throws, the call rejects with', async () => {
  const failure = new Error('broken')
  const throws = inPageFetch(() => {
    throw failure
  }, origin)
  await expect(throws('/')).rejects.toBe(failure)
})
