import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'

import { textOf } from '../wire/respond.ts'

/** What is this small is read before it is answered; more comes as a stream. */
const smallBytes = 64 * 1024

/** What a server answers. */
export interface Site {
  /** The address a request means, made of the header `Host` and what follows it. */
  readonly address: (host: string, path: string) => string
  readonly answer: (request: Request) => Promise<Response>
}

/**
 * An HTTP server that answers by a function of `fetch`'s kind. Bodies stream both ways, only as fast as the other side
 * takes them. A request is aborted when its client goes; an answer that breaks off, and `Response.error()`, close the
 * connection.
 */
export function createFetchServer(site: Site): Server {
  const server = createServer({ maxHeaderSize: 64 * 1024, keepAliveTimeout: 120_000 }, (incoming, outgoing) => {
    serve(incoming, outgoing, site).catch(() => outgoing.destroy())
  })
  // A slow upload may take its time.
  server.requestTimeout = 0
  return server
}

async function serve(incoming: IncomingMessage, outgoing: ServerResponse, site: Site): Promise<void> {
  const leaving = new AbortController()
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) leaving.abort(new Error('The client has gone.'))
  })
  const { headers, url = '/' } = incoming
  const address = site.address(headers.host ?? 'localhost', url)
  if (!url.startsWith('/') || !URL.canParse(address)) return refuse(outgoing)
  const response = await site.answer(await requestOf(incoming, address, leaving.signal))
  if (response.type === 'error') return void outgoing.destroy()
  await send(response, outgoing, leaving.signal)
}

async function requestOf(incoming: IncomingMessage, address: string, signal: AbortSignal): Promise<Request> {
  const { method = 'GET' } = incoming
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const init: RequestInit & { readonly duplex: 'half' } = {
    method,
    headers: headersOf(incoming),
    body: hasBody ? await bodyOf(incoming) : null,
    signal,
    duplex: 'half',
  }
  return new Request(address, init)
}

function headersOf({ rawHeaders }: IncomingMessage): [string, string][] {
  const headers: [string, string][] = []
  for (let index = 0; index < rawHeaders.length; index += 2) {
    headers.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? ''])
  }
  return headers
}

async function bodyOf(incoming: IncomingMessage): Promise<BodyInit | null> {
  const length = incoming.headers['content-length']
  if (length === '0') return null
  if (length === undefined || Number(length) > smallBytes) {
    return incoming.headers['transfer-encoding'] === undefined && length === undefined
      ? null
      : (Readable.toWeb(incoming) as ReadableStream<Uint8Array<ArrayBuffer>>)
  }
  return smallBodyOf(incoming)
}

function smallBodyOf(incoming: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer<ArrayBuffer>[] = []
    incoming.on('data', (chunk: Buffer<ArrayBuffer>) => chunks.push(chunk))
    incoming.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)))
    incoming.once('error', reject)
  })
}

async function send(response: Response, outgoing: ServerResponse, signal: AbortSignal): Promise<void> {
  const headers: Readonly<Record<string, string>> = Object.fromEntries(response.headers)
  outgoing.writeHead(response.status, headers)
  const text = textOf(response)
  if (text !== undefined && outgoing.req.method !== 'HEAD') return void outgoing.end(text)
  if (!response.body || outgoing.req.method === 'HEAD') {
    await response.body?.cancel()
    return void outgoing.end()
  }
  await sendBody(response.body, outgoing, signal)
}

/** One chunk behind, so that an answer of one chunk leaves in one piece with its headers. */
async function sendBody(
  body: ReadableStream<Uint8Array>,
  outgoing: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const reader = body.getReader()
  const leave = () => void reader.cancel().catch(() => undefined)
  signal.addEventListener('abort', leave, { once: true })
  let held: Uint8Array | null = null
  for (;;) {
    // What came before it broke off is sent, and then the connection ends.
    const next = await reader.read().catch(() => null)
    if (signal.aborted) return
    if (next === null) return void outgoing.write(held ?? '', () => outgoing.destroy())
    if (next.done) return void outgoing.end(held)
    if (held && !outgoing.write(held)) await drained(outgoing)
    held = next.value
  }
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      outgoing.off('drain', go).off('close', go)
      resolve()
    }
    outgoing.on('drain', go).on('close', go)
  })
}

function refuse(outgoing: ServerResponse): void {
  outgoing.writeHead(400, { 'Content-Type': 'text/plain; charset=utf-8' }).end('This is no address.')
}
