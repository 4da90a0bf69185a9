import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely'

import type { SyncStore } from '@twinfolder/core'

import type { Schema } from '../schema/schema.ts'
import type { BaselineTable } from '../schema/sync-state.ts'
import { baselineOf } from './baselines.ts'

/** What was bound and is gone from the mirror, and was not dealt with yet (S15). */
export function readVanished(db: Kysely<Schema>): Pick<SyncStore, 'countVanished' | 'vanished'> {
  return {
    async countVanished(linkId, generation, limit) {
      const count = sql<{ readonly rows: number | bigint | string }>`
        select count(*) as rows from (select from (${vanished(linkId, generation)}) as gone limit ${limit}) as counted`
      return Number((await count.execute(db)).rows[0]?.rows ?? 0)
    },
    async vanished(linkId, generation) {
      const { rows } = await sql<Selectable<BaselineTable>>`
        select * from (${vanished(linkId, generation)}) as gone order by path_lower`.execute(db)
      return rows.map(baselineOf)
    },
  }
}

/** Starts from what is dirty, by path and by record: never looks at what nobody marked. */
function vanished(linkId: string, generation: number): RawBuilder<unknown> {
  const isGone = sql`baseline.link_id = ${linkId} and baseline.status = 'on'
    and not exists (select from mirror
      where mirror.link_id = ${linkId} and mirror.generation = ${generation}
        and mirror.path_digest = baseline.path_digest and mirror.kind = 'file')
    and not exists (select from mirror
      where mirror.link_id = ${linkId} and mirror.generation = ${generation} and mirror.remote_id = baseline.remote_id)`
  return sql`
    select baseline.* from dirty
      join baseline on baseline.path_digest = md5(dirty.key ->> 'pathLower')
      where dirty.link_id = ${linkId} and dirty.key ->> 'type' = 'path' and ${isGone}
    union
    select baseline.* from dirty
      join baseline using (tenant_id, module, record_id)
      where dirty.link_id = ${linkId} and dirty.key ->> 'type' = 'record' and ${isGone}`
}
