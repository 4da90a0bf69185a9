import type { Migration } from 'kysely/migration'

import { statements } from './statements.ts'

/** Who made a file, finding files by their contents and by what a person has to decide, and when a link was last checked. */
export const fileDetails: Migration = statements(
  `alter table host_file add column created_at timestamptz, add column created_by jsonb`,
  // The first version of an old file may be purged already: then it is not known.
  `update host_file set created_at = first.updated_at, created_by = first.updated_by from host_file_version as first
    where first.file_id = host_file.id and first.version = 1`,
  `create index host_file_by_hash on host_file (tenant_id, module, record_id, content_hash) where trashed_at is null`,
  `create index baseline_undecided on baseline (link_id, tenant_id, module, record_id)
    where status = 'detached' or deletion is not null`,
  `create table link_check (link_id text primary key, checked_at timestamptz not null)`,
)
