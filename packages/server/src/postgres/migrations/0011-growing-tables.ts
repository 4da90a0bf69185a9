import type { Migration } from 'kysely/migration'

import { statements } from './statements.ts'

/**
 * Counting the rows of a table that just grew is its owner's right; a server may have a role of its own, which is not that. So it is done
 * by a function, for these tables alone.
 */
export const growingTables: Migration = statements(
  `create function count_rows(table_name text) returns void language plpgsql security definer set search_path from current as $$
    begin
      if table_name not in ('mirror', 'baseline', 'dirty', 'sync_work', 'bulk_record') then
        raise exception 'The rows of "%" are counted by the database alone.', table_name;
      end if;
      execute format('analyze %I', table_name);
    end
  $$`,
)
