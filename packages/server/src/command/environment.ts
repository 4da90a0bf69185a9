import { readFileSync } from 'node:fs'

import { Secret } from '@twinfolder/core'
import type { z } from 'zod'

import { assertServerKey } from '../crypto/server-key.ts'
import type { TenantQuota } from '../postgres/file-store/tenant-quota.ts'
import { type EnvironmentValues, aboutVariable, environmentVariables } from './environment-variables.ts'

/** How a server runs, as the environment says. */
export interface Environment {
  readonly publicUrl: string
  readonly storage:
    | { readonly type: 'folder'; readonly dataDir: string }
    | {
        readonly type: 'postgres'
        readonly databaseUrl: string
        readonly listenUrl: string | undefined
        readonly pool: number
        readonly migrate: boolean
        readonly contents: ContentsPlace
      }
  /** `null` only in a demo, whose key is made beside its data. */
  readonly key: Secret | null
  readonly previousKeys: readonly Secret[]
  readonly web: { readonly host: string; readonly port: number }
  readonly operations: { readonly host: string; readonly port: number; readonly token: Secret | null }
  readonly logLevel: EnvironmentValues['TWINFOLDER_LOG_LEVEL']
  readonly concurrency: number
  readonly maxFileBytes: number
  readonly tenantQuota: TenantQuota
  readonly retentionDays: number
  readonly openRecordPollMs: number
  readonly recentLinkPollMs: number
  readonly reconcileMs: number
  readonly followChanges: boolean
  readonly drainMs: number
  readonly shutdownMs: number
  readonly isDemo: boolean
}

/** Where contents are when the database is a server. */
export type ContentsPlace =
  | { readonly type: 'folder'; readonly path: string }
  | {
      readonly type: 's3'
      readonly bucket: string
      readonly prefix: string
      readonly region: string | undefined
      readonly endpoint: string | undefined
      readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: Secret } | undefined
    }

/** The environment is not one that a server can run in. The message has every problem, and no value of a secret. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(['The environment is not right:', ...problems.map((problem) => `  ${problem}`)].join('\n'))
    this.problems = problems
  }
}

/** Where the database is. */
export type DatabaseEnvironment =
  | { readonly type: 'folder'; readonly dataDir: string }
  | { readonly type: 'postgres'; readonly databaseUrl: string }

const ONE_DATABASE = 'One of DATABASE_URL and TWINFOLDER_DATA_DIR is needed, and not both.'

type Name = keyof typeof environmentVariables
type Texts = Readonly<Record<string, string | undefined>>

/**
 * Reads the environment whole. An empty variable is as if it were not there.
 *
 * @throws EnvironmentError with all problems at once
 */
export function readEnvironment(env: Texts): Environment {
  const { values, problems } = parse(env)
  const together: string[] = []
  const environment = environmentOf(values, together)
  // A variable that is wrong by itself would be told twice: it is as if it were not there.
  const isTold = (problem: string): boolean => problems.some((one) => problem.includes(one.split(' ')[0] ?? one))
  problems.push(...together.filter((problem) => !isTold(problem)))
  if (problems.length > 0) throw new EnvironmentError(problems)
  return environment
}

/**
 * Reads where the database is and nothing else, for commands that need no more; unknown variables are refused all the same.
 *
 * @throws EnvironmentError
 */
export function readDatabaseEnvironment(env: Texts): DatabaseEnvironment {
  const { values, problems } = parse(env, ['TWINFOLDER_PUBLIC_URL'])
  const { DATABASE_URL: databaseUrl, TWINFOLDER_DATA_DIR: dataDir } = values
  if ((databaseUrl === undefined) === (dataDir === undefined)) problems.push(ONE_DATABASE)
  if (problems.length > 0) throw new EnvironmentError(problems)
  return databaseUrl === undefined ? { type: 'folder', dataDir: dataDir ?? '' } : { type: 'postgres', databaseUrl }
}

