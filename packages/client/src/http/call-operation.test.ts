import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@twinfolder/protocol'
import { describe, expect, test } from 'vitest'

import { type HttpTarget, answerOf, callOperation, operationUrl } from './call-operation.ts'

const version = { [PROTOCOL_HEADER]: PROTOCOL_VERSION }

describe('operationUrl', () => {
  test('fills in path and query', () => {
    const template = '/records/{module}/{recordId}/files'
    const path = { module: 'companies', recordId: '1001' }
    expect(operationUrl('/twinfolder', template, path, { limit: 20, sort: '-name' })).toBe(
      '/twinfolder/records/companies/1001/files?limit=20&sort=-name',
    )
  })

  test('encodes what would mean something else', () => {
    expect(operationUrl('/t', '/records/{module}/{recordId}', { module: 'companies', recordId: 'a/b?c#d%' })).toBe(
      '/t/records/companies/a%2Fb%3Fc%23d%25',
    )
    const query = new URL(operationUrl('https://crm.example/t', '/x', {}, { folder: 'A%2FB/ü', search: 'a&b=c' }))
      .searchParams
    expect(Object.fromEntries(query)).toEqual({ folder: 'A%2FB/ü', search: 'a&b=c' })
  })

  test('leaves out what is undefined, keeps what is empty', () => {
    expect(operationUrl('/t', '/x', {}, { search: undefined, folder: '' })).toBe('/t/x?folder=')
  })

  test('a base may end in a slash, or be the root', () => {
    expect(operationUrl('/t/', '/x')).toBe('/t/x')
    expect(operationUrl('', '/x')).toBe('/x')
    expect(operationUrl('/', '/x')).toBe('/x')
  })
})

describe('callOperation', () => {
  async function requestOf(call: (target: HttpTarget) => Promise<unknown>): Promise<Request> {
    const requests: Request[] = []
    const record: typeof fetch = async (input, init) => {
      requests.push(new Request(input, init))
      return Response.json({}, { headers: version })
    }
    await call({
      baseUrl: 'https://crm.example/t',
      headers: async () => ({ authorization: 'Bearer x' }),
      fetch: record,
    })
    const [request] = requests
    if (!request || requests.length > 1) throw new Error(`There were ${requests.length} requests.`)
    return request
  }

  test('sends method, address, headers and body', async () => {
    const request = await requestOf((target) =>
      callOperation(
        target,
        'createFolder',
        { path: { module: 'companies', recordId: '7' }, body: { folder: ['A'] } },
        {},
      ),
    )
    expect([request.method, request.url]).toEqual(['POST', 'https://crm.example/t/records/companies/7/folders'])
    expect(await request.json()).toEqual({ folder: ['A'] })
    expect(Object.fromEntries(request.headers)).toMatchObject({
      accept: 'application/json',
      authorization: 'Bearer x',
      'content-type': 'application/json',
      ...version,
    })
  })

  test('sends no content type without a body', async () => {
    const request = await requestOf((target) => callOperation(target, 'unlink', {}, {}))
    expect(request.method).toBe('DELETE')
    expect(request.body).toBeNull()
    expect(request.headers.has('content-type')).toBe(false)
  })
})

describe('answerOf', () => {
  const codeOf = async (send: () => Promise<Response>, signal?: AbortSignal) => {
    const result = await answerOf(send, signal)
    return result.ok ? 'ok' : result.error.code
  }

  test('gives the JSON', async () => {
    expect(await answerOf(async () => Response.json({ a: 1 }, { headers: version }), undefined)).toEqual({
      ok: true,
      value: { a: 1 },
    })
  })

  test('another version of the protocol is refused, and so is none', async () => {
    expect(await codeOf(async () => Response.json({}, { headers: { [PROTOCOL_HEADER]: '2' } }))).toBe(
      'protocol_mismatch',
    )
    const result = await answerOf(async () => Response.json({}), undefined)
    expect(result).toMatchObject({ ok: false, error: { code: 'protocol_mismatch', status: 200 } })
    expect(result).toMatchObject({ error: { detail: expect.stringContaining('version none') } })
  })

  test('an error of the server is read before its version: it may be a proxy', async () => {
    expect(await answerOf(async () => new Response('', { status: 502 }), undefined)).toMatchObject({
      error: { code: 'unexpected_answer', status: 502 },
    })
  })

  test('an answer that is no JSON is unexpected', async () => {
    const page = { ...version, 'content-type': 'text/html' }
    const broken = { ...version, 'content-type': 'application/json' }
    expect(await codeOf(async () => new Response('<h1>', { headers: page }))).toBe('unexpected_answer')
    expect(await codeOf(async () => new Response('{"a":', { headers: broken }))).toBe('unexpected_answer')
  })

  test('no answer is a network error, unless the caller walked away', async () => {
    const fails = () => Promise.reject(new TypeError('fetch failed'))
    expect(await answerOf(fails, undefined)).toMatchObject({
      error: { code: 'network', status: null, detail: 'fetch failed' },
    })
    expect(await codeOf(fails, AbortSignal.abort())).toBe('aborted')
  })

  test('a body that breaks off is a network error', async () => {
    const body = new ReadableStream({ start: (controller) => controller.error(new TypeError('terminated')) })
    const headers = { ...version, 'content-type': 'application/json' }
    expect(await codeOf(async () => new Response(body, { headers }))).toBe('network')
  })
})
