import { setTimeout as wait } from 'node:timers/promises'

import { createServer } from '../create-server.ts'
import { demoKey } from '../node/demo-key.ts'
import { type NodeListener, serveNode } from '../node/serve-node.ts'
import { jsonLog } from '../operations/json-log.ts'
import { measuredHandler } from '../operations/measured-handler.ts'
import { measuredRemote } from '../operations/measured-remote.ts'
import { createMetrics } from '../operations/metrics.ts'
import { operationsApp } from '../operations/operations-app.ts'
import { routeNames } from '../operations/route-names.ts'
import type { LogEntry } from '../options.ts'
import type { RunningTwinfolder, TwinfolderConfig } from './define-twinfolder.ts'
import type { Environment } from './environment.ts'
import { loadConfig } from './load-config.ts'
import { openStorage } from './open-storage.ts'
import { UsageError } from './usage.ts'
import { addWorkGauges } from './work-gauges.ts'

/** What a process does: `start` both. */
export type Role = 'start' | 'web' | 'worker'

/** How a process is run. */
export interface RunOptions {
  readonly role: Role
  readonly environment: Environment
  /** The path of the host's configuration. */
  readonly config: string
  /** Aborted when the process is to stop. */
  readonly stop: AbortSignal
  readonly write: (line: string) => void
}

/**
 * Runs a server until it is told to stop, then ends it in order: it is not ready any more, takes nothing new, ends event streams,
 * waits for requests and passes under way, and closes the database. What is not done in time is cut; it goes on elsewhere.
 *
 * @throws what the start fails with; a worker's failure
 */
export async function runServer({ role, environment, config: path, stop, write }: RunOptions): Promise<void> {
  if (environment.storage.type === 'folder' && role !== 'start') {
    throw new UsageError(
      'A data folder belongs to one process, which is web and worker in one: `twinfolder-server start`.',
    )
  }
  const metrics = createMetrics()
  const writeLog = jsonLog({ level: environment.logLevel, write })
  const log = (entry: LogEntry): void => {
    metrics.note(entry)
    writeLog(entry)
  }
  const { publicUrl, isDemo, operations, web } = environment
  const config = await loadConfig(path, { command: role, publicUrl, isDemo, log })
  const closing: (() => Promise<unknown>)[] = []
  const closeAll = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close()
  }
  try {
    if (config.onStop) closing.push(async () => config.onStop?.())
    const storage = await openStorage(environment, { ...config, log })
    closing.push(() => storage.close())
    addWorkGauges(metrics, storage)
    const key = environment.key ?? (await demoKeyOf(environment))
    const files = config.files ?? storage.files
    const server = createServer({
      ...serverOptionsOf(config, environment),
      remote: measuredRemote(config.remote, metrics),
      key,
      files,
      stores: storage.stores,
      uploadParts: storage.uploadParts,
      log,
    })
    closing.push(() => server.close())
    await server.start()
    await config.onStart?.({ server, files })

    const app = operationsApp({
      metrics,
      checks: storage.checks,
      isStopping: () => stop.aborted,
      token: operations.token,
    })
    const ofOperations = await serveNode(app, { ...operations, patienceMs: 1000 })
    closing.push(() => ofOperations.close())

    const working = new AbortController()
    const worker = role === 'web' ? null : server.work({ signal: working.signal })
    const handle = measuredHandler(handlerOf(config, { server, files }, publicUrl), {
      metrics,
      nameOf: routeNames(pathOf(publicUrl)),
      log,
    })
    const listener = role === 'worker' ? null : await serveNode(handle, { ...web, patienceMs: environment.shutdownMs })
    closing.push(async () => {
      working.abort()
      await endTogether(listener, [worker ?? Promise.resolve(), server.close()])
    })
    storage.announce(listener?.url ?? '')
    log({ level: 'info', event: 'started', role, url: listener?.url ?? null, operationsUrl: ofOperations.url, isDemo })

    await Promise.race([aborted(stop), ...(worker ? [worker] : [])])
    if (!stop.aborted) throw new Error('The worker ended by itself.')
  } catch (error) {
    await closeAll().catch(() => undefined)
    throw error
  }
  await shutDown(closeAll, environment, log)
}

/** Streams end before the listener is waited for, as they would never end by themselves. */
async function endTogether(listener: NodeListener | null, others: readonly Promise<unknown>[]): Promise<void> {
  const closed = listener?.close()
  await Promise.allSettled(others)
  await closed
}

async function shutDown(
  close: () => Promise<void>,
  { drainMs, shutdownMs }: Environment,
  log: (entry: LogEntry) => void,
): Promise<void> {
  const began = performance.now()
  log({ level: 'info', event: 'stopping' })
  await wait(drainMs)
  const closed = close().then(
    () => 'closed' as const,
    (error: unknown) => {
      log({ level: 'warn', event: 'stop.failed', reason: error instanceof Error ? error.message : String(error) })
      return 'failed' as const
    },
  )
  const outcome = await Promise.race([closed, wait(shutdownMs, 'cut' as const, { ref: false })])
  const level = outcome === 'closed' ? 'info' : 'warn'
  log({ level, event: 'stopped', outcome, ms: Math.round(performance.now() - began) })
}

function serverOptionsOf(config: TwinfolderConfig, environment: Environment) {
  const { restrictions: _1, tenantQuota: _2, fetch: _3, onStart: _4, onStop: _5, ...options } = config
  const { publicUrl, previousKeys, isDemo: demo, maxFileBytes, concurrency, followChanges } = environment
  const { openRecordPollMs, recentLinkPollMs, reconcileMs } = environment
  const polls = { openRecordPollMs, recentLinkPollMs, reconcileMs, followChanges }
  return { ...options, ...polls, publicUrl, previousKeys, demo, maxFileBytes, concurrency }
}

function demoKeyOf({ storage }: Environment) {
  if (storage.type !== 'folder') throw new UsageError('TWINFOLDER_KEY is missing.')
  return demoKey(storage.dataDir)
}

function handlerOf(config: TwinfolderConfig, running: RunningTwinfolder, publicUrl: string) {
  const below = `${pathOf(publicUrl)}/`
  return async (request: Request): Promise<Response> => {
    if (new URL(request.url).pathname.startsWith(below)) return running.server.handle(request)
    return config.fetch ? config.fetch(request, running) : new Response('There is nothing here.\n', { status: 404 })
  }
}

function pathOf(publicUrl: string): string {
  return new URL(publicUrl).pathname.replace(/\/+$/, '')
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
