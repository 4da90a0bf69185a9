import type { Migration } from 'kysely/migration'

import { statements } from './statements.ts'

/**
 * What people decide on: held deletions, links that are held, conflicts, undoing; marks that grow, so that clearing what was
 * read loses nothing; when old versions and trash end; and what listings told of a host without a feed.
 */
export const decisions: Migration = statements(
  `alter table link add column hold jsonb`,
  `alter table enrolment add column resuming boolean not null default false`,
  `alter table baseline add column deletion text, add column paced_until timestamptz`,
  `alter table folder_map drop column status`,

  `create sequence dirty_mark`,
  `alter table dirty add column mark bigint not null default nextval('dirty_mark')`,

  `create table conflict (
    tenant_id text not null,
    module text not null,
    record_id text not null,
    file_id text not null,
    copy_id text not null,
    link_id text not null,
    name text not null,
    copy_name text not null,
    content_hash text,
    copy_hash text not null,
    at timestamptz not null,
    primary key (tenant_id, module, record_id, file_id, copy_id, link_id)
  )`,

  `alter table activity add column undo jsonb`,
  `create index activity_id on activity (id)`,
  `create index activity_code on activity (link_id, code, at)`,
  // A row is as it was written; only that it can be undone may end.
  `create function refuse_change_but_end_of_undo() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and new.undo is null and to_jsonb(new) - 'undo' = to_jsonb(old) - 'undo' then
        return new;
      end if;
      raise exception 'Rows of "%" are only ever added.', tg_table_name;
    end
  $$`,
  `drop trigger activity_append_only on activity`,
  `create trigger activity_append_only before update or delete on activity
    for each row execute function refuse_change_but_end_of_undo()`,
  `drop function refuse_change()`,

  `alter table host_file_version add column replaced_at timestamptz`,
  `update host_file_version set replaced_at = next.updated_at from host_file_version as next
    where next.file_id = host_file_version.file_id and next.version = host_file_version.version + 1`,
  `create index host_file_version_replaced on host_file_version (replaced_at) where replaced_at is not null`,
  `create index host_file_trashed on host_file (trashed_at) where trashed_at is not null`,
  `create index host_idempotency_file on host_idempotency (file_id)`,

  `create table host_listing (
    tenant_id text not null,
    module text not null,
    record_id text not null,
    at timestamptz not null,
    rows jsonb not null,
    primary key (tenant_id, module, record_id)
  )`,
  `create table listing_feed_head (tenant_id text primary key, position bigint not null)`,
  `create table listing_feed (
    tenant_id text not null,
    position bigint not null,
    type text not null,
    module text not null,
    record_id text not null,
    file_id text not null,
    primary key (tenant_id, position)
  )`,
)
