import type { Migration } from 'kysely/migration'

import { statements } from './statements.ts'

/** The server's own file store. A folder may be longer than an index entry can be: it is found by its digest. */
export const hostFiles: Migration = statements(
  `create table host_file (
    id text primary key,
    position bigint not null generated always as identity,
    tenant_id text not null,
    module text not null,
    record_id text not null,
    name text collate "C" not null,
    name_lower text collate "C" not null,
    folder text collate "C" not null,
    folder_digest text not null generated always as (md5(folder)) stored,
    folder_head text collate "C" not null generated always as (left(folder, 500)) stored,
    version integer not null,
    blob_id text not null,
    size_bytes bigint not null,
    media_type text not null,
    content_hash text not null,
    updated_at timestamptz not null,
    updated_by jsonb not null,
    trashed_at timestamptz
  )`,
  `create unique index host_file_one_per_name on host_file (tenant_id, module, record_id, folder_digest, name)
    where trashed_at is null`,
  `create index host_file_list on host_file (tenant_id, module, record_id, position) where trashed_at is null`,
  `create index host_file_by_name on host_file (tenant_id, module, record_id, folder_digest, name_lower)
    where trashed_at is null`,
  `create index host_file_below on host_file (tenant_id, module, record_id, folder_head) where trashed_at is null`,

  `create table host_file_version (
    file_id text not null references host_file (id),
    version integer not null,
    name text not null,
    folder text not null,
    blob_id text not null,
    size_bytes bigint not null,
    media_type text not null,
    content_hash text not null,
    updated_at timestamptz not null,
    updated_by jsonb not null,
    primary key (file_id, version)
  )`,
  `create index host_file_version_blob on host_file_version (blob_id)`,

  `create table host_folder (
    tenant_id text not null,
    module text not null,
    record_id text not null,
    folder text collate "C" not null,
    folder_digest text not null generated always as (md5(folder)) stored,
    parent text collate "C" not null,
    parent_digest text not null generated always as (md5(parent)) stored,
    names jsonb not null,
    name text collate "C" not null,
    name_lower text collate "C" not null,
    path_lower text collate "C" not null,
    primary key (tenant_id, module, record_id, folder_digest)
  )`,
  `create index host_folder_parent on host_folder (tenant_id, module, record_id, parent_digest)`,

  `create table host_feed_head (tenant_id text primary key, position bigint not null)`,
  `create table host_feed (
    tenant_id text not null,
    position bigint not null,
    type text not null,
    module text not null,
    record_id text not null,
    file_id text not null,
    primary key (tenant_id, position)
  )`,
  `create table host_idempotency (
    tenant_id text not null,
    module text not null,
    record_id text not null,
    key text not null,
    content_hash text not null,
    file_id text not null,
    created_at timestamptz not null,
    primary key (tenant_id, module, record_id, key, content_hash)
  )`,
  `create table orphan_blob (blob_id text primary key, seen_at timestamptz not null)`,
)
