import { join } from 'node:path'

import type { Kysely } from 'kysely'

import { acquireDataFolder } from '../node/data-folder.ts'
import { openDatabase } from '../postgres/database.ts'
import type { Schema } from '../postgres/schema/schema.ts'
import type { DatabaseEnvironment } from './environment.ts'

/** Does something with the database alone. A data folder is taken for as long: the server on it has to be stopped. */
export async function withDatabase<Result>(
  storage: DatabaseEnvironment,
  { migrate }: { readonly migrate: boolean },
  work: (db: Kysely<Schema>) => Promise<Result>,
): Promise<Result> {
  const folder = storage.type === 'folder' ? await acquireDataFolder(storage.dataDir) : null
  try {
    const place =
      storage.type === 'postgres' ? { url: storage.databaseUrl } : { dataDir: join(folder?.path ?? '', 'database') }
    const { db, close } = await openDatabase(place, { migrate })
    try {
      return await work(db)
    } finally {
      await close()
    }
  } finally {
    await folder?.release()
  }
}
