import type { Migration } from 'kysely/migration'

import { statements } from './statements.ts'

/** Which records are wanted and how urgently, and bulk runs over segments. */
export const work: Migration = statements(
  `create sequence sync_work_generation`,
  `create table sync_work (
    link_id text not null,
    tenant_id text not null,
    module text not null,
    record_id text not null,
    generation bigint not null default nextval('sync_work_generation'),
    priority integer not null,
    ready_at timestamptz not null,
    attempts integer not null,
    bulk_id text,
    claimed_by text,
    primary key (link_id, tenant_id, module, record_id)
  )`,
  `create index sync_work_urgency on sync_work (link_id, priority desc, ready_at, generation)`,
  `create index sync_work_bulk on sync_work (bulk_id) where bulk_id is not null`,
  `create table sync_claim (
    link_id text primary key,
    owner text,
    until timestamptz,
    claims bigint not null default 0,
    claimed_at timestamptz
  )`,

  `create table bulk_run (
    id text primary key,
    tenant_id text not null,
    user_id text not null,
    link_id text not null,
    module text,
    state text not null,
    total integer not null,
    ends jsonb not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    retry_of text,
    created bigint not null generated always as identity
  )`,
  `create index bulk_run_user on bulk_run (tenant_id, user_id, created)`,
  `create index bulk_run_running on bulk_run (link_id, created) where state = 'running'`,
  `create table bulk_record (
    run_id text not null,
    position integer not null,
    tenant_id text not null,
    module text not null,
    record_id text not null,
    "end" text,
    code text,
    primary key (run_id, tenant_id, module, record_id)
  )`,
  `create index bulk_record_position on bulk_record (run_id, position)`,
  `create index bulk_record_end on bulk_record (run_id, "end", position)`,
  `create index bulk_record_waiting on bulk_record (tenant_id, module, record_id) where "end" is null`,
)
