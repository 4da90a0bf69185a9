import type { Migration } from 'kysely/migration'

import { statements } from './statements.ts'

/** What happened to one file is found without looking at all that happened on its record. */
export const activityOfAFile: Migration = statements(
  `create index activity_file on activity (tenant_id, module, record_id, file_id, position) where file_id is not null`,
)