/** Parses every variable by itself, so that one that is wrong hides no other. */
function parse(
  env: Texts,
  optional: readonly Name[] = [],
): { readonly values: EnvironmentValues; readonly problems: string[] } {
  const problems: string[] = []
  const texts = withFiles(env, problems)
  for (const name of Object.keys(env)) {
    if (name.startsWith('TWINFOLDER_') && !isKnown(name)) problems.push(`${name} is not known.`)
  }
  const values: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries<z.ZodType>(environmentVariables)) {
    const { success, data, error } = schema.safeParse(texts[name])
    if (success) {
      if (data !== undefined) values[name] = data
    } else if (texts[name] !== undefined) problems.push(`${name} ${error.issues[0]?.message}.`)
    else if (!optional.includes(name as Name)) problems.push(`${name} is missing.`)
  }
  return { values: { ...defaults, ...values } as EnvironmentValues, problems }
}

/** What stands for a variable that is wrong while the others are looked at. */
const defaults: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(
    Object.entries<z.ZodType>(environmentVariables).flatMap(([name, schema]) => {
      const { data } = schema.safeParse(undefined)
      return data === undefined ? [] : [[name, data] as const]
    }),
  ),
  TWINFOLDER_PUBLIC_URL: 'http://localhost',
}

function environmentOf(values: EnvironmentValues, problems: string[]): Environment {
  const isDemo = values.TWINFOLDER_DEMO
  const publicUrl = new URL(values.TWINFOLDER_PUBLIC_URL)
  if (publicUrl.protocol === 'http:' && !isLoopback(publicUrl.hostname) && !isDemo) {
    problems.push('TWINFOLDER_PUBLIC_URL needs https, as it is not on this computer.')
  }
  const token = secret(values.TWINFOLDER_OPERATIONS_TOKEN)
  if (!isLoopback(values.TWINFOLDER_OPERATIONS_HOST) && !token) {
    problems.push('TWINFOLDER_OPERATIONS_TOKEN is missing, as others can reach TWINFOLDER_OPERATIONS_HOST.')
  }
  if (values.TWINFOLDER_PORT === values.TWINFOLDER_OPERATIONS_PORT && values.TWINFOLDER_PORT !== 0) {
    problems.push('TWINFOLDER_OPERATIONS_PORT needs to differ from TWINFOLDER_PORT.')
  }
  return {
    publicUrl: values.TWINFOLDER_PUBLIC_URL,
    storage: storageOf(values, problems),
    ...keysOf(values, problems),
    web: { host: values.TWINFOLDER_HOST, port: values.TWINFOLDER_PORT },
    operations: { host: values.TWINFOLDER_OPERATIONS_HOST, port: values.TWINFOLDER_OPERATIONS_PORT, token },
    logLevel: values.TWINFOLDER_LOG_LEVEL,
    concurrency: values.TWINFOLDER_CONCURRENCY,
    maxFileBytes: values.TWINFOLDER_MAX_FILE_BYTES,
    tenantQuota: {
      files: values.TWINFOLDER_MAX_TENANT_FILES ?? null,
      bytes: values.TWINFOLDER_MAX_TENANT_BYTES ?? null,
    },
    retentionDays: values.TWINFOLDER_RETENTION_DAYS,
    openRecordPollMs: values.TWINFOLDER_OPEN_RECORD_POLL_SECONDS * 1000,
    recentLinkPollMs: values.TWINFOLDER_RECENT_LINK_POLL_MINUTES * 60_000,
    followChanges: values.TWINFOLDER_FOLLOW_CHANGES,
    reconcileMs: values.TWINFOLDER_RECONCILE_MINUTES * 60_000,
    drainMs: values.TWINFOLDER_DRAIN_SECONDS * 1000,
    shutdownMs: values.TWINFOLDER_SHUTDOWN_SECONDS * 1000,
    isDemo,
  }
}

function storageOf(values: EnvironmentValues, problems: string[]): Environment['storage'] {
  const { DATABASE_URL: databaseUrl, TWINFOLDER_DATA_DIR: dataDir } = values
  if ((databaseUrl === undefined) === (dataDir === undefined)) {
    problems.push(ONE_DATABASE)
  }
  const others = Object.keys(values).filter((name) => /^TWINFOLDER_(S3_|CONTENTS_DIR|DATABASE_LISTEN)/.test(name))
  if (databaseUrl === undefined) {
    for (const name of others) problems.push(`${name} needs a DATABASE_URL: contents are in TWINFOLDER_DATA_DIR.`)
    return { type: 'folder', dataDir: dataDir ?? '' }
  }
  return {
    type: 'postgres',
    databaseUrl,
    listenUrl: values.TWINFOLDER_DATABASE_LISTEN_URL,
    pool: values.TWINFOLDER_DATABASE_POOL,
    migrate: values.TWINFOLDER_MIGRATE === 'at-start',
    contents: contentsOf(values, problems),
  }
}

