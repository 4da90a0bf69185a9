import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, expect, test } from 'vitest'

import { EnvironmentError, readDatabaseEnvironment, readEnvironment } from './environment.ts'

const KEY = 'a key of the environment, 32 bytes and more'
const minimal = {
  TWINFOLDER_PUBLIC_URL: 'https://crm.example/twinfolder',
  TWINFOLDER_KEY: KEY,
  DATABASE_URL: 'postgres://twinfolder:canary-password@db.example/twinfolder',
  TWINFOLDER_CONTENTS_DIR: '/var/lib/twinfolder',
}
const folder = mkdtempSync(join(tmpdir(), 'twinfolder-env-'))
afterAll(() => rmSync(folder, { recursive: true }))

function problemsOf(
  env: Readonly<Record<string, string | undefined>>,
  read: (env: object) => unknown = (one) => readEnvironment({ ...one }),
) {
  try {
    read(env)
    return []
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error
    expect(error.message).not.toMatch(/canary|key of the environment/)
    return error.problems
  }
}

test('[X59] what is not said is safe: loopback, no demo, limits', () => {
  expect(readEnvironment(minimal)).toMatchObject({
    isDemo: false,
    web: { host: '127.0.0.1', port: 4000 },
    operations: { host: '127.0.0.1', port: 4001, token: null },
    storage: { type: 'postgres', pool: 10, migrate: true, contents: { type: 'folder', path: '/var/lib/twinfolder' } },
    maxFileBytes: 52_428_800,
    tenantQuota: { files: null, bytes: null },
    retentionDays: 30,
    concurrency: 4,
    reconcileMs: 3_600_000,
    logLevel: 'info',
  })
  expect(readEnvironment({ ...minimal, NODE_ENV: 'development' })).toEqual(readEnvironment(minimal))
})

test('every problem is told at once, with the name of the variable and without the value of a secret', () => {
  expect(
    problemsOf({
      TWINFOLDER_PUBLIC_URL: 'crm.example',
      DATABASE_URL: 'mysql://canary@db.example/x',
      TWINFOLDER_KEY: 'canary',
      TWINFOLDER_PORT: '99999',
      TWINFOLDER_CONCURRENCY: '0',
      TWINFOLDER_LOG_LEVEL: 'chatty',
      TWINFOLDER_OPERATIONS_TOKEN: 'canary',
      TWINFOLDER_RETENTION_DAY: '30',
      TWINFOLDER_DEMO: 'yes',
      TWINFOLDER_PORT_FILE: '/port',
    }).map((problem) => problem.split(' ')[0]),
  ).toEqual([
    'TWINFOLDER_RETENTION_DAY',
    'TWINFOLDER_PORT_FILE',
    'TWINFOLDER_PUBLIC_URL',
    'DATABASE_URL',
    'TWINFOLDER_PORT',
    'TWINFOLDER_OPERATIONS_TOKEN',
    'TWINFOLDER_LOG_LEVEL',
    'TWINFOLDER_CONCURRENCY',
    'TWINFOLDER_DEMO',
    'TWINFOLDER_KEY:',
  ])
  expect(problemsOf({})).toEqual([
    'TWINFOLDER_PUBLIC_URL is missing.',
    'One of DATABASE_URL and TWINFOLDER_DATA_DIR is needed, and not both.',
    expect.stringContaining('TWINFOLDER_KEY is missing'),
  ])
})

