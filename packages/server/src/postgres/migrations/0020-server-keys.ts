import type { Migration } from 'kysely/migration'

import { statements } from './statements.ts'

/** Which keys rows are sealed with. */
export const serverKeys: Migration = statements(
  `create table server_key (id text primary key, noted_at timestamptz not null)`,
)
