import { instant } from '@twinfolder/core'
import { type Kysely, sql } from 'kysely'
import { describe, expect, test } from 'vitest'

import { type Schema, postgresStores } from '../../postgres/index.ts'

/** What the database refuses, whoever asks. */
export function auditDatabaseContract(name: string, db: () => Kysely<Schema>): void {
  describe(`${name}: audit log`, () => {
    test('[X56] the database refuses to change, delete or empty the audit log, its end, and the activity', async () => {
      const { audit } = postgresStores(db())
      const at = instant('2026-11-22T12:00:00.000Z')
      const nobody = { tenantId: null, userId: null, requestId: null }
      await audit.append([{ ...nobody, at, action: 'key.rotated', outcome: 'done', details: {} }])
      const { position } = await audit.head()
      for (const statement of [
        sql`update audit set user_id = 'jonas' where position = ${position}`,
        sql`update audit set hash = hash where position = ${position}`,
        sql`delete from audit where position = ${position}`,
        sql`truncate audit`,
        sql`update audit_head set position = position - 1`,
        sql`update audit_head set hash = ''`,
        sql`delete from audit_head`,
        sql`truncate audit_head`,
        sql`truncate activity`,
        sql`insert into audit_head (only_row, position, hash) values (false, 1, '')`,
      ]) {
        await expect(statement.execute(db())).rejects.toThrow()
      }
      expect((await audit.head()).position).toBe(position)
      expect(await audit.rows({ after: position - 1, limit: 1 })).toMatchObject([{ position, userId: null }])
    })
  })
}
