import type { Migration } from 'kysely/migration'

import { statements } from './statements.ts'

/**
 * For many processes: when each link is looked at next and what it waits for are rows, not known to one process; and the next
 * link to work for is found by what waits, however many links there are.
 */
export const manyProcesses: Migration = statements(
  `alter table link_check alter column checked_at drop not null`,
  `alter table link_check add column look_at timestamptz, add column trouble text`,
  `insert into link_check (link_id, look_at) select id, now() from link where status = 'active'
    on conflict (link_id) do update set look_at = excluded.look_at`,
  `create index link_check_look on link_check (look_at) where look_at is not null`,

  // Since when it waits. Each minute counts as one more of urgency, so the order never changes while it waits.
  `alter table sync_work add column since timestamptz not null default now()`,
  `alter table sync_work add column wanted_at timestamptz generated always as
    ((since at time zone 'UTC' - priority * interval '1 minute') at time zone 'UTC') stored`,
  `drop index sync_work_urgency`,
  `create index sync_work_urgency on sync_work (link_id, (priority >= 100) desc, wanted_at, generation)`,
  `create index sync_work_ready on sync_work (link_id, ready_at)`,

  // When the first of what waits for a link is ready; null when nothing waits.
  `alter table sync_claim add column ready_at timestamptz`,
  `update sync_claim set ready_at = (select min(ready_at) from sync_work where sync_work.link_id = sync_claim.link_id)`,
  `create index sync_claim_ready on sync_claim (ready_at) where ready_at is not null`,
)
