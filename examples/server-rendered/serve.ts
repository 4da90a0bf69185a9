import { readFileSync, readdirSync } from 'node:fs'
import { type Server, createServer as createHttpServer } from 'node:http'
import { join, relative } from 'node:path'

import { getRequestListener } from '@hono/node-server'
import { createSyncClient, inPageAdapter } from '@twinfolder/client'
import { Secret } from '@twinfolder/core'
import { memoryHostFiles, memoryHostRecords } from '@twinfolder/core/memory'
import { dropbox } from '@twinfolder/dropbox'
import { createDropboxEmulator, emulatorFetch } from '@twinfolder/dropbox-emulator'
import { createServer } from '@twinfolder/server'
import react from '@vitejs/plugin-react'
import { type InlineConfig, build } from 'vite'

import type * as Page from './src/server.tsx'

/** No inline script, no inline style, no `eval`, nothing from elsewhere. Pictures of uploads are blobs of the page. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' blob:",
  // The preview of a PDF.
  'frame-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

const tenantId = 'demo'
const folder = import.meta.dirname

/** The page and its Twinfolder server on one port, with an emulated Dropbox in the process. */
export async function serve(port: number): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const http = createHttpServer()
  const url = await listen(http, port)
  const twinfolder = await startTwinfolder(url)
  const { page, assets } = await buildPage()
  const answer = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/twinfolder/')) return twinfolder.handle(request)
    const asset = assets.get(pathname)
    if (asset) return new Response(asset.body, { headers: { 'content-type': asset.type } })
    const { html, state } = await page.render(createSyncClient(inPageAdapter(twinfolder.handle)))
    return new Response(document(html, state, assets), {
      headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': contentSecurityPolicy },
    })
  }
  const listener = getRequestListener(answer)
  http.on('request', (request, response) => void listener(request, response))
  return {
    url,
    async close() {
      await twinfolder.close()
      http.closeAllConnections()
      await new Promise((closed) => http.close(closed))
    },
  }
}

/** The data of the queries as JSON: not a script, so that the policy lets it be; `<` is written so that it can't end the element. */
function document(html: string, state: unknown, assets: ReadonlyMap<string, unknown>): string {
  const styles = [...assets.keys()].filter((path) => path.endsWith('.css'))
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Acme GmbH</title>
    ${styles.map((path) => `<link rel="stylesheet" href="${path}" />`).join('')}
  </head>
  <body>
    <main id="root">${html}</main>
    <script type="application/json" id="state">${JSON.stringify(state).replaceAll('<', '\\u003c')}</script>
    <script type="module" src="/assets/browser.js"></script>
  </body>
</html>`
}

interface Asset {
  readonly type: string
  readonly body: Uint8Array<ArrayBuffer>
}
type PageModule = typeof Page

/** Builds the page twice: for the browser, and for Node. */
async function buildPage(): Promise<{ readonly page: PageModule; readonly assets: ReadonlyMap<string, Asset> }> {
  const shared = { configFile: false, root: folder, logLevel: 'error', plugins: [react()] } satisfies InlineConfig
  const browser = join('dist', 'browser')
  await build({
    ...shared,
    build: {
      outDir: browser,
      rolldownOptions: {
        input: join(folder, 'src', 'browser.tsx'),
        output: { entryFileNames: 'assets/[name].js' },
      },
    },
  })
  await build({
    ...shared,
    build: { outDir: join('dist', 'node'), ssr: join(folder, 'src', 'server.tsx') },
    ssr: { noExternal: [/^@twinfolder\//] },
  })
  const page = (await import(join(folder, 'dist', 'node', 'server.js'))) as PageModule
  const types = { js: 'text/javascript', css: 'text/css' } as const
  const assets = new Map<string, Asset>()
  for (const path of listFiles(join(folder, browser))) {
    const type = types[path.endsWith('.css') ? 'css' : 'js']
    assets.set(path, { type, body: new Uint8Array(readFileSync(join(folder, browser, path))) })
  }
  return { page, assets }
}

function listFiles(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `/${relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/')}`)
}

/** A server over memory, with three files on the record. */
async function startTwinfolder(publicUrl: string) {
  const clock = { now: () => Date.now() }
  const random = { id: () => crypto.randomUUID(), fraction: () => Math.random() }
  const sha256 = (bytes: Uint8Array<ArrayBuffer>) => crypto.subtle.digest('SHA-256', bytes)
  const emulator = createDropboxEmulator({
    accounts: [{ email: 'sofie@example.com', plan: 'plus', displayName: 'Sofie Janssens' }],
    apps: [{ key: 'demo', secret: 'demo-secret', name: 'Demo CRM', folderName: 'Demo CRM' }],
  })
  const files = memoryHostFiles({ clock, random, sha256 })
  const key = { tenantId, module: 'companies', id: '1001' } as const
  for (const name of ['Notes.txt', 'Offer <2026>.txt', 'Price list.csv'])
    await files.put(key, { folder: [], name }, new TextEncoder().encode(name), {
      userId: 'marie',
      name: 'Marie',
      via: 'host',
    })
  const server = createServer({
    remote: dropbox({ appKey: 'demo', fetch: emulatorFetch(emulator) }),
    records: memoryHostRecords({ records: [[key, { name: 'Acme GmbH', number: '1001', singular: 'Company' }]] }),
    files,
    authenticate: () => ({
      tenantId,
      userId: 'sofie',
      firstName: 'Sofie',
      locale: 'en',
      timeZone: 'Europe/Berlin',
      isAdmin: false,
      sessionId: 'demo',
    }),
    key: new Secret('a key for this example, 32 bytes!'),
    demo: true,
    publicUrl: `${publicUrl}/twinfolder`,
    appFolderLabel: 'Apps/Demo CRM',
  })
  const stopping = new AbortController()
  const working = server.work({ signal: stopping.signal })
  return {
    handle: server.handle,
    async close() {
      stopping.abort()
      await working
      await server.close()
      emulator.close()
    },
  }
}

function listen(http: Server, port: number): Promise<string> {
  return new Promise((listening, failed) => {
    http.once('error', failed)
    http.listen(port, '127.0.0.1', () => {
      const address = http.address()
      listening(`http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`)
    })
  })
}
