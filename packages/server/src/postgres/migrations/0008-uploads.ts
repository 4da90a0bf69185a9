import type { Migration } from 'kysely/migration'

import { statements } from './statements.ts'

/** Uploads that come in parts. */
export const uploads: Migration = statements(
  `create table upload (
    id text primary key,
    tenant_id text not null,
    module text not null,
    record_id text not null,
    user_id text not null,
    idempotency_key text not null,
    folder jsonb not null,
    name text not null,
    size_bytes bigint not null,
    offset_bytes bigint not null,
    parts jsonb not null,
    file_id text,
    expires_at timestamptz not null
  )`,
  `create unique index upload_key on upload (tenant_id, user_id, module, record_id, idempotency_key)`,
  `create index upload_expires_at on upload (expires_at)`,
  `create table upload_part (
    blob_id text primary key,
    upload_id text not null references upload (id) on delete cascade
  )`,
  `create index upload_part_upload on upload_part (upload_id)`,
)
