import { join } from 'node:path'
import { env } from 'node:process'

import { type HostRecords, Secret } from '@twinfolder/core'
import { dropbox } from '@twinfolder/dropbox'
import { createServer } from '@twinfolder/server'
import { connectTwinfolder, diskBlobStore, serveNode, startTwinfolderNode } from '@twinfolder/server/node'

import { APP_KEY, APP_SECRET, type BenchSetting, USER_HEADER } from './setting.ts'

/** A process of the server as an operator runs it, over a CRM with as many companies as one asks for. */
const setting = JSON.parse(env['BENCH_SETTING'] ?? '{}') as BenchSetting
const { role, databaseUrl, dataDir, emulatorUrl, port } = setting

const records: HostRecords = {
  describe: async (keys) => keys.map(({ id }) => ({ name: `Company ${id}`, number: id, singular: 'Company' })),
  access: async (_user, keys) => keys.map(() => ({ read: true, write: true, missing: [] })),
  expandSegment: async (_user, { module, id }) =>
    Array.from({ length: Number(id) }, (_, index) => ({ module, id: `bulk-${index + 1}` })),
}
const storage =
  databaseUrl === null
    ? await startTwinfolderNode({ dataDir })
    : await connectTwinfolder({
        databaseUrl,
        blobs: diskBlobStore(join(dataDir, 'contents')),
        uploadParts: diskBlobStore(join(dataDir, 'upload-parts')),
        migrate: false,
      })
const server = createServer({
  remote: dropbox({ appKey: APP_KEY, appSecret: APP_SECRET, baseUrl: emulatorUrl }),
  records,
  files: storage.files,
  stores: storage.stores,
  uploadParts: storage.uploadParts,
  authenticate(request) {
    const userId = request.headers.get(USER_HEADER)
    if (userId === null) return null
    const about = { firstName: userId, locale: 'en', timeZone: 'Europe/Brussels', isAdmin: false }
    return { tenantId: 'bench', userId, sessionId: userId, ...about }
  },
  key: new Secret('the same key in every process of a benchmark'),
  publicUrl: `http://127.0.0.1:${port}/twinfolder`,
  appFolderLabel: 'Apps/Bench',
})
if (role !== 'worker') await serveNode((request) => server.handle(request), { port })
if (role !== 'web') void server.work({ signal: new AbortController().signal })
process.on('disconnect', () => process.exit())
process.send?.('ready')
