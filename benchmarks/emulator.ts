import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { watchMachine } from '../scripts/machine.ts'
import { openConnection } from './emulator/client.ts'
import type { ClientCall, Connection } from './emulator/client.ts'
import { startServer } from './emulator/server-process.ts'
import type { ServerProcess } from './emulator/server-process.ts'

/**
 * What the emulator's server gives, one JSON line each: small calls a second, 50 MB transfers a second, and the memory
 * of twenty transfers at once. Server and client are processes of their own and share the machine.
 *
 *   --seconds N   how long each kind of small call is repeated (4)
 *   --write       replaces `benchmarks/EMULATOR.md`
 */
const { values: options } = parseArgs({
  options: { seconds: { type: 'string', default: '4' }, write: { type: 'boolean', default: false } },
})
const seconds = Number(options.seconds)
const token = 'bench-token'
const account = ['--app', 'bench:secret', '--account', 'bench@example.com', '--token', `bench@example.com:${token}`]
const random = randomBytes(50 * 1024 * 1024)
const data = mkdtempSync(join(tmpdir(), 'bench-emulator-'))
const results: object[] = []
const machine = watchMachine()

await withServer(16, async (connections, server) => {
  await spread(connections, 100, (number) => upload(`/small/file ${number}.txt`, `${number}`))
  await measure(connections, server, metadata, 1)
  report('get_metadata', await measure(connections, server, metadata))
  report('list_folder of 100', await measure(connections, server, () => rpc('files/list_folder', { path: '/small' })))
  report('upload of 1 kB', await measure(connections, server, smallUpload))
})
await withServer(
  16,
  async (connections, server) => {
    await spread(connections, 2000, (number) => upload(`/kept/${number % 40}/file ${number}.txt`, `${number}`))
    report('upload of 1 kB, kept, beside 2000 files', await measure(connections, server, smallUpload))
  },
  ['--data', data],
)
rmSync(data, { recursive: true })
await withServer(4, async (connections) => {
  const uploads = await transfers(connections, (turn) => upload(`/big ${turn}.bin`, bigContent(turn)))
  report('upload of 50 MB', uploads)
  report('download of 50 MB', await transfers(connections, (turn) => download(`/big ${turn}.bin`)))
})
await withServer(20, async (connections, server) => {
  const idleMb = server.peakMb()
  const uploads = await transfers(connections, (turn) => upload(`/big ${turn}.bin`, bigContent(turn)))
  report('20 uploads of 50 MB at once', { ...uploads, idleMb, peakMb: server.peakMb() })
  const downloads = await transfers(connections, (turn) => download(`/big ${turn}.bin`))
  report('20 downloads of 50 MB at once', { ...downloads, peakMb: server.peakMb() })
})
if (options.write) writeFileSync(join(import.meta.dirname, 'EMULATOR.md'), page())

function report(bench: string, measured: object): void {
  const line = { bench, ...measured }
  results.push(line)
  console.log(JSON.stringify(line))
}

async function withServer(
  count: number,
  work: (connections: readonly Connection[], server: ServerProcess) => Promise<void>,
  args: readonly string[] = [],
): Promise<void> {
  const server = await startServer([...account, ...args])
  const connections = await Promise.all(Array.from({ length: count }, () => openConnection(server.url, token)))
  try {
    await work(connections, server)
  } finally {
    for (const connection of connections) connection.close()
    await server.stop()
  }
}

/** Each connection repeats a call for some seconds. */
async function measure(
  connections: readonly Connection[],
  server: ServerProcess,
  callOf: (turn: number) => ClientCall,
  forSeconds = seconds,
) {
  const times: number[] = []
  const cpuBefore = server.cpuSeconds()
  const start = performance.now()
  const end = start + forSeconds * 1000
  let turn = 0
  const repeatOn = async ({ call }: Connection) => {
    while (performance.now() < end) {
      const before = performance.now()
      await call(callOf((turn += 1)))
      times.push(performance.now() - before)
    }
  }
  await Promise.all(connections.map(repeatOn))
  const took = (performance.now() - start) / 1000
  const cpuAfter = server.cpuSeconds()
  times.sort((a, b) => a - b)
  return {
    callsPerSecond: Math.round(times.length / took),
    medianMs: rounded(times[Math.floor(times.length / 2)] ?? 0),
    p99Ms: rounded(times[Math.floor(times.length * 0.99)] ?? 0),
    serverCpuMicros:
      cpuBefore === null || cpuAfter === null ? null : Math.round(((cpuAfter - cpuBefore) / times.length) * 1_000_000),
  }
}

/** Twenty calls of 50 MB. */
async function transfers(connections: readonly Connection[], callOf: (turn: number) => ClientCall) {
  const start = performance.now()
  await spread(connections, 20, callOf)
  const took = (performance.now() - start) / 1000
  return { transfersPerSecond: rounded(20 / took), mbPerSecond: Math.round((20 * 50) / took) }
}

/** Does `count` calls, each connection one at a time. */
async function spread(connections: readonly Connection[], count: number, callOf: (turn: number) => ClientCall) {
  let next = 0
  const takeTurns = async ({ call }: Connection) => {
    while (next < count) await call(callOf(next++))
  }
  await Promise.all(connections.map(takeTurns))
}

function metadata(turn: number): ClientCall {
  return rpc('files/get_metadata', { path: `/small/file ${turn % 100}.txt` })
}

/** 50 MB that nobody has sent before. */
function bigContent(turn: number): Uint8Array {
  const content = Buffer.from(random)
  content.writeUInt32LE(turn)
  return content
}

function smallUpload(turn: number): ClientCall {
  return upload(`/new/${turn}.txt`, `${turn}`.padEnd(1024))
}

function rpc(name: string, arg: unknown): ClientCall {
  const headers = { 'Content-Type': 'application/json' }
  return { to: `api.dropboxapi.com/2/${name}`, headers, body: JSON.stringify(arg) }
}

function upload(path: string, body: Uint8Array | string): ClientCall {
  const headers = { 'Content-Type': 'application/octet-stream', 'Dropbox-API-Arg': JSON.stringify({ path }) }
  return { to: 'content.dropboxapi.com/2/files/upload', headers, body }
}

function download(path: string): ClientCall {
  return { to: 'content.dropboxapi.com/2/files/download', headers: { 'Dropbox-API-Arg': JSON.stringify({ path }) } }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

function page(): string {
  const day = new Date().toISOString().slice(0, 10)
  const lines = results.map((line) => JSON.stringify(line)).join('\n')
  return `# The emulator's server\n\nWritten by \`pnpm bench:emulator --write\` on ${day}: ${machine()}. Server and client share it.\n\n\`\`\`json\n${lines}\n\`\`\`\n`
}
