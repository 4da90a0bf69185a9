import type { Migration } from 'kysely/migration'

import { statements } from './statements.ts'

/** The audit log: a chain of rows that are only ever added. The database refuses the rest, whoever asks (X56). */
export const audit: Migration = statements(
  `create table audit (
    position bigint primary key,
    at timestamptz not null,
    tenant_id text,
    user_id text,
    action text not null,
    outcome text not null,
    request_id text,
    details text not null,
    previous_hash text not null,
    hash text not null
  )`,
  `create index audit_tenant on audit (tenant_id, position)`,
  `create table audit_head (
    only_row boolean primary key default true check (only_row),
    position bigint not null,
    hash text not null
  )`,
  `insert into audit_head (position, hash) values (0, repeat('0', 64))`,

  `create function refuse_change_of_audit() returns trigger language plpgsql as $$
    begin
      raise exception 'Rows of "%" are only ever added.', tg_table_name;
    end
  $$`,
  `create trigger audit_append_only before update or delete on audit
    for each row execute function refuse_change_of_audit()`,
  `create trigger audit_no_truncate before truncate on audit
    for each statement execute function refuse_change_of_audit()`,
  `create trigger activity_no_truncate before truncate on activity
    for each statement execute function refuse_change_of_audit()`,
  // The end of the chain only moves on.
  `create function refuse_audit_head_back() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and new.position > old.position then
        return new;
      end if;
      raise exception 'The end of the audit log only moves on.';
    end
  $$`,
  `create trigger audit_head_forward before update or delete on audit_head
    for each row execute function refuse_audit_head_back()`,
  `create trigger audit_head_no_truncate before truncate on audit_head
    for each statement execute function refuse_audit_head_back()`,
)
