import { FILE_HEADER, IDEMPOTENCY_HEADER, PROTOCOL_HEADER, TUS_HEADER } from '@twinfolder/protocol'
import { createMiddleware } from 'hono/factory'

import type { Env } from './env.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE']
const REQUEST_HEADERS = [
  'accept',
  'authorization',
  'content-type',
  'if-none-match',
  'if-range',
  'last-event-id',
  'range',
  'upload-length',
  'upload-metadata',
  'upload-offset',
  'x-http-method-override',
  IDEMPOTENCY_HEADER,
  PROTOCOL_HEADER,
  TUS_HEADER,
]
const ANSWER_HEADERS = [
  'content-range',
  'etag',
  'location',
  'retry-after',
  'upload-expires',
  'upload-length',
  'upload-offset',
  FILE_HEADER,
  PROTOCOL_HEADER,
  TUS_HEADER,
]

/**
 * Lets pages of the named origins read answers, sent with the user's cookies, and nobody else (X50). An origin is compared as a whole:
 * neither `null` nor a longer or shorter name is one of them, and there is no wildcard.
 */
export function cors(allowedOrigins: readonly string[]) {
  return createMiddleware<Env>(async (c, next) => {
    const origin = c.req.header('origin')
    const isAllowed = origin !== undefined && allowedOrigins.includes(origin)
    if (isAllowed && c.req.raw.method === 'OPTIONS' && c.req.header('access-control-request-method') !== undefined) {
      return new Response(null, {
        status: 204,
        headers: {
          ...allowing(origin),
          vary: 'Origin',
          'access-control-allow-methods': METHODS.join(', '),
          'access-control-allow-headers': REQUEST_HEADERS.join(', '),
          'access-control-max-age': '600',
        },
      })
    }
    await next()
    // Caches must not give the answer for one origin to another.
    if (allowedOrigins.length > 0) c.header('vary', 'Origin', { append: true })
    if (!isAllowed) return
    for (const [name, value] of Object.entries(allowing(origin))) c.header(name, value)
    c.header('access-control-expose-headers', ANSWER_HEADERS.join(', '))
  })
}

function allowing(origin: string): Record<string, string> {
  return { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' }
}
