import { createHash, timingSafeEqual } from 'node:crypto'

import type { Secret } from '@twinfolder/core'

import type { Metrics } from './metrics.ts'

/** Something that a server needs to answer. */
export interface ReadinessCheck {
  readonly name: string
  /** Throws, or takes more than two seconds, when it is not there. */
  check(this: void): Promise<void>
}

/** What the private port of a process tells. */
export interface OperationsAppOptions {
  readonly metrics: Metrics
  readonly checks: readonly ReadinessCheck[]
  /** Whether the process takes no more work. */
  readonly isStopping: () => boolean
  /** What callers send as a bearer token; without one only this computer is answered, by a name of its own. */
  readonly token: Secret | null
}

const PATIENCE_MS = 2000

/**
 * Answers `/health` (the process runs), `/ready` (it can serve, else 503) and `/metrics`. Serve it on a port of its own: it is not
 * for the users of the host (X60).
 */
export function operationsApp(options: OperationsAppOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    if (!isAllowed(request, options.token)) {
      return told(options.token ? 401 : 403, { error: 'Not for you.' }, { 'www-authenticate': 'Bearer' })
    }
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return told(405, { error: 'Only GET.' }, { allow: 'GET' })
    switch (new URL(request.url).pathname) {
      case '/health':
        return told(200, { status: 'ok' })
      case '/ready':
        return readiness(options)
      case '/metrics': {
        const { body, contentType } = await options.metrics.text()
        return new Response(body, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } })
      }
      default:
        return told(404, { error: 'There are /health, /ready and /metrics.' })
    }
  }
}

async function readiness({ checks, isStopping }: OperationsAppOptions): Promise<Response> {
  const results = await Promise.all(checks.map(async ({ name, check }) => [name, await outcomeOf(check)] as const))
  const isReady = !isStopping() && results.every(([, outcome]) => outcome === 'ok')
  const status = isStopping() ? 'stopping' : isReady ? 'ready' : 'not ready'
  return told(isReady ? 200 : 503, { status, checks: Object.fromEntries(results) })
}

async function outcomeOf(check: () => Promise<void>): Promise<'ok' | 'failed' | 'silent'> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<'silent'>((resolve) => {
    timer = setTimeout(() => resolve('silent'), PATIENCE_MS)
  })
  const outcome = check().then(
    () => 'ok' as const,
    () => 'failed' as const,
  )
  try {
    return await Promise.race([outcome, silence])
  } finally {
    clearTimeout(timer)
  }
}

/** A page that gave its own name the address of this computer is refused by the name that it asks for. */
function isAllowed(request: Request, token: Secret | null): boolean {
  if (token === null) return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(request.headers.get('host') ?? '')
  const given = /^bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? ''
  return timingSafeEqual(digest(given), digest(token.reveal()))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function told(status: number, body: object, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } })
}
