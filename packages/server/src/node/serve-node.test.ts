import { request } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

import { afterEach, expect, test } from 'vitest'

import { type NodeListener, serveNode } from './serve-node.ts'

const listeners: NodeListener[] = []
const serve = async (handler: Parameters<typeof serveNode>[0], port = 0): Promise<NodeListener> => {
  const listener = await serveNode(handler, { port })
  listeners.push(listener)
  return listener
}
afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.close()
})

test('answers at the address that it tells', async () => {
  const { url, port } = await serve((received) => new Response(new URL(received.url).pathname))
  expect(url).toBe(`http://127.0.0.1:${port}`)
  expect(await (await fetch(`${url}/records/companies`)).text()).toBe('/records/companies')
})

test('a port that is taken is refused with its number', async () => {
  const { port } = await serve(() => new Response())
  await expect(serveNode(() => new Response(), { port })).rejects.toThrow(`Port ${port} is in use`)
})

test('[X36] a request body arrives while it is sent', async () => {
  const arrived: number[] = []
  const { url } = await serve(async (received) => {
    for await (const chunk of received.body ?? []) arrived.push(chunk.byteLength)
    return new Response('done')
  })
  const sent = request(`${url}/upload`, { method: 'POST' })
  const answered = new Promise((resolve) => sent.on('response', (answer) => resolve(answer.resume())))
  sent.write('first')
  await expect.poll(() => arrived).toEqual([5])
  sent.end('second')
  await answered
  expect(arrived).toEqual([5, 6])
})

test('an answer leaves while it is written, and a client that goes away aborts it', async () => {
  let isAborted = false
  const { url } = await serve((received) => {
    received.signal.addEventListener('abort', () => {
      isAborted = true
    })
    return new Response(
      new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode('event: hello\n\n')),
      }),
    )
  })
  const leaving = new AbortController()
  const answer = await fetch(url, { signal: leaving.signal })
  const first = await answer.body?.getReader().read()
  expect(new TextDecoder().decode(first?.value)).toBe('event: hello\n\n')
  leaving.abort()
  await expect.poll(() => isAborted).toBe(true)
})

test('[X37] a client that never ends the head of its request is told so, and its connection ends', async () => {
  const listener = await serveNode(() => new Response(), { port: 0, headersTimeoutMs: 200 })
  listeners.push(listener)
  const socket = connect(listener.port, '127.0.0.1')
  let received = ''
  socket.on('data', (data) => {
    received += data.toString()
  })
  socket.write('GET / HTTP/1.1\r\nhost: crm.example\r\n')
  const drip = setInterval(() => socket.write('x-a: b\r\n'), 50)
  await new Promise((resolve) => socket.on('close', resolve))
  clearInterval(drip)
  expect(received).toMatch(/^HTTP\/1\.1 408 /)
})

test('[X37] a client that asks and never reads costs what fits into buffers, and is given up', async () => {
  let [given, isCancelled] = [0, false]
  const chunk = new Uint8Array(64 * 1024)
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        given += chunk.byteLength
        controller.enqueue(chunk)
      },
      cancel() {
        isCancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  const listener = await serveNode(() => new Response(body), { port: 0, stalledMs: 300 })
  listeners.push(listener)
  const socket = connect(listener.port, '127.0.0.1').pause()
  socket.on('error', () => undefined)
  socket.write('GET / HTTP/1.1\r\nhost: crm.example\r\n\r\n')
  await expect.poll(() => isCancelled).toBe(true)
  expect(given).toBeLessThan(32 * 1024 * 1024)
  socket.destroy()
})

test('[X54] heads that are too long are refused before anything reads them', async () => {
  let isAsked = false
  const { url } = await serve(() => {
    isAsked = true
    return new Response()
  })
  const answer = await fetch(url, { headers: { 'x-long': 'x'.repeat(33 * 1024) } })
  expect([answer.status, isAsked]).toEqual([431, false])
})

test('closing ends answers that have no end', async () => {
  const listener = await serveNode(() => new Response(new ReadableStream({ start: () => undefined })), { port: 0 })
  const answer = fetch(listener.url).catch(() => null)
  await wait(50)
  await listener.close()
  await answer
  await expect(fetch(listener.url)).rejects.toThrow()
})
