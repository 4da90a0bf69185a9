import type { RecordKey } from '@twinfolder/core'
import { manualClock, memoryRemote, seededRandom } from '@twinfolder/core/memory'

import { companies, memoryHost } from './memory-host.ts'

/** Passes of the engine over memory, so that only the engine's own work is measured. Files are one byte. */
const count = Number(process.argv[2] ?? 10_000)
const filesPerRecord = 100

const clock = manualClock()
const random = seededRandom(1)
const sha256 = (bytes: Uint8Array<ArrayBuffer>) => crypto.subtle.digest('SHA-256', bytes)
const remote = memoryRemote({ clock, random, sha256, pageSize: 2000 })
const keys = companies(Math.ceil(count / filesPerRecord))
const { engine, files } = await memoryHost(keys, remote, { clock, random, sha256 })
for (const key of keys) {
  for (let file = 0; file < filesPerRecord; file += 1) {
    await files.put(key, { folder: [], name: `file ${file}.txt` }, new Uint8Array([file % 256]))
  }
  await engine.enrol('link', key, 'user')
}

await measure('first push', keys)
remote.clearCalls()
await measure('idle', null)
console.log(`  calls while idle: ${remote.calls.length}`)
const changed = Math.round(count / 100)
for (let at = 0; at < changed; at += 1) {
  const id = at % keys.length
  const name = `/Companies/Company ${id} (${id})/file ${Math.floor(at / keys.length)}.txt`
  await remote.owner.put(name, new Uint8Array([7, at % 256, at >> 8]))
}
remote.clearCalls()
await measure(`${changed} changed in the remote`, null)
console.log(`  calls: ${remote.calls.length}`)

async function measure(what: string, wanted: readonly RecordKey[] | null): Promise<void> {
  const started = performance.now()
  const ops = new Map<string, number>()
  for (let passes = 1; ; passes += 1) {
    const report = await engine.runPass('link', { records: wanted, owner: 'bench' })
    for (const [name, times] of Object.entries(report.ops)) ops.set(name, (ops.get(name) ?? 0) + times)
    if (report.outcome === 'more' && passes < 1000) continue
    const milliseconds = performance.now() - started
    const heap = process.memoryUsage().heapUsed / 1024 / 1024
    console.log(
      `${what}: ${milliseconds.toFixed(0)} ms in ${passes} ${passes === 1 ? 'pass' : 'passes'}, ${JSON.stringify(Object.fromEntries(ops))}, heap ${heap.toFixed(0)} MB, ${report.outcome}`,
    )
    return
  }
}
