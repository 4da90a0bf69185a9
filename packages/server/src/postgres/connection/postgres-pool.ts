import { Pool } from 'pg'

/** How a process connects to PostgreSQL. */
export interface PoolOptions {
  /** How many connections a process opens at most, the one that listens apart. @default 10 */
  readonly max?: number | undefined
  /** How long a request waits for a connection before it fails, in milliseconds. @default 5000 */
  readonly connectTimeoutMs?: number | undefined
  /** Hears why a connection was lost. It is replaced with the next query. @default nobody */
  readonly onConnectionLost?: ((error: Error) => void) | undefined
}

/** A transaction that a process has forgotten, e.g. since it was suspended, must not hold its rows for ever. */
const LONGEST_IDLE_TRANSACTION_MS = 60_000

/**
 * Connections to PostgreSQL that outlive a restart of it: a connection that breaks is dropped, whether it rests or is in
 * use, and the next query opens another one.
 */
export function postgresPool(url: string, options: PoolOptions = {}): Pool {
  const { max = 10, connectTimeoutMs = 5000, onConnectionLost = () => undefined } = options
  const pool = new Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    idle_in_transaction_session_timeout: LONGEST_IDLE_TRANSACTION_MS,
    fallback_application_name: 'twinfolder',
  })
  // Without listeners a connection that breaks ends the process: a resting one tells the pool, one in use its client.
  pool.on('error', (error) => onConnectionLost(error))
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
  })
  return pool
}
