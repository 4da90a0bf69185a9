import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { watchMachine } from '../scripts/machine.ts'
import { type TlsFront, startTlsFront } from '../scripts/rclone/tls-front.ts'
import { type BenchEmulator, startBenchEmulator } from './dropbox/emulator-client.ts'
import { rcloneVersion, runRclone } from './dropbox/rclone.ts'
import type { EmulatorSettings } from './dropbox/messages.ts'
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
const hasOpenssl = spawnSync('openssl', ['version']).status === 0
const version = rcloneVersion()
const hosts = ['api.dropboxapi.com', 'content.dropboxapi.com', 'notify.dropboxapi.com', 'www.dropbox.com']
const machine = watchMachine()
const lines: Line[] = []

try {
  if (only.has('engine') || only.has('rclone')) await smallFiles()
  if (only.has('large')) await largeFiles()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
if (options.write) {
  const text = report(lines, { machine: `${machine()}, ${version ?? 'no rclone'}`, latencyMs, lockMs, scale })
  writeFileSync(join(import.meta.dirname, 'DROPBOX.md'), text)
}

async function smallFiles(): Promise<void> {
  await withEmulator({ latencyMs, lockMs }, async (emulator, front) => {
    if (only.has('engine')) await inProcess('engine', 'engine-process.ts', emulator, front)
    if (!only.has('rclone')) return
    if (version !== null && front) return runRclone(emulator, { folder, front, scale }, tell('rclone'))
    console.log(
      JSON.stringify({ note: `rclone is not compared: ${version === null ? 'rclone' : 'openssl'} is not installed.` }),
    )
  })
}

async function largeFiles(): Promise<void> {
  await withEmulator({ latencyMs, lockMs, data: join(folder, 'data') }, (emulator, front) =>
    inProcess('large', 'large-files-process.ts', emulator, front),
  )
}

async function withEmulator(
  settings: EmulatorSettings,
  run: (emulator: BenchEmulator, front: TlsFront | null) => Promise<void>,
): Promise<void> {
  const emulator = await startBenchEmulator(settings)
  const front = hasOpenssl ? await startTlsFront(folder, hosts, emulator.url) : null
  try {
    await run(emulator, front)
  } finally {
    await front?.close()
    emulator.stop()
  }
}

/** Through the same front as rclone, so that both pay for TLS. Without `openssl` there is none, and no rclone. */
async function inProcess(
  contestant: string,
  script: string,
  emulator: BenchEmulator,
  front: TlsFront | null,
): Promise<void> {
  const refreshToken = await emulator.link()
  const reach = front ? { refreshToken, scale } : { refreshToken, scale, baseUrl: emulator.url }
  const env = front
    ? { HTTPS_PROXY: front.proxyUrl, NODE_USE_ENV_PROXY: '1', NODE_EXTRA_CA_CERTS: front.authority }
    : {}
  await runProcess(script, reach, emulator, env, tell(contestant))
}

function tell(contestant: string): (step: Measured) => void {
  return (step) => {
    const line = { contestant, ...step }
    lines.push(line)
    console.log(JSON.stringify(line))
  }
}
