import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

import type { LogEntry } from '../../src/index.ts'
import type { ServerAsked, ServerSetting, ServerTold } from './server-messages.ts'

const script = fileURLToPath(new URL('server-process.ts', import.meta.url))
/** What Node made of the sources is kept: a process that is started sixty times is there in half the time. */
const compiled = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url))

/** A process of the server, seen by its parent. */
export interface ServerProcess {
  readonly pid: number
  /** Everything that it logged, oldest first. */
  readonly log: readonly LogEntry[]
  readonly isAlive: boolean
  /** The point at which it killed itself. */
  readonly diedAt: string | null
  /** Makes it kill itself at the `count`th point from now; `Infinity` takes that back. */
  dieAfter(count: number): void
  /** The points at which it might have died so far. */
  seen(): Promise<readonly string[]>
  memoryMb(): Promise<number>
  /** How many handles it has: connections, listeners, timers. */
  handles(): Promise<number>
  /** Resolves when it has ended, however. */
  readonly ended: Promise<unknown>
  /** `kill -9`. */
  kill(): Promise<void>
  /** Asks it to end, as an operator does. */
  stop(): Promise<void>
}

/** Starts a process of the server; resolves when it answers, or works. */
export async function startServerProcess(setting: ServerSetting): Promise<ServerProcess> {
  const child = fork(script, {
    execArgv: ['--max-old-space-size=256'],
    env: { NODE_COMPILE_CACHE: compiled, ...process.env, SERVER_SETTING: JSON.stringify(setting) },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  let diedAt: string | null = null
  child.stdout?.setEncoding('utf8').on('data', (name: string) => {
    diedAt = name
  })
  // `close` comes after the last output.
  const ended = once(child, 'close')
  const log: LogEntry[] = []
  const waiting = new Map<ServerTold['type'], (told: ServerTold) => void>()
  child.on('message', (told: ServerTold) => {
    if (told.type === 'log') log.push(told.entry)
    else waiting.get(told.type)?.(told)
  })
  const next = <Type extends ServerTold['type']>(type: Type): Promise<Extract<ServerTold, { type: Type }>> =>
    new Promise((resolve, reject) => {
      waiting.set(type, (told) => resolve(told as Extract<ServerTold, { type: Type }>))
      void ended.then(([code, signal]) =>
        reject(new Error(`The ${setting.role} process ended with ${String(signal ?? code)}.`)),
      )
    })
  await next('ready')
  const send = (asked: ServerAsked): void => void child.send(asked, () => undefined)
  const ask = <Type extends 'seen' | 'memory'>(type: Type) => {
    const answer = next(type)
    send({ type })
    return answer
  }
  return {
    pid: child.pid ?? 0,
    log,
    ended,
    get isAlive() {
      return child.exitCode === null && child.signalCode === null
    },
    get diedAt() {
      return diedAt
    },
    dieAfter: (count) => send({ type: 'die', count: Number.isFinite(count) ? count : null }),
    seen: async () => (await ask('seen')).points,
    memoryMb: async () => (await ask('memory')).rssMb,
    handles: async () => (await ask('memory')).handles,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    async stop() {
      if (child.connected) send({ type: 'stop' })
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(timer)
    },
  }
}

/** A free port of loopback, for a process that is to come back to it. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('There is no free port.')
  return address.port
}
