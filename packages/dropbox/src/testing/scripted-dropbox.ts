import { type Remote, type RemoteProvider, Secret } from '@twinfolder/core'

import { type DropboxOptions, dropbox } from '../dropbox.ts'

/** A request as it arrived at the scripted Dropbox. */
export interface SentRequest {
  readonly url: string
  /** Without version, e.g. `files/upload`. */
  readonly method: string
  readonly headers: Headers
  /** The JSON argument, of the body or of `Dropbox-API-Arg`. */
  readonly arg: Record<string, unknown>
  readonly bytes: Uint8Array
  readonly form: URLSearchParams
}

type Answer = Response | Error | (() => Response | Promise<Response>)

/** A Dropbox of a few prepared answers, for faults and shapes that a real one shows rarely. */
export interface ScriptedDropbox {
  readonly requests: SentRequest[]
  readonly waits: number[]
  readonly clock: { now: () => number; ms: number }
  readonly provider: RemoteProvider
  readonly remote: Remote
  /** The requests of one method. */
  readonly sent: (method: string) => SentRequest[]
}

/** @param answers for each method, one after the other; the last one stays */
export function scriptedDropbox(
  answers: Readonly<Record<string, readonly Answer[]>>,
  options: Partial<DropboxOptions> = {},
): ScriptedDropbox {
  const requests: SentRequest[] = []
  const waits: number[] = []
  const clock = { ms: Date.parse('2026-11-22T08:00:00Z'), now: () => clock.ms }
  const sent = (method: string): SentRequest[] => requests.filter((request) => request.method === method)
  const script: typeof answers = { 'oauth2/token': [() => tokenReply('access-1')], ...answers }
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = await readRequest(new Request(input, init))
    requests.push(request)
    const queue = script[request.method] ?? []
    const answer = queue[Math.min(sent(request.method).length, queue.length) - 1]
    if (!answer) throw new Error(`The script has no answer for ${request.method}.`)
    if (answer instanceof Error) throw answer
    return answer instanceof Response ? answer.clone() : answer()
  }
  const provider = dropbox({
    appKey: 'app-key',
    fetch,
    clock,
    wait: async (ms) => {
      waits.push(ms)
      clock.ms += ms
    },
    ...options,
  })
  const remote = provider.connect({ refreshToken: new Secret('refresh-canary') })
  return { requests, waits, clock, provider, remote, sent }
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { 'X-Dropbox-Request-Id': 'request-7', ...headers } })
}

/** A 409: the summary ends in random dots, and the union is the truth. */
export function refusal(summary: string, error: unknown): Response {
  return json({ error_summary: `${summary}/..`, error }, 409)
}

export function tokenReply(token: string, lifetimeSeconds = 14_400): Response {
  return json({ access_token: token, token_type: 'bearer', expires_in: lifetimeSeconds })
}

/** Metadata of `/Acme/quote.pdf`; `.tag` is there, as most replies carry it. */
export function fileReply(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    '.tag': 'file',
    name: 'quote.pdf',
    id: 'id:abc',
    path_lower: '/acme/quote.pdf',
    path_display: '/Acme/quote.pdf',
    rev: '015f0000000001',
    size: 11,
    client_modified: '2026-11-20T08:00:00Z',
    server_modified: '2026-11-21T09:10:11Z',
    is_downloadable: true,
    content_hash: helloWorldHash,
    ...changes,
  }
}

export const helloWorld = new TextEncoder().encode('hello world')
/** Of `hello world`, from Dropbox's own reference hasher. */
export const helloWorldHash = 'bc62d4b80d9e36da29c16c5d4d9f11731f36052c72401a76c23c0fb5a9b74423'

async function readRequest(request: Request): Promise<SentRequest> {
  const bytes = new Uint8Array(await request.arrayBuffer())
  const header = request.headers.get('dropbox-api-arg')
  const text = header === null ? new TextDecoder().decode(bytes) : ''
  const isForm = request.headers.get('content-type')?.includes('urlencoded') === true
  return {
    url: request.url,
    method: new URL(request.url).pathname.replace(/^\/(2\/)?/, ''),
    headers: request.headers,
    arg: JSON.parse(header ?? (isForm || text === '' ? 'null' : text)) as Record<string, unknown>,
    bytes,
    form: new URLSearchParams(isForm ? text : ''),
  }
}
