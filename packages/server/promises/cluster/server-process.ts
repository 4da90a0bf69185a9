import { flushCompileCache } from 'node:module'
import { env } from 'node:process'

import type { LogEntry } from '../../src/index.ts'
import { serveNode, systemClock } from '../../src/node/index.ts'
import { compose } from './compose.ts'
import { killPoints, mortalFetch, mortalFiles, mortalStores } from './kill-points.ts'
import type { ServerAsked, ServerSetting, ServerTold } from './server-messages.ts'

/**
 * A process of the server, as an operator starts it: `web` answers requests, `worker` runs passes, `both` does both on one machine. It
 * ends with its parent. Where a death is asked for, every point is watched.
 */
const setting = JSON.parse(env['SERVER_SETTING'] ?? '{}') as ServerSetting
const { role, port, aheadMs, deathAt, isWatched } = setting
const clock = { now: () => systemClock.now() + aheadMs }
const { point, dieAfter, seen } = killPoints(deathAt)
const tell = (told: ServerTold): void => void process.send?.(told, undefined, {}, () => undefined)

const log = (entry: LogEntry): void => tell({ type: 'log', entry })
const plain = await compose({ ...setting, clock, log })
const parts = isWatched ? await compose({ ...setting, clock, log, ...watched() }) : plain
const { server } = parts
const stop = new AbortController()
const listener = role === 'worker' ? null : await serveNode((request) => server.handle(request), { port })
const work = role === 'web' ? null : server.work({ signal: stop.signal })

process.on('message', (asked: ServerAsked) => {
  if (asked.type === 'seen') tell({ type: 'seen', points: seen() })
  if (asked.type === 'memory') tellMemory()
  if (asked.type === 'stop') void end()
  if (asked.type === 'die') dieAfter(asked.count ?? Infinity)
})
process.on('disconnect', () => process.exit())
tell({ type: 'ready', url: listener?.url ?? null })
// Else it is written at the end, which a process that is killed does not come to.
flushCompileCache()

/** Handles are whatever keeps a process: connections, listeners, timers. */
function tellMemory(): void {
  tell({ type: 'memory', rssMb: process.memoryUsage().rss / 2 ** 20, handles: process.getActiveResourcesInfo().length })
}

/** The same parts with a point at every effect. */
function watched() {
  return {
    fetch: mortalFetch(point),
    change: { stores: mortalStores(plain.stores, point), files: mortalFiles(plain.files, point) },
  }
}

async function end(): Promise<void> {
  stop.abort()
  await listener?.close()
  await work
  if (parts !== plain) await parts.close()
  await plain.close()
  process.exit()
}
