import { hostFilesContract, syncStoreContract } from '@twinfolder/core/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, test } from 'vitest'

import { type Database, migrate, postgresStores, postgresSyncStore, tidy } from '../../postgres/index.ts'
import { auditStoreContract } from '../audit-store-contract.ts'
import { bulkStoreContract } from '../bulk-store-contract.ts'
import { keyStoreContract } from '../key-store-contract.ts'
import { linkStoreContract } from '../link-store-contract.ts'
import { requestStoreContract } from '../request-store-contract.ts'
import { uploadStoreContract } from '../upload-store-contract.ts'
import { workQueueContract } from '../work-queue-contract.ts'
import { auditDatabaseContract } from './audit-database-contract.ts'
import { fileStoreDatabaseContract } from './file-store-database-contract.ts'
import { fileStoreOn, newRecord } from './fixtures.ts'
import { syncStoreDatabaseContract } from './sync-store-database-contract.ts'
import { tenantQuotaContract } from './tenant-quota-contract.ts'

/**
 * What everything that rests in a database does, whether that is embedded or a server.
 *
 * @param open opens one database for all tests
 */
export function databaseContract(name: string, open: () => Promise<Database>): void {
  let database: Database
  beforeAll(async () => {
    database = await open()
  }, 60_000)
  afterAll(() => database.close())
  const db = () => database.db
  const emptied = async <Store>(store: () => Store): Promise<Store> => {
    await sql`truncate sync_work, sync_claim, bulk_run, bulk_record, link_attempt, link_grant, link_refusal,
      link_check, remembered_upload, upload, upload_part, server_key, idempotent_request, rate_bucket`.execute(db())
    return store()
  }

  syncStoreContract(name, () => ({ store: postgresSyncStore(db()) }))
  hostFilesContract(name, () => ({ files: fileStoreOn(db()).files, newRecord }))
  const restricted = { folders: 'flat', replace: false, trash: false } as const
  hostFilesContract(
    `${name}, less what an app took away`,
    () => ({ files: fileStoreOn(db(), { restrictions: () => restricted }).files, newRecord }),
    restricted,
  )
  workQueueContract(name, (pubSub) => emptied(() => postgresStores(db(), { pubSub }).work))
  auditStoreContract(name, () => postgresStores(db()).audit)
  auditDatabaseContract(name, db)
  keyStoreContract(name, () => emptied(() => postgresStores(db()).keys))
  linkStoreContract(name, () => emptied(() => postgresStores(db()).links))
  requestStoreContract(name, () => emptied(() => postgresStores(db()).requests))
  uploadStoreContract(name, () => emptied(() => postgresStores(db()).uploads))
  bulkStoreContract(name, () => emptied(() => postgresStores(db()).bulk))
  syncStoreDatabaseContract(name, db)
  fileStoreDatabaseContract(name, db)
  tenantQuotaContract(name, db)

  test('a database that is up to date is migrated, and a tidy one tidied, without harm', async () => {
    await migrate(db())
    await tidy(db())
    await tidy(db())
  })
}
