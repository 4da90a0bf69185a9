import { sql } from 'kysely'

import type { Metrics } from '../operations/metrics.ts'
import type { Storage } from './open-storage.ts'

/** What waits to be done, for all processes together: each one tells the same. */
export function addWorkGauges(metrics: Metrics, { db, stores }: Pick<Storage, 'db' | 'stores'>): void {
  metrics.gauge(
    'twinfolder_work_items',
    'Records and feeds that are to be looked at, counted up to 100,000.',
    async () => {
      const { waiting, claimed } = await stores.work.stats()
      return { waiting, claimed }
    },
  )
  metrics.gauge('twinfolder_work_oldest_seconds', 'How long the oldest work that is due has waited.', async () => {
    const { rows } = await sql<{ readonly age: number | null }>`
      select extract(epoch from now() - min(ready_at))::float8 as age from sync_work where ready_at <= now()`.execute(
      db,
    )
    return { due: Math.max(0, rows[0]?.age ?? 0) }
  })
  metrics.gauge('twinfolder_links', 'Links by their state.', async () => {
    const { rows } = await sql<{ readonly status: string; readonly count: number }>`
      select status, count(*)::float8 as count from link group by status`.execute(db)
    return Object.fromEntries(rows.map(({ status, count }) => [status, count]))
  })
  metrics.gauge('twinfolder_database_connections', 'Connections to the database, of all processes.', async () => {
    const { rows } = await sql<{ readonly state: string; readonly count: number }>`
      select coalesce(state, 'unknown') as state, count(*)::float8 as count from pg_stat_activity
      where application_name like 'twinfolder%' group by 1`.execute(db)
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
  })
}
