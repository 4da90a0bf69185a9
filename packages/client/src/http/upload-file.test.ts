import { IDEMPOTENCY_HEADER, PROTOCOL_HEADER, PROTOCOL_VERSION } from '@twinfolder/protocol'
import { expect, test, vi } from 'vitest'

import { inPageFetch } from '../in-page/in-page-fetch.ts'
import type { AdapterUpload } from '../sync-adapter.ts'
import type { HttpTarget } from './call-operation.ts'
import { uploadByFetch } from './upload-file.ts'

const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => at % 251)
const upload: AdapterUpload = {
  record: { module: 'companies', id: '1001' },
  folder: ['Contracts', 'A/B'],
  name: 'Ünï & co.pdf',
  body: new Blob([bytes], { type: 'application/pdf' }),
  idempotencyKey: 'key-12345',
}
const created = () => Response.json({ id: 'file-1' }, { status: 201, headers: { [PROTOCOL_HEADER]: PROTOCOL_VERSION } })

function targetOf(handle: (request: Request) => Promise<Response>, headers: HttpTarget['headers'] = async () => ({})) {
  return { baseUrl: '/t', fetch: inPageFetch(handle, 'http://page.example'), headers }
}

test('sends the bytes, with name and folder in the address and the key in a header', async () => {
  const seen: Request[] = []
  const bodies: Uint8Array[] = []
  const target = targetOf(async (request) => {
    seen.push(request)
    bodies.push(new Uint8Array(await request.arrayBuffer()))
    return created()
  })
  expect(await uploadByFetch(target, upload, {})).toEqual({ ok: true, value: { id: 'file-1' } })
  const url = new URL(seen[0]?.url ?? '')
  expect(url.pathname).toBe('/t/records/companies/1001/files')
  expect(Object.fromEntries(url.searchParams)).toEqual({ folder: 'Contracts/A%2FB', name: 'Ünï & co.pdf' })
  expect(seen[0]?.headers.get(IDEMPOTENCY_HEADER)).toBe('key-12345')
  expect(seen[0]?.headers.get('content-type')).toBe('application/octet-stream')
  expect(bodies).toEqual([bytes])
})

test('tells that nothing was sent, then that all was', async () => {
  const sent: number[] = []
  const target = targetOf(async () => {
    expect(sent).toEqual([0])
    return created()
  })
  await uploadByFetch(target, upload, { onProgress: (sentBytes) => sent.push(sentBytes) })
  expect(sent).toEqual([0, bytes.length])
})

test('a refusal is an error, and not all was sent', async () => {
  const sent: number[] = []
  const target = targetOf(async () => new Response('', { status: 413 }))
  const result = await uploadByFetch(target, upload, { onProgress: (sentBytes) => sent.push(sentBytes) })
  expect(result).toMatchObject({ ok: false, error: { status: 413 } })
  expect(sent).toEqual([0])
})

test('one that is cancelled ends as aborted, and the server hears of it', async () => {
  const cancel = new AbortController()
  const heard = vi.fn()
  const target = targetOf((request) => {
    request.signal.addEventListener('abort', heard)
    cancel.abort()
    return new Promise(() => undefined)
  })
  const result = await uploadByFetch(target, upload, { signal: cancel.signal })
  expect(result).toMatchObject({ ok: false, error: { code: 'aborted' } })
  expect(heard).toHaveBeenCalledOnce()
})

test('headers that the host cannot give are an error, never an exception', async () => {
  const target = targetOf(
    async () => created(),
    () => Promise.reject(new Error('no session')),
  )
  expect(await uploadByFetch(target, upload, {})).toMatchObject({ error: { code: 'network', detail: 'no session' } })
})
