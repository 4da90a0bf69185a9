import type { Secret } from '@twinfolder/core'
import type { Kysely } from 'kysely'

import { createAuditLog } from '../audit/audit-log.ts'
import { keyRing } from '../crypto/key-ring.ts'
import { systemClock } from '../node/system.ts'
import type { LogEntry } from '../options.ts'
import type { Schema } from '../postgres/schema/schema.ts'
import { postgresStores } from '../postgres/stores/postgres-stores.ts'
import { keyCheck } from '../vault/check-server-key.ts'
import { type KeyRotation, rotateKey } from '../vault/rotate-key.ts'
import { createVault } from '../vault/vault.ts'

/** Wraps every token by the current key. The servers may go on working. */
export async function rotateKeyCommand(
  db: Kysely<Schema>,
  { current, previous }: { readonly current: Secret; readonly previous: readonly Secret[] },
  log: (entry: LogEntry) => void,
): Promise<KeyRotation> {
  const stores = postgresStores(db)
  const keys = keyRing({ current, previous })
  const settings = { clock: systemClock, log }
  await keyCheck({ keys, stores, settings })()
  return rotateKey({ keys, stores, settings, vault: createVault(keys), audit: createAuditLog(stores.audit, settings) })
}
