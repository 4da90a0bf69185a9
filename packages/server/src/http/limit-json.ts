import { createMiddleware } from 'hono/factory'

import type { Env } from './env.ts'
import { jsonDepth } from './json-depth.ts'
import { problem } from './problem.ts'
import { readBody } from './read-body.ts'
import { isUpload } from './upload-type.ts'

/** The largest JSON body: a bulk run over 100,000 records by name. */
const LARGEST_BULK_BYTES = 16 * 1024 * 1024
/** A thousand files with their versions, each character written as an escape. */
const LARGEST_JSON_BYTES = 8 * 1024 * 1024
/** The contract needs five. */
const DEEPEST_JSON = 32

/**
 * Reads JSON bodies up to a limit, and no deeper than a body of the contract can be (X54); uploads are counted where they are read.
 * Hono's own `bodyLimit` makes a request of the request, which the requests of `@hono/node-server` do not survive.
 */
export const limitJson = createMiddleware<Env>(async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD' || isUpload(c.req.header('content-type'))) return next()
  const limitBytes = c.req.path.startsWith('/bulk') ? LARGEST_BULK_BYTES : LARGEST_JSON_BYTES
  const { url, method, headers, signal } = c.req.raw
  const body = await readBody(c.req.raw, limitBytes)
  if (jsonDepth(body) > DEEPEST_JSON) throw problem('bad_request', 'The JSON is nested too deep.')
  c.req.raw = new Request(url, { method, headers, signal, ...(body.byteLength > 0 && { body }) })
  return next()
})
