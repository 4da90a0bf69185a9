import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { type Certificate, makeCertificate } from './dropbox/certificate.ts'
import { type BenchEmulator, startBenchEmulator } from './dropbox/emulator-client.ts'
import { rcloneVersion, runRclone } from './dropbox/rclone.ts'
import { type Line, report } from './dropbox/report.ts'
import { type Measured, runProcess } from './dropbox/run-process.ts'

/**
 * Measures the Dropbox adapter under the engine, beside rclone where that is installed: `pnpm bench:dropbox`. Prints a line of JSON
 * for each step.
 *
 *   --scale 1        a smaller tree, for trying out
 *   --latency 50     milliseconds that every call takes longer
 *   --lock 50        milliseconds that a write keeps others out of its namespace
 *   --only engine    some of engine, rclone, large
 *   --write          replaces `benchmarks/DROPBOX.md`
 */
const { values: options } = parseArgs({
  args: process.argv.slice(2).filter((one) => one !== '--'),
  options: {
    scale: { type: 'string', default: '1' },
    latency: { type: 'string', default: '50' },
    lock: { type: 'string', default: '50' },
    only: { type: 'string', default: 'engine,rclone,large' },
    write: { type: 'boolean', default: false },
  },
})
const scale = Number(options.scale)
const [latencyMs, lockMs] = [Number(options.latency), Number(options.lock)]
const only = new Set(options.only.split(','))
const folder = mkdtempSync(join(tmpdir(), 'bench-dropbox-'))
const certificate = makeCertificate(folder)
const version = rcloneVersion()
const loadBefore = loadavg()[0] ?? 0
const lines: Line[] = []

try {
  if (only.has('engine') || only.has('rclone')) await smallFiles()
  if (only.has('large')) await largeFiles()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
if (options.write) {
  const machine = `${cpus().length} cores of ${cpus()[0]?.model.trim() ?? '?'}, Node ${process.versions.node}, ${version ?? 'no rclone'}`
  const load = `load of the last minute ${loadBefore.toFixed(1)} before and ${(loadavg()[0] ?? 0).toFixed(1)} after`
  const text = report(lines, { machine: `${machine}, ${load}`, latencyMs, lockMs, scale })
  writeFileSync(join(import.meta.dirname, 'DROPBOX.md'), text)
}

async function smallFiles(): Promise<void> {
  const emulator = await startBenchEmulator({ latencyMs, lockMs, tls: certificate ?? undefined })
  try {
    if (only.has('engine')) await inProcess('engine', 'engine-process.ts', emulator)
    if (!only.has('rclone')) return
    const missing = version === null ? 'rclone' : certificate === null ? 'openssl' : null
    if (missing || !certificate) return note(`rclone is not compared: ${missing} is not installed.`)
    await runRclone(emulator, { folder, certificatePath: certificate.path, scale }, tell('rclone'))
  } finally {
    emulator.stop()
  }
}

async function largeFiles(): Promise<void> {
  const data = join(folder, 'data')
  const emulator = await startBenchEmulator({ latencyMs, lockMs, data, tls: certificate ?? undefined })
  try {
    await inProcess('large', 'large-files-process.ts', emulator)
  } finally {
    emulator.stop()
  }
}

/** Through the proxy, as rclone has to go: both pay for TLS. Without a certificate there is no rclone, and no proxy. */
async function inProcess(contestant: string, script: string, emulator: BenchEmulator): Promise<void> {
  const refreshToken = await emulator.link()
  const reach = certificate ? { refreshToken, scale } : { refreshToken, scale, baseUrl: emulator.url }
  await runProcess(script, reach, emulator, certificate ? proxied(certificate, emulator) : {}, tell(contestant))
}

function proxied({ path }: Certificate, { proxyUrl }: BenchEmulator): NodeJS.ProcessEnv {
  return { HTTPS_PROXY: proxyUrl ?? '', NODE_USE_ENV_PROXY: '1', NODE_EXTRA_CA_CERTS: path }
}

function tell(contestant: string): (step: Measured) => void {
  return (step) => {
    const line = { contestant, ...step }
    lines.push(line)
    console.log(JSON.stringify(line))
  }
}

function note(text: string): void {
  console.log(JSON.stringify({ note: text }))
}
