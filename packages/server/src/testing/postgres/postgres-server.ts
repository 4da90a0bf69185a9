import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { platform } from 'node:process'

import { Client } from 'pg'

import { openDatabase } from '@twinfolder/server/postgres'
import { findPostgresBinaries, reachableBinaries, serverUser } from './postgres-binaries.ts'

/** A PostgreSQL server of its own for tests and benchmarks, on loopback, in a folder that goes away with it. */
export interface PostgresServer {
  /** The folder of `postgres` and whatever comes with it, e.g. `pg_dump`. */
  readonly binaries: string
  /** Where it keeps its data: a copy that is made while it is stopped is a backup. */
  readonly data: string
  /** Of the database that others are made from, with the newest schema. Nobody connects to it while others are made. */
  readonly templateUrl: string
  /** Makes an empty, migrated database, in some 30 ms. */
  createDatabase(): Promise<string>
  /** Ends the server: `fast` as an administrator does, `immediate` as a crash does. It can be started again. */
  stop(how?: 'fast' | 'immediate'): Promise<void>
  start(): Promise<void>
  /** Ends the server for good and removes its folder. */
  close(): Promise<void>
}

/** How a server is set up. */
export interface PostgresServerOptions {
  /**
   * Waits for the disk as a real server does. What was committed survives `stop('immediate')` either way, as it was written, if not to the
   * disk; this is for figures that mean something. @default false
   */
  readonly durable?: boolean | undefined
  /** A copy of another server's data, to go on with. @default new, with the template alone */
  readonly dataFrom?: string | undefined
  /** More settings, e.g. `{ shared_buffers: '512MB' }`. */
  readonly settings?: Readonly<Record<string, string>> | undefined
}

const collation = ['--locale=C', '--locale-provider=icu', '--icu-locale=en-US']
const TEMPLATE = 'twinfolder_template'
const START_TIMEOUT_MS = 30_000
const READY = 'ready to accept connections'

/**
 * Runs the server as a child of a shell that waits for a word on its input. When this process ends, however it ends, the input closes:
 * then the shell ends the server and removes its folder, so that nothing is left behind.
 */
const keeper = `"$@" & server=$!
if read -r signal; then kill "-$signal" "$server"; wait "$server"
else kill -QUIT "$server"; wait "$server"; rm -rf "$DATA_FOLDER"; fi`

/**
 * Starts a PostgreSQL server from the binaries that are there ({@link findPostgresBinaries}), as another user when the tests run as
 * root. It takes about a second.
 *
 * @throws Error with what to do when there are no binaries
 */
export async function startPostgresServer(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const found = findPostgresBinaries()
  const folder = await mkdtemp(join(tmpdir(), 'twinfolder-postgres-'))
  const binaries = await reachableBinaries(found, folder)
  if (serverUser) await chown(folder, serverUser.uid, serverUser.gid)
  const data = join(folder, 'data')
  if (options.dataFrom === undefined) initialise(binaries, data)
  else await copyData(options.dataFrom, data)
  const port = await freePort()
  const urlOf = (database: string): string => `postgres://postgres@127.0.0.1:${port}/${database}`
  let server: ChildProcess | null = null

  const start = async (): Promise<void> => {
    server ??= await run(folder, [join(binaries, 'postgres'), '-D', data, ...argumentsOf(port, options)])
  }
  const stop = async (how: 'fast' | 'immediate' = 'fast'): Promise<void> => {
    if (server === null) return
    const ended = server.exitCode === null ? once(server, 'exit') : null
    if (server.stdin) server.stdin.end(how === 'fast' ? 'INT\n' : 'QUIT\n')
    else server.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT')
    await ended
    server = null
  }
  const administrate = async (statement: string): Promise<void> => {
    const client = new Client(urlOf('postgres'))
    await client.connect()
    try {
      await client.query(statement)
    } finally {
      await client.end()
    }
  }

  await start()
  if (options.dataFrom === undefined) {
    await administrate(`create database ${TEMPLATE}`)
    await (await openDatabase({ url: urlOf(TEMPLATE), pool: { max: 1 } })).close()
  }
  return {
    binaries,
    data,
    templateUrl: urlOf(TEMPLATE),
    createDatabase: () => createFromTemplate(urlOf(TEMPLATE)),
    start,
    stop,
    async close() {
      await stop('immediate')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Makes a database beside its template: also for a process that only knows the address. */
export async function createFromTemplate(templateUrl: string): Promise<string> {
  const url = new URL(templateUrl)
  const template = url.pathname.slice(1)
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`
  url.pathname = '/postgres'
  const client = new Client(url.href)
  await client.connect()
  try {
    await client.query(`create database ${name} template ${template}`)
  } finally {
    await client.end()
  }
  url.pathname = `/${name}`
  return url.href
}

/** The copy belongs to whoever runs the server: PostgreSQL looks at that. */
async function copyData(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true })
  if (!serverUser) return
  const { uid, gid } = serverUser
  for (const path of ['.', ...(await readdir(to, { recursive: true }))]) await chown(join(to, path), uid, gid)
  await chmod(to, 0o700)
}

function initialise(binaries: string, data: string): void {
  const made = spawnSync(
    join(binaries, 'initdb'),
    // Text is ordered as a person would, unlike in PGlite: what relies on the order of bytes has to say so.
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', ...collation, '--no-sync'],
    { ...serverUser, cwd: tmpdir(), encoding: 'utf8' },
  )
  if (made.status === 0) return
  throw new Error(`PostgreSQL could not be set up with ${binaries}: ${made.stderr || made.error?.message}`)
}

function argumentsOf(port: number, { durable = false, settings = {} }: PostgresServerOptions): readonly string[] {
  const all = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
    ...settings,
  }
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** Resolves when the server takes connections. */
function run(folder: string, [command = '', ...args]: readonly string[]): Promise<ChildProcess> {
  const [program, programArgs] =
    platform === 'win32' ? [command, args] : ['/bin/sh', ['-c', keeper, 'keeper', command, ...args]]
  const child = spawn(program, programArgs, {
    ...serverUser,
    cwd: folder,
    // A group of its own: whoever ends the tests' group at once leaves the shell to clear up.
    detached: platform !== 'win32',
    env: { ...process.env, DATA_FOLDER: folder, LC_ALL: 'C' },
    stdio: [platform === 'win32' ? 'ignore' : 'pipe', 'ignore', 'pipe'],
  })
  child.stdin?.on('error', () => undefined)
  return new Promise((resolve, reject) => {
    let told = ''
    const timer = setTimeout(() => fail('PostgreSQL did not start'), START_TIMEOUT_MS)
    const fail = (what: string): void => {
      clearTimeout(timer)
      reject(new Error(`${what}: ${told}`))
    }
    child.once('error', ({ message }) => fail(message))
    child.once('exit', () => fail('PostgreSQL ended at its start'))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (told.includes(READY)) return
      told += text
      if (!told.includes(READY)) return
      clearTimeout(timer)
      resolve(child)
    })
  })
}

/** A free port of loopback. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return address.port
}
