import type { Kysely, Selectable } from 'kysely'

import { chained, emptyChain } from '../../audit/audit-chain.ts'
import type { AuditHead, AuditRow } from '../../audit/audit-entry.ts'
import type { AuditStore } from '../../ports/audit-store.ts'
import { dateOf, instantFrom } from '../instants.ts'
import type { AuditTable } from '../schema/operations.ts'
import type { Schema } from '../schema/schema.ts'
import { withSyncErrors } from '../sync-errors.ts'
import { inTransaction } from '../transaction.ts'

/** The audit log in PostgreSQL or PGlite. Whoever appends holds the end of the chain until the end of the transaction. */
export function postgresAuditStore(db: Kysely<Schema>): AuditStore {
  return withSyncErrors<AuditStore>({
    append: (entries) =>
      inTransaction(db, async (transaction) => {
        if (entries.length === 0) return
        const select = transaction.selectFrom('audit_head').select(['position', 'hash']).forUpdate()
        const { position, hash } = await select.executeTakeFirstOrThrow()
        const rows = await chained({ position: Number(position), hash }, entries)
        await transaction.insertInto('audit').values(rows.map(columnsOf)).execute()
        const { position: last, hash: lastHash } = rows.at(-1) ?? emptyChain
        await transaction.updateTable('audit_head').set({ position: last, hash: lastHash }).execute()
      }),
    async rows({ after, limit }) {
      const query = db.selectFrom('audit').selectAll().where('position', '>', after).orderBy('position').limit(limit)
      return (await query.execute()).map(rowOf)
    },
    async head(): Promise<AuditHead> {
      const { position, hash } = await db.selectFrom('audit_head').selectAll().executeTakeFirstOrThrow()
      return { position: Number(position), hash }
    },
  })
}

function columnsOf(row: AuditRow) {
  return {
    position: row.position,
    at: dateOf(row.at),
    tenant_id: row.tenantId,
    user_id: row.userId,
    action: row.action,
    outcome: row.outcome,
    request_id: row.requestId,
    // As text: `jsonb` would not give back what was hashed.
    details: JSON.stringify(row.details),
    previous_hash: row.previousHash,
    hash: row.hash,
  }
}

function rowOf(row: Selectable<AuditTable>): AuditRow {
  return {
    position: Number(row.position),
    at: instantFrom(row.at),
    tenantId: row.tenant_id,
    userId: row.user_id,
    action: row.action,
    outcome: row.outcome,
    requestId: row.request_id,
    details: JSON.parse(row.details) as AuditRow['details'],
    previousHash: row.previous_hash,
    hash: row.hash,
  }
}
