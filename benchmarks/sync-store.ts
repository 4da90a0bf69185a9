import { argv } from 'node:process'

import { openDatabase, postgresStores } from '@twinfolder/server/postgres'
import { startPostgresServer } from '@twinfolder/server/testing/postgres'

import { link } from './sync-store/account.ts'
import { tell } from './sync-store/figures.ts'
import { benchMirror } from './sync-store/mirror.ts'
import { benchBulk, benchQueue } from './sync-store/queue.ts'

/**
 * What the stores give on PostgreSQL with an account of a million files and a queue of a million records, one JSON line each. The
 * server is one of its own with its default settings, and waits for the disk as a real one does.
 *
 * `node benchmarks/sync-store.ts [--rows 1000000]`
 */
const at = argv.indexOf('--rows')
const rows = at === -1 ? 1_000_000 : Number(argv[at + 1])

const server = await startPostgresServer({ durable: true })
try {
  const { db, close } = await openDatabase({ url: await server.createDatabase() })
  const stores = postgresStores(db)
  await benchBulk(stores.bulk, stores.work, 'PostgreSQL', 10_000)
  await stores.work.cancel({ linkId: 'link of a run' })
  await stores.sync.createLink(link)
  await benchMirror(stores.sync, db, rows)
  await benchQueue(stores.work, rows)
  await close()
} finally {
  await server.close()
}

const embedded = await openDatabase({ memory: true })
const stores = postgresStores(embedded.db)
await benchBulk(stores.bulk, stores.work, 'PGlite', 10_000)
await embedded.close()
tell('end', { rows })
