import type { Migration } from 'kysely/migration'

import { statements } from './statements.ts'

/** What users see of what happened. Rows are only ever added: the database refuses the rest (X56). */
export const activity: Migration = statements(
  `create table activity (
    position bigint primary key generated always as identity,
    id text not null,
    at timestamptz not null,
    tenant_id text not null,
    link_id text not null,
    module text,
    record_id text,
    file_id text,
    subject text not null,
    code text not null,
    direction text,
    actor jsonb not null,
    details jsonb not null
  )`,
  `create index activity_tenant on activity (tenant_id, position)`,
  `create index activity_link on activity (link_id, position)`,
  `create index activity_record on activity (tenant_id, module, record_id, position)`,
  `create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'Rows of "%" are only ever added.', tg_table_name;
    end
  $$`,
  `create trigger activity_append_only before update or delete on activity
    for each row execute function refuse_change()`,
)
