import { z } from 'zod'

/**
 * Every variable that the command reads, in the order of the guide: the one schema that parses them and that
 * `docs/guides/operate.md` is generated from. A default is written as it would be in the environment.
 */
export const environmentVariables = {
  TWINFOLDER_PUBLIC_URL: address(/^https?:$/).meta({
    about:
      'Where browsers reach the server, e.g. `https://crm.example/twinfolder`. `https`, except on this computer or in a demo',
    required: 'always',
  }),
  DATABASE_URL: address(/^postgres(ql)?:$/)
    .optional()
    .meta({
      about: 'PostgreSQL 14 or newer, for any number of processes',
      required: 'unless there is a data folder',
      isSecret: true,
    }),
  TWINFOLDER_DATABASE_LISTEN_URL: address(/^postgres(ql)?:$/)
    .optional()
    .meta({
      about: 'The same database past a pooler of transactions, which does not pass notifications on',
      isSecret: true,
    }),
  TWINFOLDER_DATABASE_POOL: count(1, 500)
    .default(10)
    .meta({ about: 'Connections of one process, the one that listens apart' }),
  TWINFOLDER_DATA_DIR: text()
    .optional()
    .meta({ about: 'A folder with an embedded database and the contents, for one process: `start`' }),
  TWINFOLDER_MIGRATE: z
    .enum(['at-start', 'never'])
    .default('at-start')
    .meta({ about: 'Whether `web` and `worker` bring the database to their version. `never` where `migrate` does it' }),

  TWINFOLDER_CONTENTS_DIR: text()
    .optional()
    .meta({ about: 'With `DATABASE_URL`: a folder for contents that every process reaches' }),
  TWINFOLDER_S3_BUCKET: text()
    .optional()
    .meta({ about: 'With `DATABASE_URL`: a bucket for contents, instead of a folder' }),
  TWINFOLDER_S3_PREFIX: z
    .string()
    .regex(/^(\w[\w.-]*\/)+$/, 'needs a slash at its end, and no other signs than letters, digits, dots and hyphens')
    .optional()
    .meta({ about: 'What the keys begin with, e.g. `twinfolder/`' }),
  TWINFOLDER_S3_REGION: text().optional().meta({ about: 'Of the bucket' }),
  TWINFOLDER_S3_ENDPOINT: address(/^https?:$/)
    .optional()
    .meta({ about: 'Of a service that is not AWS' }),
  TWINFOLDER_S3_ACCESS_KEY_ID: text()
    .optional()
    .meta({ about: 'Without it the SDK looks where it always does: environment, profile, role' }),
  TWINFOLDER_S3_SECRET_ACCESS_KEY: text().optional().meta({ about: 'Belongs to the access key', isSecret: true }),

  TWINFOLDER_KEY: text().optional().meta({
    about: '32 random bytes or more that seal tokens: `openssl rand -base64 32`',
    required: 'unless it is a demo',
    isSecret: true,
  }),
  TWINFOLDER_PREVIOUS_KEYS: text()
    .optional()
    .meta({ about: 'Keys that still open what they sealed, separated by spaces or lines', isSecret: true }),

  TWINFOLDER_HOST: text().default('127.0.0.1').meta({ about: 'Where `web` listens; `0.0.0.0` or `::` in a container' }),
  TWINFOLDER_PORT: port().default(4000).meta({ about: '0 takes a free one' }),
  TWINFOLDER_OPERATIONS_HOST: text().default('127.0.0.1').meta({ about: 'Where health, readiness and metrics are' }),
  TWINFOLDER_OPERATIONS_PORT: port().default(4001).meta({ about: 'A port of its own; 0 takes a free one' }),
  TWINFOLDER_OPERATIONS_TOKEN: text(16).optional().meta({
    about: 'What their callers send as `Authorization: Bearer …`',
    required: 'unless the host is this computer',
    isSecret: true,
  }),
  TWINFOLDER_LOG_LEVEL: z
    .enum(['info', 'warn', 'error', 'silent'])
    .default('info')
    .meta({ about: 'The least that is logged' }),

  TWINFOLDER_CONCURRENCY: count(1, 64).default(4).meta({ about: 'How many links one worker serves at a time' }),
  TWINFOLDER_MAX_FILE_BYTES: count(1, 1_000_000_000_000).default(52_428_800).meta({ about: 'The largest file' }),
  TWINFOLDER_MAX_TENANT_FILES: count(1, 1_000_000_000_000)
    .optional()
    .meta({ about: 'How many files one tenant may have stored; without it as many as there is room for' }),
  TWINFOLDER_MAX_TENANT_BYTES: count(1, 999_999_999_999_999)
    .optional()
    .meta({ about: 'How many bytes the files of one tenant may have together' }),
  TWINFOLDER_RETENTION_DAYS: count(1, 36_500)
    .default(30)
    .meta({ about: 'How long old versions and the trash are kept' }),
  TWINFOLDER_OPEN_RECORD_POLL_SECONDS: count(1, 3600)
    .default(5)
    .meta({ about: 'How often Dropbox is asked while a record is open' }),
  TWINFOLDER_RECENT_LINK_POLL_MINUTES: count(1, 1440)
    .default(5)
    .meta({ about: 'How often it is asked for a user for whom something was done within a day' }),
  TWINFOLDER_RECONCILE_MINUTES: count(1, 1440).default(60).meta({ about: 'How often it is asked otherwise' }),
  TWINFOLDER_FOLLOW_CHANGES: flag().meta({
    about:
      '`1`: workers wait at Dropbox for changes of the links that were used last. For a server that no webhook reaches',
  }),
  TWINFOLDER_DRAIN_SECONDS: count(0, 300).default(0).meta({
    about: 'How long a server that is stopped still answers while `/ready` says 503, for balancers that look seldom',
  }),
  TWINFOLDER_SHUTDOWN_SECONDS: count(1, 3600)
    .default(25)
    .meta({ about: 'How long a stop may take; then what is under way is cut' }),
  TWINFOLDER_DEMO: flag().meta({
    about:
      '`1`: a key is made beside the data, sample keys pass, and `http` is taken for any host. Never in production',
  }),
} satisfies Record<string, z.ZodType>

/** The variables as they were parsed. */
export type EnvironmentValues = z.infer<z.ZodObject<typeof environmentVariables>>

/** What the guide says of a variable. */
export interface VariableAbout {
  readonly about: string
  readonly required?: string
  /** It may come from a file: `…_FILE` names it. */
  readonly isSecret?: boolean
}

/** What the guide says of a variable. */
export function aboutVariable(name: keyof typeof environmentVariables): VariableAbout {
  const schema: z.ZodType = environmentVariables[name]
  return schema.meta() as unknown as VariableAbout
}

function text(shortest = 1) {
  return z.string().min(shortest, `needs ${shortest === 1 ? 'a value' : `${shortest} characters or more`}`)
}

function count(least: number, most: number) {
  const words = `needs a whole number from ${least} to ${most}`
  return z
    .string()
    .regex(/^\d{1,15}$/, words)
    .transform(Number)
    .pipe(z.number().min(least, words).max(most, words))
}

function flag() {
  return z
    .enum(['0', '1'], 'is 0 or 1')
    .default('0')
    .transform((value) => value === '1')
}

function port() {
  return count(0, 65_535)
}

function address(protocol: RegExp) {
  return z.string().refine((value) => protocol.test(URL.parse(value)?.protocol ?? ''), 'needs an address')
}
