import type { Migration } from 'kysely/migration'

import { statements } from './statements.ts'

/** What is kept of requests: answers that are given again, and how fast something is asked for. */
export const requests: Migration = statements(
  `create table idempotent_request (
    key text primary key,
    fingerprint text not null,
    answer jsonb,
    stale_at timestamptz not null,
    expires_at timestamptz not null
  )`,
  `create index idempotent_request_expires_at on idempotent_request (expires_at)`,
  `create table rate_bucket (
    bucket text primary key,
    tokens double precision not null,
    is_taken boolean not null,
    at timestamptz not null
  )`,
  `create index rate_bucket_at on rate_bucket (at)`,
  `alter table remembered_upload add column fingerprint text`,
)
