import type { Migration } from 'kysely/migration'

import { statements } from './statements.ts'

/**
 * The engine's state (`docs/sync-rules.md`, "State"). A remote path may be longer than an index entry can be: it is found
 * by its digest, and ordered by its first 500 characters before the whole.
 */
export const syncState: Migration = statements(
  `create table enrolment (
    link_id text not null,
    tenant_id text not null,
    module text not null,
    record_id text not null,
    status text not null,
    direction text not null,
    folder_id text,
    folder text,
    folder_lower text,
    last_name_we_set text,
    enrolled_by text not null,
    enrolled_at timestamptz not null,
    last_settled_at timestamptz,
    primary key (tenant_id, module, record_id, link_id)
  )`,
  `create index enrolment_link on enrolment (link_id, enrolled_at)`,
  `create table module_folder (
    link_id text not null,
    module text not null,
    folder_id text not null,
    folder text not null,
    folder_lower text not null,
    primary key (link_id, module)
  )`,
  `create table folder_map (
    link_id text not null,
    tenant_id text not null,
    module text not null,
    record_id text not null,
    path_lower text collate "C" not null,
    path_digest text not null generated always as (md5(path_lower)) stored,
    path text not null,
    remote_id text,
    host_folder jsonb not null,
    created_by_us boolean not null,
    status text not null,
    primary key (link_id, tenant_id, module, record_id, path_digest)
  )`,

  `create table mirror (
    link_id text not null,
    generation integer not null,
    path_lower text collate "C" not null,
    path_digest text not null generated always as (md5(path_lower)) stored,
    path_head text collate "C" not null generated always as (left(path_lower, 500)) stored,
    path text not null,
    name text not null,
    kind text not null,
    remote_id text not null,
    revision text,
    content_hash text,
    size_bytes bigint not null,
    downloadable boolean not null,
    modified_at timestamptz,
    written bigint not null generated always as identity,
    primary key (link_id, generation, path_digest)
  )`,
  `create index mirror_path on mirror (link_id, generation, path_head)`,
  `create index mirror_remote_id on mirror (link_id, generation, remote_id, written)`,

  `create table baseline (
    link_id text not null,
    tenant_id text not null,
    module text not null,
    record_id text not null,
    file_id text not null,
    status text not null,
    path_lower text collate "C" not null,
    path_digest text not null generated always as (md5(path_lower)) stored,
    path_head text collate "C" not null generated always as (left(path_lower, 500)) stored,
    path text not null,
    remote_name text not null,
    host_name text not null,
    host_folder jsonb not null,
    remote_id text not null,
    revision text not null,
    content_hash text not null,
    host_version text not null,
    size_bytes bigint not null,
    primary key (tenant_id, module, record_id, file_id, link_id)
  )`,
  `create unique index baseline_one_per_path on baseline (link_id, path_digest) where status = 'on'`,
  `create index baseline_path on baseline (link_id, path_head)`,
  `create index baseline_remote_id on baseline (link_id, remote_id)`,

  `create table dirty (
    link_id text not null,
    key_text text not null,
    key_digest text not null generated always as (md5(key_text)) stored,
    key jsonb not null,
    tenant_id text,
    module text,
    record_id text,
    marked bigint not null generated always as identity,
    primary key (link_id, key_digest)
  )`,
  `create index dirty_age on dirty (link_id, marked)`,
  `create index dirty_record on dirty (link_id, tenant_id, module, record_id, marked)`,
  `create table problem (
    link_id text not null,
    key_text text not null,
    key_digest text not null generated always as (md5(key_text)) stored,
    key jsonb not null,
    tenant_id text,
    module text,
    record_id text,
    code text not null,
    subject text not null,
    attempts integer not null,
    retry_at timestamptz,
    input text not null,
    primary key (link_id, key_digest)
  )`,
  `create index problem_record on problem (link_id, tenant_id, module, record_id)`,
  `create index problem_due on problem (link_id, retry_at)`,
)
