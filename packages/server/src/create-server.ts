import { createEngine } from '@twinfolder/core'
import { memoryHostFiles } from '@twinfolder/core/memory'

import { createAuditLog } from './audit/audit-log.ts'
import { auditEngineEvent } from './audit/audit-engine-event.ts'
import { createBulkEvents } from './bulk/bulk-events.ts'
import { keyRing } from './crypto/key-ring.ts'
import { assertServerKey } from './crypto/server-key.ts'
import { sha256 } from './crypto/sha256.ts'
import { createEventHub } from './events/event-hub.ts'
import { engineEventPublisher } from './events/publish-engine-event.ts'
import { createContentTokens } from './files/content-token.ts'
import { scannedFiles } from './files/scanned-files.ts'
import { createUploadsUnderWay } from './files/uploads-under-way.ts'
import { createApp } from './http/app.ts'
import { problem } from './http/problem.ts'
import { problemResponse } from './http/problem-response.ts'
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
import { keyCheck } from './vault/check-server-key.ts'
import { rotateKey } from './vault/rotate-key.ts'
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
 * @throws TypeError when a key protects nothing (`assertServerKey` tells what is refused), or `publicUrl` is no http address
 */
export function createServer(options: ServerOptions): TwinfolderServer {
  const parts = partsOf(options)
  const app = createApp(parts)
  const stop = new AbortController()
  const running = new Set<Promise<void>>()
  const start = keyCheck(parts)
  return {
    start,
    async handle(request) {
      const failure = await start().then(
        () => null,
        (error: unknown) => error,
      )
      return failure === null ? app.fetch(request) : unavailable(parts, failure)
    },
    async work({ signal }) {
      await start()
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
    rotateKey: () => rotateKey(parts),
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

/** A server that cannot open what is sealed answers nobody, rather than tell users to link again. */
function unavailable({ settings }: ServerParts, failure: unknown): Response {
  const requestId = settings.random.id()
  settings.log({ level: 'error', event: 'request.failed', code: 'unavailable', reason: reasonOf(failure), requestId })
  return problemResponse(problem('unavailable', 'The server is not ready.', { retryAfterSeconds: 30 }), requestId)
}

/** Composes what a server consists of. */
export function partsOf(options: ServerOptions): ServerParts {
  const settings = settingsOf(options)
  for (const warning of options.remote.warnings ?? []) settings.log({ level: 'warn', event: 'remote.setup', warning })
  const { clock, random, log } = settings
  const { remote: provider, records, authenticate } = options
  const { key: current, previousKeys: previous = [], demo: isDemo = false } = options
  for (const key of [current, ...previous]) assertServerKey(key, { isDemo })
  const keys = keyRing({ current, previous })
  const vault = createVault(keys)
  const stores = options.stores ?? memoryStores()
  const hostFiles = options.files ?? memoryHostFiles({ clock, random, sha256 })
  const files = options.scan ? scannedFiles(hostFiles, options.scan) : hostFiles
  const grants = createGrants({ links: stores.links, vault, provider, log })
  const audit = createAuditLog(stores.audit, settings)
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
      void auditEngineEvent({ audit, stores }, event)
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
    keys,
    vault,
    grants,
    engine,
    audit,
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
