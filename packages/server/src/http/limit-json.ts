import { createMiddleware } from 'hono/factory'

import type { Env } from './env.ts'
import { problem } from './problem.ts'
import { readBody } from './read-body.ts'
import { isUpload } from './upload-type.ts'

/** The largest JSON body: a bulk run over 100,000 records by name. */
const LARGEST_JSON_BYTES = 16 * 1024 * 1024

/**
 * Refuses JSON bodies that are too large; uploads are counted where they are read. Hono's own `bodyLimit` makes a request
 * of the request, which the requests of `@hono/node-server` do not survive.
 */
export const limitJson = createMiddleware<Env>(async (c, next) => {
  if (c.req.method !== 'POST' || isUpload(c.req.header('content-type'))) return next()
  const announced = c.req.header('content-length')
  if (announced === undefined) {
    const { url, method, headers, signal } = c.req.raw
    const body = await readBody(c.req.raw, LARGEST_JSON_BYTES)
    c.req.raw = new Request(url, { method, headers, signal, body })
  } else if (!(Number(announced) <= LARGEST_JSON_BYTES)) {
    throw problem('file_too_large', 'The body is too large.', { limitBytes: LARGEST_JSON_BYTES })
  }
  return next()
})
