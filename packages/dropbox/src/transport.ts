import type { Clock } from '@twinfolder/core'

/** What a log may say about one request. It never holds a token, a path or a file's content. */
export interface CallReport {
  /** Dropbox's name of the call, e.g. `files/upload` or `oauth2/token`. */
  readonly method: string
  /** The HTTP status; `null` when there was no answer. */
  readonly status: number | null
  /** `X-Dropbox-Request-Id`: what Dropbox's support asks for. */
  readonly requestId: string | null
  readonly durationMs: number
}

/** How requests leave. */
export interface TransportOptions {
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly baseUrl?: string | undefined
  readonly clock: Clock
  readonly timeoutMs: number
  readonly onCall?: ((report: CallReport) => void) | undefined
}

/**
 * Sends one request to one of Dropbox's hosts. A `whole` reply has been read to its end before it is returned, so that a
 * body that breaks is a failed request; a `stream` is returned with its headers.
 */
export type Transport = (
  url: string,
  init: RequestInit,
  reply: 'whole' | 'stream',
  /** How long it may take, where that is more or less than usual. */
  limitMs?: number,
) => Promise<Response>

/** A request that got no answer, or half of one. It may have arrived, and what it asked for may be done. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

/** Whom the adapter calls, all over https: what a firewall, or `publicFetch` of `@twinfolder/server/node`, has to let through. */
export const dropboxHosts = ['api.dropboxapi.com', 'content.dropboxapi.com', 'notify.dropboxapi.com'] as const

/** The consent page is opened by browsers, never called from here. */
const HOSTS: ReadonlySet<string> = new Set([...dropboxHosts, 'www.dropbox.com'])

/** The only place that calls `fetch`. */
export function createTransport(options: TransportOptions): Transport {
  const { baseUrl, clock, timeoutMs, onCall } = options
  // Looked up at each call: a test or a service worker may replace it after this client was made.
  const fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init))
  return async (url, init, reply, limitMs = timeoutMs) => {
    const address = addressOf(url, baseUrl)
    const limit = timeLimit(limitMs, init.signal)
    const startedAt = clock.now()
    let response: Response | null = null
    try {
      response = await fetch(address, { ...init, signal: limit.signal, redirect: 'error', credentials: 'omit' })
      return reply === 'whole' || !response.ok ? await readWhole(response) : response
    } catch (cause) {
      throw new NoAnswer('The request got no answer.', { cause })
    } finally {
      limit.end()
      report(onCall, {
        method: methodOf(url),
        status: response?.status ?? null,
        requestId: response?.headers.get('x-dropbox-request-id') ?? null,
        durationMs: clock.now() - startedAt,
      })
    }
  }
}

/**
 * Where a Dropbox address really leads: to itself, or below `baseUrl` with the host as the first path segment.
 * @throws TypeError for any other host, so that no mistake can carry a token away.
 */
export function addressOf(url: string, baseUrl: string | undefined): string {
  const { protocol, host, pathname, search } = new URL(url)
  if (protocol !== 'https:' || !HOSTS.has(host)) {
    throw new TypeError(`Only Dropbox's own hosts are called over https, not ${protocol}//${host}.`)
  }
  return baseUrl === undefined ? url : `${baseUrl.replace(/\/+$/, '')}/${host}${pathname}${search}`
}

function methodOf(url: string): string {
  return new URL(url).pathname.replace(/^\/(2\/)?/, '')
}

function timeLimit(ms: number, signal: AbortSignal | null | undefined): { signal: AbortSignal; end: () => void } {
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(new Error(`Dropbox did not answer within ${ms} ms.`)), ms)
  return {
    signal: signal ? AbortSignal.any([signal, limit.signal]) : limit.signal,
    end: () => clearTimeout(timer),
  }
}

async function readWhole(response: Response): Promise<Response> {
  const bytes = await response.arrayBuffer()
  const { status, headers } = response
  return new Response(bytes.byteLength === 0 ? null : bytes, { status, headers })
}

function report(onCall: ((report: CallReport) => void) | undefined, call: CallReport): void {
  try {
    onCall?.(call)
  } catch {
    // A log that fails must not fail the sync.
  }
}
