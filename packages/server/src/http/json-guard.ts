import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@twinfolder/protocol'
import { createMiddleware } from 'hono/factory'

import type { Settings } from '../settings.ts'
import type { Env } from './env.ts'
import { problem } from './problem.ts'

/**
 * Lets through what only a page of the host app can send (X49): no form and no foreign page can set the protocol header,
 * and browsers say where a request comes from. What changes nothing gets a version error instead.
 */
export function jsonGuard({ origin, allowedOrigins }: Pick<Settings, 'origin' | 'allowedOrigins'>) {
  return createMiddleware<Env>(async (c, next) => {
    const changes = c.req.method !== 'GET' && c.req.method !== 'HEAD'
    const from = c.req.header('origin')
    const isAllowed = from !== undefined && allowedOrigins.includes(from)
    if (c.req.header('sec-fetch-site') === 'cross-site' && !isAllowed) {
      throw problem('csrf_refused', 'The request comes from a page of another site.')
    }
    if (changes && from !== undefined && from !== origin && !isAllowed) {
      throw problem('csrf_refused', `The request comes from ${printable(from)}; publicUrl says ${origin}.`)
    }
    const version = c.req.header(PROTOCOL_HEADER)
    if (version === undefined && changes) {
      throw problem('csrf_refused', `The header ${PROTOCOL_HEADER} is missing.`)
    }
    if (version !== PROTOCOL_VERSION) {
      const detail = `This server speaks version ${PROTOCOL_VERSION} of the protocol (header ${PROTOCOL_HEADER}).`
      throw problem('protocol_mismatch', detail)
    }
    await next()
  })
}

function printable(text: string): string {
  return text.slice(0, 100).replaceAll(/[^\x20-\x7e]/g, '?')
}
