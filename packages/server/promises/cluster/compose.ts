import { join } from 'node:path'

import { type Clock, Secret } from '@twinfolder/core'
import { dropbox } from '@twinfolder/dropbox'

import {
  type BlobStore,
  type LogEntry,
  type ServerOptions,
  type Session,
  type TwinfolderServer,
  createServer,
} from '../../src/index.ts'
import {
  type ConnectedTwinfolder,
  connectTwinfolder,
  diskBlobStore,
  startTwinfolderNode,
  systemClock,
} from '../../src/node/index.ts'
import { APP_KEY, APP_SECRET } from './emulator-process.ts'
import { endlessRecords } from './host-records.ts'

/** The header by which a request says who sends it: `tenant/user`. */
export const USER_HEADER = 'x-user'

/** The key of all processes of a cluster. */
export const KEY = 'a key that is the same in all processes of a cluster'

/** How a server is put together: the same for every process of a cluster. */
export interface ComposeOptions {
  /** `null` is the embedded database in `dataDir`. */
  readonly databaseUrl: string | null
  readonly dataDir: string
  /** `null` leaves it to `fetch`, which gets Dropbox's own addresses. */
  readonly emulatorUrl: string | null
  /** Where the CRM answers. */
  readonly origin: string
  readonly clock?: Clock | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly change?: Partial<ServerOptions> | undefined
  /** Puts something between the CRM's files and their contents. */
  readonly throughBlobs?: ((blobs: BlobStore) => BlobStore) | undefined
  readonly log?: ((entry: LogEntry) => void) | undefined
}

/** A server with what it keeps. */
export interface Composed extends Storage {
  readonly server: TwinfolderServer
}

/** Puts a server together as an operator does: stores, contents, Dropbox and the CRM's own parts. */
export async function compose(options: ComposeOptions): Promise<Composed> {
  const storage = await openStorage(options)
  const { clock = systemClock, emulatorUrl, fetch, log } = options
  const parts: ServerOptions = {
    remote: dropbox({ appKey: APP_KEY, appSecret: APP_SECRET, baseUrl: emulatorUrl ?? undefined, fetch, clock }),
    records: endlessRecords,
    files: storage.files,
    stores: storage.stores,
    uploadParts: storage.uploadParts,
    authenticate: sessionOf,
    key: new Secret(KEY),
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

/** What a server keeps, wherever that is. */
interface Storage extends Pick<ConnectedTwinfolder, 'stores' | 'files' | 'blobs' | 'uploadParts' | 'close'> {
  /** `null` for the embedded database. */
  readonly db: ConnectedTwinfolder['db'] | null
}

async function openStorage({
  databaseUrl,
  dataDir,
  clock,
  log,
  throughBlobs = (blobs) => blobs,
}: ComposeOptions): Promise<Storage> {
  if (databaseUrl === null) return { ...(await startTwinfolderNode({ dataDir, clock, log })), db: null }
  return connectTwinfolder({
    databaseUrl,
    blobs: throughBlobs(diskBlobStore(join(dataDir, 'contents'))),
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