function contentsOf(values: EnvironmentValues, problems: string[]): ContentsPlace {
  const { TWINFOLDER_CONTENTS_DIR: path, TWINFOLDER_S3_BUCKET: bucket } = values
  if ((path === undefined) === (bucket === undefined)) {
    problems.push('With DATABASE_URL one of TWINFOLDER_CONTENTS_DIR and TWINFOLDER_S3_BUCKET is needed, and not both.')
  }
  if (bucket === undefined) {
    const lonely = Object.keys(values).filter((name) => name.startsWith('TWINFOLDER_S3_'))
    for (const name of lonely) problems.push(`${name} needs a TWINFOLDER_S3_BUCKET.`)
    return { type: 'folder', path: path ?? '' }
  }
  const { TWINFOLDER_S3_ACCESS_KEY_ID: accessKeyId, TWINFOLDER_S3_SECRET_ACCESS_KEY: secretText } = values
  if ((accessKeyId === undefined) !== (secretText === undefined)) {
    problems.push('TWINFOLDER_S3_ACCESS_KEY_ID and TWINFOLDER_S3_SECRET_ACCESS_KEY are needed together.')
  }
  const secretAccessKey = secret(secretText)
  return {
    type: 's3',
    bucket,
    prefix: values.TWINFOLDER_S3_PREFIX ?? '',
    region: values.TWINFOLDER_S3_REGION,
    endpoint: values.TWINFOLDER_S3_ENDPOINT,
    credentials: accessKeyId !== undefined && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
  }
}

function keysOf(values: EnvironmentValues, problems: string[]): Pick<Environment, 'key' | 'previousKeys'> {
  const { TWINFOLDER_DEMO: isDemo, TWINFOLDER_DATA_DIR: dataDir } = values
  const key = secret(values.TWINFOLDER_KEY)
  const previousKeys = (values.TWINFOLDER_PREVIOUS_KEYS ?? '')
    .split(/\s+/)
    .flatMap((one) => (one === '' ? [] : new Secret(one)))
  if (!key && !(isDemo && dataDir !== undefined)) {
    problems.push(
      'TWINFOLDER_KEY is missing. Make one with `openssl rand -base64 32`, and keep it apart from the data.',
    )
  }
  const named = [
    ['TWINFOLDER_KEY', key] as const,
    ...previousKeys.map((one) => ['TWINFOLDER_PREVIOUS_KEYS', one] as const),
  ]
  for (const [name, one] of named) {
    try {
      if (one) assertServerKey(one, { isDemo })
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return { key, previousKeys }
}

/** The variables, with those that a file holds read from it; an end of line at the end of a file is not part of a value. */
function withFiles(env: Texts, problems: string[]): Texts {
  const texts: Record<string, string | undefined> = {}
  for (const name of Object.keys(environmentVariables) as Name[]) {
    const value = env[name] || undefined
    const path = aboutVariable(name).isSecret ? env[`${name}_FILE`] || undefined : undefined
    if (value !== undefined && path !== undefined) problems.push(`${name} and ${name}_FILE are both there.`)
    texts[name] = value
    if (path === undefined) continue
    try {
      texts[name] = readFileSync(path, 'utf8').trimEnd() || undefined
    } catch {
      problems.push(`${name}_FILE names a file that cannot be read.`)
    }
  }
  return texts
}

function isKnown(name: string): boolean {
  const base = name.endsWith('_FILE') ? name.slice(0, -'_FILE'.length) : name
  if (!Object.hasOwn(environmentVariables, base)) return false
  return base === name || aboutVariable(base as Name).isSecret === true
}

function secret(value: string | undefined): Secret | null {
  return value === undefined ? null : new Secret(value)
}

/** Whether only this computer reaches a host. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}
