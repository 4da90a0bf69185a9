import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { join } from 'node:path'

import { getRequestListener } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'

/** The example's page over HTTP. */
export interface Page {
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void
  readonly close: () => Promise<void>
}

const folder = join(import.meta.dirname, '..')

/** From its sources, with hot reloading through the same port. */
export async function devPage(http: Server): Promise<Page> {
  const { createServer } = await import('vite')
  const vite = await createServer({
    configFile: join(folder, 'vite.config.ts'),
    server: { middlewareMode: true, ws: { server: http } },
  })
  return { answer: (request, response) => vite.middlewares(request, response), close: () => vite.close() }
}

/** As `vite build` made it. Each path that is no file is the page itself. */
export function builtPage(): Page {
  const dist = join(folder, 'dist')
  const files = new Hono()
  files.use('/*', serveStatic({ root: dist }))
  files.get('/*', serveStatic({ root: dist, path: 'index.html' }))
  const answer = getRequestListener(files.fetch)
  return { answer: (request, response) => void answer(request, response), close: async () => undefined }
}
