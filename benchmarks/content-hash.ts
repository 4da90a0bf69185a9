import { contentHasher } from '@twinfolder/core'

/** The content hash of 50 MiB that arrive in pieces of 64 KiB, against the plain SHA-256 of the same bytes at once. */
const bytes = new Uint8Array(50 * 1024 * 1024).map((_, at) => at % 251)
const sha256 = (data: Uint8Array<ArrayBuffer>) => crypto.subtle.digest('SHA-256', data)
const rounds = 5

const plain = await fastest(async () => void (await sha256(bytes)))
const ours = await fastest(async () => {
  const hasher = contentHasher(sha256)
  for (let at = 0; at < bytes.byteLength; at += 65_536) await hasher.update(bytes.subarray(at, at + 65_536))
  await hasher.digest()
})
console.log(
  `plain SHA-256: ${plain.toFixed(0)} ms · content hash: ${ours.toFixed(0)} ms · ${((plain / ours) * 100).toFixed(0)} % of its speed`,
)

async function fastest(run: () => Promise<void>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now()
    await run()
    times.push(performance.now() - started)
  }
  return Math.min(...times)
}
