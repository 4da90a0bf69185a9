import { existsSync, writeFileSync } from 'node:fs'
import { type Server, createServer as createHttpServer } from 'node:http'
import { join } from 'node:path'

import { getRequestListener } from '@hono/node-server'
import { type HostFiles, type RecordKey, Secret } from '@twinfolder/core'
import { dropbox, dropboxHosts } from '@twinfolder/dropbox'
import { createServer } from '@twinfolder/server'
import { demoKey, publicFetch, startTwinfolderNode } from '@twinfolder/server/node'
import { Hono } from 'hono'

import { crmApi } from './crm-api.ts'
import { type ExampleDropbox, startExampleDropbox } from './example-dropbox.ts'
import { crmHostRecords } from './host-records.ts'
import { builtPage, devPage } from './page.ts'
import { people } from './people.ts'
import { seedFiles } from './seed-files.ts'
import { openSegments } from './segments.ts'
import { sessionOf } from './session.ts'

/** How the example runs. */
export interface ExampleOptions {
  /** Of the CRM; 0 takes a free one. */
  readonly port: number
  /** Of the Dropbox emulator; 0 takes a free one. */
  readonly emulatorPort: number
  readonly dataDir: string
  /** `dev` serves the page from its sources, with hot reloading; `built` what `vite build` made. */
  readonly web: 'dev' | 'built'
  /** The app at the real Dropbox; `null` starts the emulator. */
  readonly dropbox: { readonly appKey: string; readonly appSecret: string | undefined } | null
}

/** A running example. */
export interface Example {
  readonly url: string
  readonly dropboxPage: string | null
  close(): Promise<void>
}

/** Starts everything and answers when both pages do. @throws Error with a sentence when a port or the folder is taken */
export async function startExample({
  port,
  emulatorPort,
  dataDir,
  web,
  dropbox: app,
}: ExampleOptions): Promise<Example> {
  const storage = await startTwinfolderNode({ dataDir })
  const opened: (() => Promise<unknown>)[] = [() => storage.close()]
  const close = async (): Promise<void> => {
    for (const end of opened.splice(0).reverse()) await end()
  }
  try {
    const http = createHttpServer()
    const url = await listen(http, port)
    storage.announce(url)
    opened.push(() => new Promise((done) => (http.close(done), http.closeAllConnections())))

    let emulated: ExampleDropbox | null = null
    if (!app) {
      emulated = await startExampleDropbox({
        port: emulatorPort,
        dataDir: join(dataDir, 'dropbox'),
        people,
        crmUrl: url,
      })
      opened.push(emulated.close)
    }
    await seedOnce(dataDir, storage.files)

    const segments = openSegments(dataDir)
    const server = createServer({
      remote: emulated
        ? emulated.remote
        : dropbox({
            appKey: app?.appKey ?? '',
            fetch: publicFetch({ hosts: dropboxHosts }),
            ...(app?.appSecret ? { appSecret: new Secret(app.appSecret) } : {}),
          }),
      records: crmHostRecords(segments),
      files: storage.files,
      stores: storage.stores,
      uploadParts: storage.uploadParts,
      authenticate: sessionOf,
      key: await demoKey(dataDir),
      demo: true,
      publicUrl: `${url}/twinfolder`,
      appFolderLabel: 'Apps/Demo CRM',
      log: (entry) => (entry.level === 'error' ? console.error(JSON.stringify(entry)) : undefined),
      ...(emulated ? { remoteFolderUrl: emulated.folderUrl } : {}),
    })
    const stopping = new AbortController()
    const working = server.work({ signal: stopping.signal })
    opened.push(async () => {
      stopping.abort()
      await working.catch(() => undefined)
      await server.close()
    })

    const page = web === 'dev' ? await devPage(http) : builtPage()
    opened.push(page.close)
    const routes = new Hono()
    routes.all('/twinfolder/*', (c) => server.handle(c.req.raw))
    const documents = { files: storage.files, changed: (record: RecordKey) => server.recordChanged(record) }
    routes.route('/', crmApi(segments, emulated?.page ?? null, documents))
    const answer = getRequestListener(routes.fetch)
    http.on('request', (request, response) => {
      if (/^\/(twinfolder|api)\//.test(request.url ?? '')) void answer(request, response)
      else page.answer(request, response)
    })
    return { url, dropboxPage: emulated?.page ?? null, close }
  } catch (error) {
    await close().catch(() => undefined)
    throw error
  }
}

/** Seeding again would give back what somebody deleted. A start that ends half-way goes on with the next. */
async function seedOnce(dataDir: string, files: HostFiles): Promise<void> {
  const marker = join(dataDir, 'seeded')
  if (existsSync(marker)) return
  await seedFiles(files)
  writeFileSync(marker, '')
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      reject(
        taken ? new Error(`Port ${port} is taken. Stop what uses it, or choose another: PORT=4601 npm start`) : error,
      )
    })
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`)
    })
  })
}
