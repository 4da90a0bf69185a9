import type { Kysely } from 'kysely'

import type { SyncStore } from '@twinfolder/core'

import { recordColumns } from '../record-columns.ts'
import type { Schema } from '../schema/schema.ts'

/** More dirty keys of a record are not counted. */
const COUNTED_KEYS = 1000

/** What is counted without reading it. */
export function readCounts(db: Kysely<Schema>): Pick<SyncStore, 'countBound' | 'recordCounts'> {
  return {
    async countBound(linkId, limit) {
      const bound = db
        .selectFrom('baseline')
        .select('link_id')
        .where((eb) => eb.and({ link_id: linkId, status: 'on' }))
      const { rows } = await db
        .selectFrom((limit === undefined ? bound : bound.limit(limit)).as('bound'))
        .select((eb) => eb.fn.countAll().as('rows'))
        .executeTakeFirstOrThrow()
      return Number(rows)
    },
    async recordCounts(linkId, record) {
      const of = { ...recordColumns(record), link_id: linkId }
      const { dirty, bound, detached, held } = await db
        .selectFrom('baseline')
        .select((eb) => [
          eb.fn.countAll().filterWhere('status', '=', 'on').as('bound'),
          eb.fn.countAll().filterWhere('status', '=', 'detached').as('detached'),
          eb.fn.countAll().filterWhere('deletion', '=', 'held').as('held'),
          eb
            .selectFrom((sub) =>
              sub
                .selectFrom('dirty')
                .select('mark')
                .where((eb) => eb.and(of))
                .limit(COUNTED_KEYS)
                .as('key'),
            )
            .select((key) => key.fn.countAll().as('keys'))
            .as('dirty'),
        ])
        .where((eb) => eb.and(of))
        .executeTakeFirstOrThrow()
      return { dirty: Number(dirty), bound: Number(bound), detached: Number(detached), held: Number(held) }
    },
  }
}
