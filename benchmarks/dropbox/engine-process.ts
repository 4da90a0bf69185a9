import { hash } from 'node:crypto'

import { type RecordKey, Secret } from '@twinfolder/core'
import { seededRandom } from '@twinfolder/core/memory'
import { dropbox } from '@twinfolder/dropbox'

import { type MemoryHost, companies, memoryHost } from '../memory-host.ts'
import { type Reach, type Step, appKey } from './messages.ts'
import { watchRss } from './peak-rss.ts'
import { type TreeFile, changedOf, contentsOf, records, tree } from './tree.ts'

/**
 * The engine with its adapter, host and state in memory: up, its own writes read back, nothing, one
 * per cent changed, then down to an empty host.
 */
const { refreshToken, baseUrl, scale } = JSON.parse(process.argv[2] ?? '{}') as Reach
const remote = dropbox({ appKey, baseUrl }).connect({ refreshToken: new Secret(refreshToken) })
const clock = { now: () => Date.now() }
const random = seededRandom(1)
/** For the host: what it costs is not what is measured. */
const sha256 = async (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array(hash('sha256', bytes, 'buffer')).buffer
const keys = companies(records)
const rss = watchRss()
const files = tree(scale)

const first = await host()
for (const file of files) await put(first, file)
await measure('up', first, keys)
// A client reads its own writes once in the feed of changes: not what "nothing changed" is about.
await measure('own writes read back', first, null)
await measure('nothing changed', first, null)
for (const file of changedOf(files)) await put(first, file)
await measure('1 % changed', first, null)
const empty = await host()
await measure('down', empty, keys)
const count = keys.reduce((sum, key) => sum + empty.files.allFiles(key).length, 0)
if (count !== files.length) throw new Error(`${count} of ${files.length} files came down.`)
rss.stop()
process.disconnect()

async function host(): Promise<MemoryHost> {
  const made = await memoryHost(keys, remote, { clock, random, sha256 })
  for (const key of keys) await made.engine.enrol('link', key, 'user')
  return made
}

async function put({ files: hostFiles }: MemoryHost, file: TreeFile): Promise<void> {
  const key = keys[file.record]
  if (key) await hostFiles.put(key, { folder: file.folder, name: file.name }, contentsOf(file))
}

async function measure(step: string, { engine }: MemoryHost, wanted: readonly RecordKey[] | null): Promise<void> {
  rss.peak()
  const started = performance.now()
  const cpu = process.cpuUsage()
  for (let passes = 1; ; passes += 1) {
    const report = await engine.runPass('link', { records: wanted, owner: 'bench', priority: 'bulk' })
    if (report.outcome === 'more' && passes < 100) continue
    if (report.outcome !== 'done') throw new Error(`${step}: ${JSON.stringify(report)}`)
    break
  }
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const cpuSeconds = (user + system) / 1e6
  const told: Step = { step, seconds, cpuSeconds, peakRssBytes: rss.peak(), idleRssBytes: rss.idleRssBytes }
  await new Promise<void>((resolve) => {
    process.once('message', () => resolve())
    process.send?.(told)
  })
}