test.each<[string, Record<string, string | undefined>, RegExp]>([
  ['http for others', { TWINFOLDER_PUBLIC_URL: 'http://crm.example/x' }, /needs https/],
  ['metrics for others without a token', { TWINFOLDER_OPERATIONS_HOST: '0.0.0.0' }, /TOKEN is missing/],
  ['one port for two things', { TWINFOLDER_OPERATIONS_PORT: '4000' }, /needs to differ/],
  ['two databases', { TWINFOLDER_DATA_DIR: '/data' }, /^One of DATABASE_URL/],
  ['no place for contents', { TWINFOLDER_CONTENTS_DIR: undefined }, /^With DATABASE_URL one of/],
  ['two places for contents', { TWINFOLDER_S3_BUCKET: 'contents' }, /^With DATABASE_URL one of/],
  ['S3 without a bucket', { TWINFOLDER_S3_REGION: 'eu' }, /needs a TWINFOLDER_S3_BUCKET/],
  [
    'half of the keys of S3',
    { TWINFOLDER_CONTENTS_DIR: undefined, TWINFOLDER_S3_BUCKET: 'b', TWINFOLDER_S3_ACCESS_KEY_ID: 'a' },
    /together/,
  ],
  [
    '[X38] a prefix that is no folder',
    { TWINFOLDER_CONTENTS_DIR: undefined, TWINFOLDER_S3_BUCKET: 'b', TWINFOLDER_S3_PREFIX: '../x' },
    /needs a slash/,
  ],
  ['[X21] no key', { TWINFOLDER_KEY: '' }, /TWINFOLDER_KEY is missing.*openssl/],
  ['[X21] a sample', { TWINFOLDER_KEY: 'put-the-output-of-openssl-rand-base64-32-here' }, /sample/],
  [
    '[X21] a previous key that is a sample',
    { TWINFOLDER_PREVIOUS_KEYS: 'put-the-output-of-openssl-rand-base64-32-here' },
    /^TWINFOLDER_PREVIOUS_KEYS: .*sample/,
  ],
])('is refused: %s', (_, change, told) => {
  const [first, ...more] = problemsOf({ ...minimal, ...change })
  expect([first, more]).toEqual([expect.stringMatching(told), []])
})

test('a secret may come from a file, without its last end of line; anything else may not', () => {
  const path = join(folder, 'key')
  writeFileSync(path, `${KEY}\n`)
  const { TWINFOLDER_KEY: _, ...rest } = minimal
  expect(readEnvironment({ ...rest, TWINFOLDER_KEY_FILE: path }).key?.reveal()).toBe(KEY)
  expect(problemsOf({ ...minimal, TWINFOLDER_KEY_FILE: path })).toEqual([
    'TWINFOLDER_KEY and TWINFOLDER_KEY_FILE are both there.',
  ])
  expect(problemsOf({ ...rest, TWINFOLDER_KEY_FILE: join(folder, 'nothing') })[0]).toMatch(/cannot be read/)
  const keys = join(folder, 'keys')
  writeFileSync(
    keys,
    'the first key of before, 32 bytes or so\n'.replaceAll(' ', '-') + 'the-second-key-of-before,-32-bytes-too\n',
  )
  expect(readEnvironment({ ...minimal, TWINFOLDER_PREVIOUS_KEYS_FILE: keys }).previousKeys).toHaveLength(2)
})

test('[X59] a demo may be on http and makes its key beside its data; it has to be asked for', () => {
  const demo = { TWINFOLDER_PUBLIC_URL: 'http://crm.example/x', TWINFOLDER_DATA_DIR: '/data' }
  expect(problemsOf(demo)).toHaveLength(2)
  expect(readEnvironment({ ...demo, TWINFOLDER_DEMO: '1' })).toMatchObject({ isDemo: true, key: null })
  expect(problemsOf({ ...demo, TWINFOLDER_DEMO: '0' })).toHaveLength(2)
})

test('S3 is read whole', () => {
  const env = {
    ...minimal,
    TWINFOLDER_CONTENTS_DIR: undefined,
    TWINFOLDER_S3_BUCKET: 'contents',
    TWINFOLDER_S3_ENDPOINT: 'https://s3.example',
    TWINFOLDER_S3_ACCESS_KEY_ID: 'id',
    TWINFOLDER_S3_SECRET_ACCESS_KEY: 'canary',
  }
  const { storage } = readEnvironment(env)
  expect(storage).toMatchObject({
    contents: { type: 's3', bucket: 'contents', prefix: '', endpoint: 'https://s3.example' },
  })
  expect(JSON.stringify(storage)).not.toContain('canary"')
})

test('commands on the database need no more than it', () => {
  expect(readDatabaseEnvironment({ DATABASE_URL: minimal.DATABASE_URL })).toEqual({
    type: 'postgres',
    databaseUrl: minimal.DATABASE_URL,
  })
  expect(readDatabaseEnvironment({ TWINFOLDER_DATA_DIR: '/data' })).toEqual({ type: 'folder', dataDir: '/data' })
  expect(problemsOf({ TWINFOLDER_WRONG: '1' }, (env) => readDatabaseEnvironment({ ...env }))).toHaveLength(2)
})
