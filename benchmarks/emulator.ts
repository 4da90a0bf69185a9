import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { createClient } from './emulator/client.ts'
import type { Client, ClientCall } from './emulator/client.ts'
import { startServer } from './emulator/server-process.ts'

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
const fiftyMb = 50 * 1024 * 1024
const results: object[] = []

await withServer([], async (client, server) => {
  const measured = async (callOf: (turn: number) => ClientCall) => {
    const before = server.cpuSeconds()
    const { calls, ...times } = await repeat(client, seconds, callOf)
    const after = server.cpuSeconds()
    const isKnown = before !== null && after !== null
    return { ...times, serverCpuMicros: isKnown ? Math.round(((after - before) / calls) * 1_000_000) : null }
  }
  for (let number = 0; number < 100; number += 1) await client.call(upload(`/small/file ${number}.txt`, `${number}`))
  await client.call(metadata(0))
  await repeat(client, 1, (turn) => metadata(turn))
  report('get_metadata', await measured((turn) => metadata(turn)))
  report('list_folder of 100', await measured(() => rpc('files/list_folder', { path: '/small' })))
  report('upload of 1 kB', await measured((turn) => upload(`/new/${turn}.txt`, `${turn}`.padEnd(1024))))
})
await withServer([], async (client) => {
  const uploads = await transfers(client, 20, 4, (turn) => upload(`/big ${turn}.bin`, randomBytes(fiftyMb)))
  report('upload of 50 MB', uploads)
  report('download of 50 MB', await transfers(client, 20, 4, (turn) => download(`/big ${turn}.bin`)))
})
await withServer([], async (client, server) => {
  const idleMb = server.peakMb()
  const uploads = await transfers(client, 20, 20, (turn) => upload(`/big ${turn}.bin`, randomBytes(fiftyMb)))
  report('20 uploads of 50 MB at once', { ...uploads, idleMb, peakMb: server.peakMb() })
  const downloads = await transfers(client, 20, 20, (turn) => download(`/big ${turn}.bin`))
  report('20 downloads of 50 MB at once', { ...downloads, peakMb: server.peakMb() })
})
if (options.write) writeFileSync(join(import.meta.dirname, 'EMULATOR.md'), page())

function report(bench: string, measured: object): void {
  const line = { bench, ...measured }
  results.push(line)
  console.log(JSON.stringify(line))
}

async function withServer(
  args: readonly string[],
  work: (client: Client, server: Awaited<ReturnType<typeof startServer>>) => Promise<void>,
): Promise<void> {
  const server = await startServer([...account, ...args])
  const client = createClient(server.url, token, 20)
  try {
    await work(client, server)
  } finally {
    client.close()
    await server.stop()
  }
}

/** Sixteen callers repeat a call for some seconds. */
async function repeat(client: Client, forSeconds: number, callOf: (turn: number) => ClientCall) {
  const times: number[] = []
  const start = performance.now()
  const end = start + forSeconds * 1000
  let turn = 0
  const caller = async () => {
    while (performance.now() < end) {
      const before = performance.now()
      await client.call(callOf((turn += 1)))
      times.push(performance.now() - before)
    }
  }
  await Promise.all(Array.from({ length: 16 }, caller))
  const took = (performance.now() - start) / 1000
  times.sort((a, b) => a - b)
  return {
    calls: times.length,
    callsPerSecond: Math.round(times.length / took),
    medianMs: rounded(times[Math.floor(times.length / 2)] ?? 0),
    p99Ms: rounded(times[Math.floor(times.length * 0.99)] ?? 0),
  }
}

/** `count` calls of 50 MB, `atOnce` of them at a time. */
async function transfers(client: Client, count: number, atOnce: number, callOf: (turn: number) => ClientCall) {
  let next = 0
  const start = performance.now()
  const caller = async () => {
    while (next < count) await client.call(callOf(next++))
  }
  await Promise.all(Array.from({ length: atOnce }, caller))
  const took = (performance.now() - start) / 1000
  return { transfersPerSecond: rounded(count / took), mbPerSecond: Math.round((count * 50) / took) }
}

function metadata(turn: number): ClientCall {
  return rpc('files/get_metadata', { path: `/small/file ${turn % 100}.txt` })
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
  const machine = `Node ${process.version.slice(1)}, ${availableParallelism()} cores, server and client on the same machine`
  const lines = results.map((line) => JSON.stringify(line)).join('\n')
  return `# The emulator's server\n\nWritten by \`pnpm bench:emulator --write\` on ${day}: ${machine}.\n\n\`\`\`json\n${lines}\n\`\`\`\n`
}
