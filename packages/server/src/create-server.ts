import { createEngine } from '@twinfolder/core'
import { memoryHostFiles } from '@twinfolder/core/memory'

import { createBulkEvents } from './bulk/bulk-events.ts'
import { derivedKeys } from './crypto/derived-keys.ts'
import { sha256 } from './crypto/sha256.ts'
import { createEventHub } from './events/event-hub.ts'
import { engineEventPublisher } from './events/publish-engine-event.ts'
import { createContentTokens } from './files/content-token.ts'
import { scannedFiles } from './files/scanned-files.ts'
import { createUploadsUnderWay } from './files/uploads-under-way.ts'
import { createApp } from './http/app.ts'
import { createGrants } from './link/grants.ts'
import { userRemoved } from './link/user-removed.ts'
import { memoryBlobStore } from './memory/memory-blob-store.ts'
import { memoryStores } from './memory/memory-stores.ts'
import type { ServerOptions, TwinfolderServer } from './options.ts'
import type { ServerParts } from './server-parts.ts'
import { settingsOf } from './settings.ts'
import { filesChanged } from './sync/files-changed.ts'
import { createOpenRecords } from './sync/open-records.ts'
import { createTransfers } from './sync/transfers.ts'
import { createUploadTurns } from './uploads/upload-turns.ts'
import { createVault } from './vault/vault.ts'
import { createRunningPasses } from './work/running-passes.ts'
import { reasonOf, work } from './work/worker.ts'

/**
 * Makes a server to mount beside a CRM's own: it answers what the widget asks, links accounts, keeps tokens, takes webhooks
 * and runs the passes. It imports nothing of Node, so the same server runs in a page.
 *
 * @example
 * const server = createServer({ remote: dropbox({ appKey }), records, authenticate, key, publicUrl, appFolderLabel })
 * void server.work({ signal })
 * app.all('/twinfolder/*', (request) => server.handle(request))
 *
 * @throws TypeError when `key` has less than 32 bytes or `publicUrl` is no http address
 */
export function createServer(options: ServerOptions): TwinfolderServer {
  const parts = partsOf(options)
  const app = createApp(parts)
  const stop = new AbortController()
  const running = new Set<Promise<void>>()
  return {
    handle: async (request) => app.fetch(request),
    async work({ signal }) {
      const worker = work(parts, AbortSignal.any([signal, stop.signal]))
      running.add(worker)
      try {
        await worker
      } finally {
        running.delete(worker)
      }
    },
    recordChanged: ({ tenantId, module, id }) => filesChanged(parts, { tenantId, module, id }, { whole: true }),
    userRemoved: ({ tenantId, userId }) => userRemoved(parts, { tenantId, userId }),
    async close() {
      stop.abort()
      parts.openRecords.close()
      parts.bulkEvents.close()
      parts.hub.close()
      parts.transfers.close()
      parts.passes.close()
      await Promise.allSettled(running)
    },
  }
}

/** Composes what a server consists of. */
export function partsOf(options: ServerOptions): ServerParts {
  const settings = settingsOf(options)
  for (const warning of options.remote.warnings ?? []) settings.log({ level: 'warn', event: 'remote.setup', warning })
  const { clock, random, log } = settings
  const { remote: provider, records, authenticate } = options
  const keys = derivedKeys(options.key)
  const vault = createVault(keys)
  const stores = options.stores ?? memoryStores()
  const hostFiles = options.files ?? memoryHostFiles({ clock, random, sha256 })
  const files = options.scan ? scannedFiles(hostFiles, options.scan) : hostFiles
  const grants = createGrants({ links: stores.links, vault, provider, log })
  const hub = createEventHub(random.id().slice(0, 8), stores.pubSub)
  const transfers = createTransfers(stores.pubSub)
  const publish = engineEventPublisher({ hub, stores, transfers })
  const engine = createEngine({
    store: stores.sync,
    files,
    records,
    remote: (link) => grants.connect(link),
    clock,
    random,
    sha256,
    moduleFolderName: settings.moduleFolderName,
    maxFileBytes: settings.maxFileBytes,
    onEvent(event) {
      publish(event).catch((error: unknown) => log({ level: 'warn', event: 'event.lost', reason: reasonOf(error) }))
    },
  })
  return {
    settings,
    authenticate,
    provider,
    records,
    files,
    stores,
    vault,
    grants,
    engine,
    hub,
    bulkEvents: createBulkEvents(hub),
    contentTokens: createContentTokens(keys),
    uploads: createUploadsUnderWay(),
    uploadParts: options.uploadParts ?? memoryBlobStore(),
    uploadTurns: createUploadTurns(),
    openRecords: createOpenRecords({ ...stores, pollMs: settings.openRecordPollMs, log }),
    transfers,
    passes: createRunningPasses(stores.pubSub),
  }
}
