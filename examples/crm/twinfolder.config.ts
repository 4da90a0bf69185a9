import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { env } from 'node:process'

import { serveStatic } from '@hono/node-server/serve-static'
import { dropbox, dropboxHosts } from '@twinfolder/dropbox'
import { type RunningTwinfolder, defineTwinfolder, secretFrom } from '@twinfolder/server/command'
import { publicFetch } from '@twinfolder/server/node'
import { Hono } from 'hono'

import { crmApi } from './server/crm-api.ts'
import { crmHostRecords } from './server/host-records.ts'
import { seedFiles } from './server/seed-files.ts'
import { openSegments } from './server/segments.ts'
import { sessionOf } from './server/session.ts'

/**
 * The example as an operator runs it: `twinfolder-server web`, `worker` or `start`, in any number of processes over PostgreSQL.
 * `DROPBOX_APP_KEY` and `DROPBOX_APP_SECRET` name the app; `DROPBOX_URL` is an emulator instead of Dropbox; `CRM_DATA_DIR` holds what
 * is the CRM's own, for every process the same; `CRM_SEED=1` puts the example's documents on its records (with a quota: 55 files of 53 MB
 * have to fit). `vite build examples/crm` makes the page that `web` answers with.
 */
const dataDir = env['CRM_DATA_DIR'] ?? join(import.meta.dirname, '..', '..', '.data', 'crm')
mkdirSync(dataDir, { recursive: true })
const segments = openSegments(dataDir)
let app: Hono | null = null

export default defineTwinfolder({
  remote: dropbox({
    appKey: env['DROPBOX_APP_KEY'] ?? '',
    appSecret: secretFrom('DROPBOX_APP_SECRET'),
    baseUrl: env['DROPBOX_URL'],
    // An emulator is on this computer; Dropbox is not.
    fetch: env['DROPBOX_URL'] === undefined ? publicFetch({ hosts: dropboxHosts }) : undefined,
  }),
  records: crmHostRecords(segments),
  authenticate: sessionOf,
  appFolderLabel: 'Apps/Demo CRM',
  fetch: (request, running) => (app ??= crmApp(running)).fetch(request),
  async onStart({ files }) {
    if (env['CRM_SEED'] === '1') await seedFiles(files)
  },
})

/** The CRM's own pages and API, beside Twinfolder's. */
function crmApp({ files, server }: RunningTwinfolder): Hono {
  const routes = new Hono()
  routes.route('/', crmApi(segments, null, { files, changed: (record) => server.recordChanged(record) }))
  const dist = join(import.meta.dirname, 'dist')
  routes.use('/*', serveStatic({ root: dist }))
  routes.get('/*', serveStatic({ root: dist, path: 'index.html' }))
  return routes
}
