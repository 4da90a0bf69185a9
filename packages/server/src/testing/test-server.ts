import { type Module, type RecordKey, Secret } from '@twinfolder/core'
import {
  type MemoryRemote,
  manualClock,
  memoryHostFiles,
  memoryHostRecords,
  memoryRemote,
  memoryRemoteProvider,
  seededRandom,
} from '@twinfolder/core/memory'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@twinfolder/protocol'

import { createServer } from '../create-server.ts'
import { sha256 } from '../crypto/sha256.ts'
import { memoryStores } from '../memory/memory-stores.ts'
import type { LogEntry, ServerOptions, Session } from '../options.ts'

export const ORIGIN = 'https://crm.example'
export const PUBLIC_URL = `${ORIGIN}/twinfolder`
export const CALLBACK_URL = `${PUBLIC_URL}/oauth/callback`

/** A company of the first tenant. */
export const company = (id: string): RecordKey => ({ tenantId: 'tenant-1', module: 'companies', id })

/** Who sends a request: `tenant/user/session`, as the tests' own sign-in header. The session `admin` is an administrator's. */
export type Who = `${string}/${string}/${string}` | null
export const sofie: Who = 'tenant-1/sofie/laptop'
export const jonas: Who = 'tenant-1/jonas/laptop'
export const stranger: Who = 'tenant-2/sofie/laptop'

/** A server on memory with two Dropbox-like accounts, ten companies, and everything it logged. */
export function testServer(change: Partial<ServerOptions> = {}) {
  const clock = manualClock(Date.UTC(2026, 10, 22, 8, 30))
  const random = seededRandom(7)
  const base = { clock, random, sha256 }
  const remotes = {
    sofie: memoryRemote({ ...base, account: { accountId: 'dbid:sofie', email: 'sofie@dropbox.example' } }),
    jonas: memoryRemote({ ...base, account: { accountId: 'dbid:jonas', email: 'jonas@dropbox.example' } }),
    stranger: memoryRemote({ ...base, account: { accountId: 'dbid:stranger', email: 'stranger@dropbox.example' } }),
    maja: memoryRemote({ ...base, account: { accountId: 'dbid:maja', email: 'maja@dropbox.example' } }),
    anna: memoryRemote({ ...base, account: { accountId: 'dbid:anna', email: 'anna@dropbox.example' } }),
    professional: memoryRemote({
      ...base,
      account: {
        accountId: 'dbid:pro',
        accountType: 'pro',
        quota: { usedBytes: 0, allocatedBytes: 3 * 1024 ** 4, isTeam: false },
      },
    }),
  }
  const provider = memoryRemoteProvider({
    id: 'dropbox',
    remotes: Object.values(remotes),
    random,
    sha256,
    webhookSecret: new Secret('webhook secret'),
  })
  const companies = Array.from({ length: 60 }, (_, index) => String(index + 1))
  const records = memoryHostRecords({
    records: companies.map((id) => [
      company(id),
      { name: `Company ${id}`, number: `${1000 + Number(id)}`, singular: 'Company' },
    ]),
  })
  const files = memoryHostFiles(base)
  const stores = memoryStores()
  const log: LogEntry[] = []
  const options: ServerOptions = {
    remote: provider,
    records,
    files,
    stores,
    authenticate: sessionOf,
    key: new Secret('a key for tests that has 32 bytes and more'),
    publicUrl: PUBLIC_URL,
    appFolderLabel: 'Apps/Demo CRM',
    clock,
    random,
    log: (entry) => void log.push(entry),
    ...change,
  }
  const server = createServer(options)
  return { server, clock, provider, remotes, records, files, stores, log, options, ...requestsTo(server), ...waits() }
}

export type TestServer = ReturnType<typeof testServer>

function sessionOf(request: Request): Session | null {
  const [tenantId, userId, sessionId] = request.headers.get('x-signed-in')?.split('/') ?? []
  if (!tenantId || !userId || !sessionId) return null
  const firstName = userId.charAt(0).toUpperCase() + userId.slice(1)
  return {
    tenantId,
    userId,
    sessionId,
    firstName,
    locale: 'en',
    timeZone: 'Europe/Brussels',
    isAdmin: sessionId === 'admin',
  }
}

/** How tests send requests: as the client package does. */
function requestsTo(server: { handle(this: void, request: Request): Promise<Response> }) {
  const send = (who: Who, method: string, path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    if (who !== null) headers.set('x-signed-in', who)
    if (!headers.has(PROTOCOL_HEADER)) headers.set(PROTOCOL_HEADER, PROTOCOL_VERSION)
    return server.handle(new Request(PUBLIC_URL + path, { ...init, method, headers }))
  }
  return {
    send,
    get: (who: Who, path: string) => send(who, 'GET', path),
    post(who: Who, path: string, body?: unknown) {
      if (body === undefined) return send(who, 'POST', path)
      const headers = { 'content-type': 'application/json' }
      return send(who, 'POST', path, { body: JSON.stringify(body), headers })
    },
    upload(who: Who, path: string, body: BodyInit | null, headers: Record<string, string> = {}) {
      const contentType = { 'content-type': 'application/octet-stream' }
      // `duplex` is what a streamed body needs and the DOM types do not know yet.
      const init: RequestInit & { duplex: 'half' } = { body, headers: { ...contentType, ...headers }, duplex: 'half' }
      return send(who, 'POST', path, init)
    },
    /** A path of the browser, without any header of ours. */
    browse: (who: Who, url: string, headers: Record<string, string> = {}) =>
      server.handle(new Request(url, { headers: { ...headers, ...(who === null ? {} : { 'x-signed-in': who }) } })),
  }
}

function waits() {
  return {
    /** Waits until a claim holds, at most a hundred seconds of real time: what failed once is tried again after one minute. */
    async until(claim: () => boolean | Promise<boolean>): Promise<void> {
      const end = performance.now() + 100_000
      while (!(await claim())) {
        if (performance.now() > end) throw new Error('It did not come true within a hundred seconds.')
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
  }
}

/** Links an account of the provider by the whole flow. */
export async function link(test: TestServer, who: Who, remote: MemoryRemote): Promise<Response> {
  const begun = await test.post(who, '/connection/link', { mode: 'popup', returnTo: '/' })
  const { authorizeUrl } = (await begun.json()) as { authorizeUrl: string }
  const callbackUrl = await test.provider.consent(authorizeUrl, remote)
  return test.post(who, '/connection/complete', { callbackUrl })
}

/** Runs a worker for the time of `during`. */
export async function whileWorking(test: TestServer, during: () => Promise<void>): Promise<void> {
  const stop = new AbortController()
  const working = test.server.work({ signal: stop.signal })
  try {
    await during()
  } finally {
    stop.abort()
    await working
  }
}

/** The code of a problem answer, with its status, e.g. `404 record_unknown`. */
export async function problemOf(response: Response): Promise<string> {
  const body = (await response.json()) as { code?: string; status?: number; requestId?: string }
  const isProblem = response.headers.get('content-type') === 'application/problem+json' && body.requestId
  return isProblem && body.status === response.status ? `${response.status} ${body.code}` : JSON.stringify(body)
}

/** The path of a company's routes. */
export const recordPath = (id: string, module: Module = 'companies'): string => `/records/${module}/${id}`
