import { createHash } from 'node:crypto'
import { mkdir, realpath, rm, rmdir, stat } from 'node:fs/promises'
import { type Server, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { isSystemError } from './system-error.ts'

/** A data folder that belongs to this process until it is released. */
export interface DataFolder {
  /** The real path. */
  readonly path: string
  /** Tells where this process can be reached, for the message of a second one. */
  announce(this: void, url: string): void
  release(): Promise<void>
}

/** Who has a data folder. */
interface Holder {
  readonly pid: number
  readonly url: string | null
}

/** A data folder is in use by another process, or by another server in this one. */
export class DataFolderInUseError extends Error {
  override readonly name = 'DataFolderInUseError'
  readonly pid: number | null
  readonly url: string | null

  constructor(path: string, holder: Holder | null) {
    const who = holder === null ? 'another process' : `the process ${holder.pid}`
    const where = holder?.url ? `, which answers at ${holder.url}` : ''
    super(`The data folder ${path} is in use by ${who}${where}. Stop that one first, or choose another folder.`)
    this.pid = holder?.pid ?? null
    this.url = holder?.url ?? null
  }
}

/** How long a takeover may take before it counts as broken off. */
const TAKEOVER_MS = 10_000

/**
 * Takes a data folder for this process, and creates it if it is missing. The embedded database would be destroyed by a
 * second process. The lock is a listening socket (on Windows a pipe) named by the folder's real path: it ends with the
 * process, however that ends, and what is left of it is taken over.
 *
 * It does not see a process in another container, or with another folder for temporary files.
 *
 * @throws DataFolderInUseError
 */
export async function acquireDataFolder(folder: string): Promise<DataFolder> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = await realpath(folder)
  const address = addressOf(path)
  const holder: { pid: number; url: string | null } = { pid: process.pid, url: null }
  for (;;) {
    const server = await listen(address, () => holder)
    if (server !== null) {
      return {
        path,
        announce(url) {
          holder.url = url
        },
        release: () => closed(server),
      }
    }
    const other = await ask(address)
    if (other !== 'nobody') throw new DataFolderInUseError(path, other)
    await removeLeftover(address)
  }
}

function addressOf(path: string): string {
  const name = `twinfolder-${createHash('sha256').update(path).digest('hex').slice(0, 32)}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
}

/** Listens and tells whoever connects who holds the folder; `null` when something is at the address. */
function listen(address: string, holder: () => Holder): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.end(JSON.stringify(holder()))
    })
    server.once('error', (error) => (isSystemError(error, 'EADDRINUSE') ? resolve(null) : reject(error)))
    server.listen(address, () => resolve(server.unref()))
  })
}

/** Asks who is at an address; `nobody` when nothing listens, also a moment later, as a socket is bound before it listens. */
async function ask(address: string): Promise<Holder | null | 'nobody'> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const answer = await askOnce(address)
    if (answer !== 'nobody') return answer
    await wait(50)
  }
  return 'nobody'
}

function askOnce(address: string): Promise<Holder | null | 'nobody'> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(address)
    socket.setTimeout(2000, () => {
      socket.destroy()
      resolve(null)
    })
    socket.setEncoding('utf8')
    socket.on('data', (chunk: string) => {
      text += chunk
    })
    socket.on('error', (error) => resolve(isSystemError(error, 'ECONNREFUSED', 'ENOENT') ? 'nobody' : null))
    socket.on('end', () => resolve(holderOf(text)))
  })
}

function holderOf(text: string): Holder | null {
  try {
    const holder: unknown = JSON.parse(text)
    if (typeof holder !== 'object' || holder === null || !('pid' in holder) || typeof holder.pid !== 'number')
      return null
    return { pid: holder.pid, url: 'url' in holder && typeof holder.url === 'string' ? holder.url : null }
  } catch {
    return null
  }
}

/** Removes the socket of a process that is gone. One process at a time, and each asks again: a new socket is never removed. */
async function removeLeftover(address: string): Promise<void> {
  const takeover = `${address}.takeover`
  try {
    await mkdir(takeover)
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) throw error
    await wait(100)
    if (await isOlderThan(takeover, TAKEOVER_MS)) await rmdir(takeover).catch(() => undefined)
    return
  }
  try {
    if ((await ask(address)) === 'nobody') await rm(address, { force: true })
  } finally {
    await rmdir(takeover).catch(() => undefined)
  }
}

async function isOlderThan(path: string, ms: number): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  return found !== null && found.mtimeMs < Date.now() - ms
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}
