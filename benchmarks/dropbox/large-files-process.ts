import { type ContentHash, type RemoteFile, Secret, remotePath } from '@twinfolder/core'
import { contentHashOf, dropbox } from '@twinfolder/dropbox'

import { type Reach, type Step, appKey } from './messages.ts'
import { watchRss } from './peak-rss.ts'

/** Twenty files of 50 MB up and down side by side, made and thrown away piece by piece: what stays in memory is the adapter's. */
const { refreshToken, baseUrl, scale } = JSON.parse(process.argv[2] ?? '{}') as Reach
const remote = dropbox({ appKey, baseUrl }).connect({ refreshToken: new Secret(refreshToken) })
const count = Math.max(1, Math.round(20 * scale))
const sizeBytes = 50 * 1024 * 1024
const pieceBytes = 64 * 1024
/** The same for every file: making it costs nothing while it is measured. */
const piece = new Uint8Array(pieceBytes).map((_, at) => (at * 31) % 251)

async function* contents(file: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < sizeBytes; at += pieceBytes) {
    if (at > 0) yield piece
    else yield piece.map((byte) => byte ^ file)
  }
}
const hashes: ContentHash[] = []
for (let file = 0; file < count; file += 1) hashes.push(await contentHashOf(contents(file)))
// Opens the account, so that what a first call loads is not counted.
await remote.changes(null)
const rss = watchRss()
let files: readonly RemoteFile[] = []
await measure(`up, ${count} × 50 MB side by side`, async () => {
  files = await Promise.all(
    hashes.map((contentHash, file) =>
      remote.upload({
        path: remotePath(`/large ${file}.bin`),
        open: () => contents(file),
        sizeBytes,
        contentHash,
        precondition: { type: 'add' },
      }),
    ),
  )
})
await measure(`down, ${count} × 50 MB side by side`, async () => {
  await Promise.all(
    files.map(async (file) => {
      let bytes = 0
      for await (const part of await remote.download(file)) bytes += part.byteLength
      if (bytes !== sizeBytes) throw new Error(`${file.path} came down with ${bytes} bytes.`)
    }),
  )
})
rss.stop()
process.disconnect()

async function measure(step: string, run: () => Promise<void>): Promise<void> {
  rss.peak()
  const started = performance.now()
  const cpu = process.cpuUsage()
  await run()
  const { user, system } = process.cpuUsage(cpu)
  const seconds = (performance.now() - started) / 1000
  const cpuSeconds = (user + system) / 1e6
  const told: Step = { step, seconds, cpuSeconds, peakRssBytes: rss.peak(), idleRssBytes: rss.idleRssBytes }
  await new Promise<void>((resolve) => {
    process.once('message', () => resolve())
    process.send?.(told)
  })
}
