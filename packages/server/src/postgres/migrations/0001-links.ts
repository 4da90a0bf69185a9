import type { Migration } from 'kysely/migration'

import { statements } from './statements.ts'

/** Links, their leases and what linking needs to remember. */
export const links: Migration = statements(
  `create table link (
    id text primary key,
    tenant_id text not null,
    user_id text not null,
    provider text not null,
    account_id text not null,
    email text not null,
    display_name text not null,
    first_name text not null,
    locale text not null,
    status text not null,
    cursor text,
    mirror_generation integer not null,
    feed_position text,
    blocked_until timestamptz,
    last_ok_at timestamptz,
    created_at timestamptz not null,
    lease_owner text,
    lease_token bigint not null,
    lease_until timestamptz
  )`,
  `create unique index link_one_per_user on link (tenant_id, user_id, provider) where status <> 'revoked'`,
  `create unique index link_one_per_account on link (provider, account_id) where status <> 'revoked'`,
  `create index link_revoked on link (tenant_id, user_id, provider, account_id, created_at) where status = 'revoked'`,
  `create index link_status on link (status, created_at)`,

  `create table link_attempt (
    state_hash text primary key,
    tenant_id text not null,
    user_id text not null,
    session_hash text not null,
    code_verifier text not null,
    mode text not null,
    return_to text not null,
    expires_at timestamptz not null
  )`,
  `create index link_attempt_expires_at on link_attempt (expires_at)`,
  `create table link_grant (link_id text primary key, sealed_refresh_token text not null)`,
  `create table link_refusal (
    tenant_id text not null,
    user_id text not null,
    code text not null,
    reported text not null,
    primary key (tenant_id, user_id)
  )`,
  `create table remembered_upload (
    scope text not null,
    idempotency_key text not null,
    file_id text not null,
    until timestamptz not null,
    primary key (scope, idempotency_key)
  )`,
  `create index remembered_upload_until on remembered_upload (until)`,
)
