import { join } from 'node:path'

import { type Clock, Secret } from '@twinfolder/core'
import { dropbox } from '@twinfolder/dropbox'

import { type LogEntry, type ServerOptions, type Session, createServer } from '../../src/index.ts'
import { connectTwinfolder, diskBlobStore, startTwinfolderNode, systemClock } from '../../src/node/index.ts'
import { APP_KEY, APP_SECRET } from './emulator-process.ts'
import { endlessRecords } from './host-records.ts'

/** The header by which a request says who sends it: `tenant/user`. */
export const USER_HEADER = 'x-user'

/** How a server is put together: the same for every process of a cluster. */
export interface ComposeOptions {
  /** `null` is the embedded database in `dataDir`. */
  readonly databaseUrl: string | null
  readonly dataDir: string
  readonly emulatorUrl: string
  /** Where the CRM answers. */
  readonly origin: string
  readonly clock?: Clock | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly change?: Partial<ServerOptions> | undefined
  readonly log?: ((entry: LogEntry) => void) | undefined
}

/** Puts a server together as an operator does: stores, contents, Dropbox and the CRM's own parts. */
export async function compose(options: ComposeOptions) {
  const storage = await openStorage(options)
  const { clock = systemClock, emulatorUrl, fetch, log } = options
  const parts: ServerOptions = {
    remote: dropbox({ appKey: APP_KEY, appSecret: APP_SECRET, baseUrl: emulatorUrl, fetch, clock }),
    records: endlessRecords,
    files: storage.files,
    stores: storage.stores,
    uploadParts: storage.uploadParts,
    authenticate: sessionOf,
    key: new Secret('a key that is the same in all processes of a cluster'),
    publicUrl: `${options.origin}/twinfolder`,
    appFolderLabel: 'Apps/Demo CRM',
    clock,
    log,
    ...options.change,
  }
  const server = createServer(parts)
  return {
    server,
    ...storage,
    async close() {
      await server.close()
      await storage.close()
    },
  }
}

async function openStorage({ databaseUrl, dataDir, clock, log }: ComposeOptions) {
  if (databaseUrl === null) return startTwinfolderNode({ dataDir, clock, log })
  return connectTwinfolder({
    databaseUrl,
    blobs: diskBlobStore(join(dataDir, 'contents')),
    uploadParts: diskBlobStore(join(dataDir, 'upload-parts')),
    migrate: false,
    clock,
    log,
  })
}

function sessionOf(request: Request): Session | null {
  const [tenantId, userId] = request.headers.get(USER_HEADER)?.split('/') ?? []
  if (!tenantId || !userId) return null
  const about = { firstName: userId, locale: 'en', timeZone: 'Europe/Brussels', isAdmin: false }
  return { tenantId, userId, ...about, sessionId: `${tenantId}/${userId}` }
}
