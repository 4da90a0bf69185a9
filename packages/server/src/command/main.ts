import { createRequire } from 'node:module'
import { parseArgs } from 'node:util'

import { asSyncError } from '@twinfolder/core'

import { DataFolderInUseError } from '../node/data-folder.ts'
import { jsonLog } from '../operations/json-log.ts'
import { missingMigrations } from '../postgres/missing-migrations.ts'
import { postgresStores } from '../postgres/stores/postgres-stores.ts'
import { ServerKeyError } from '../vault/check-server-key.ts'
import { auditCommand, auditHead } from './audit-command.ts'
import { withDatabase } from './database-command.ts'
import { EnvironmentError, readDatabaseEnvironment, readEnvironment } from './environment.ts'
import { ConfigError } from './load-config.ts'
import { rotateKeyCommand } from './rotate-key-command.ts'
import { type Role, runServer } from './run-server.ts'
import { UsageError, usage } from './usage.ts'

/** What the command reads and writes. */
export interface CommandStreams {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Aborted when the process is to stop. */
  readonly stop: AbortSignal
}

/** What the process ends with; public. */
export const exitCodes = { done: 0, failed: 1, wrong: 2, notWhole: 3 } as const

/**
 * The command `twinfolder-server`.
 *
 * @param argv without the program and the script
 * @returns the exit code
 */
export async function main(argv: readonly string[], streams: CommandStreams): Promise<number> {
  try {
    return await dispatch(argv, streams)
  } catch (error) {
    const isWrong =
      error instanceof UsageError ||
      error instanceof EnvironmentError ||
      error instanceof ConfigError ||
      error instanceof ServerKeyError ||
      error instanceof DataFolderInUseError
    streams.err(`twinfolder-server: ${isWrong ? error.message : asSyncError(error).message}\n`)
    return isWrong ? exitCodes.wrong : exitCodes.failed
  }
}

async function dispatch(argv: readonly string[], streams: CommandStreams): Promise<number> {
  const { values, positionals } = readArguments(argv)
  const { env: given, out, err } = streams
  const env = values.demo ? { ...given, TWINFOLDER_DEMO: '1' } : given
  if (values.version) {
    out(`${versionOfPackage()}\n`)
    return exitCodes.done
  }
  const [command, ...more] = positionals
  if (values.help || (command === undefined && argv.length === 0)) {
    out(usage)
    return values.help ? exitCodes.done : exitCodes.wrong
  }
  if (command === undefined || more.length > 0) throw new UsageError('One command is needed. See --help.')
  switch (command) {
    case 'start':
    case 'web':
    case 'worker':
      return run(command, values.config, { ...streams, env })
    case 'migrate': {
      const missing = await withDatabase(readDatabaseEnvironment(env), { migrate: false }, missingMigrations)
      await withDatabase(readDatabaseEnvironment(env), { migrate: true }, async () => undefined)
      out(missing.length === 0 ? 'The database is up to date.\n' : missing.map((name) => `${name}\n`).join(''))
      return exitCodes.done
    }
    case 'audit': {
      const options = {
        after: auditHead(values.after),
        expect: auditHead(values.expect),
        tenant: values.tenant ?? null,
      }
      const { isWhole, summary } = await withDatabase(readDatabaseEnvironment(env), { migrate: false }, (db) =>
        auditCommand(postgresStores(db).audit, options, out),
      )
      err(`${summary}\n`)
      return isWhole ? exitCodes.done : exitCodes.notWhole
    }
    case 'rotate-key': {
      const { storage, key, previousKeys, logLevel } = readEnvironment(env)
      if (!key) throw new UsageError('TWINFOLDER_KEY is missing.')
      const log = jsonLog({ level: logLevel, write: err })
      const { unreadable, ...counts } = await withDatabase(storage, { migrate: false }, (db) =>
        rotateKeyCommand(db, { current: key, previous: previousKeys }, log),
      )
      out(`${JSON.stringify({ ...counts, unreadable: unreadable.length })}\n`)
      return unreadable.length === 0 ? exitCodes.done : exitCodes.notWhole
    }
    default:
      throw new UsageError(`"${command}" is no command. See --help.`)
  }
}

async function run(role: Role, config: string, { env, out, stop }: CommandStreams): Promise<number> {
  await runServer({ role, environment: readEnvironment(env), config, stop, write: out })
  return exitCodes.done
}

function readArguments(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        config: { type: 'string', default: './twinfolder.config.ts' },
        demo: { type: 'boolean', default: false },
        after: { type: 'string' },
        expect: { type: 'string' },
        tenant: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
        version: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function versionOfPackage(): string {
  const manifest: unknown = createRequire(import.meta.url)('@twinfolder/server/package.json')
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) return 'unknown'
  return String(manifest.version)
}
