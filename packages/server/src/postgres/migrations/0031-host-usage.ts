import type { Migration } from 'kysely/migration'

import { statements } from './statements.ts'

/**
 * What each tenant has stored. The database counts, so that it is right whoever writes: also a process of the version before, which
 * knows nothing of it and may have a role of its own.
 */
export const hostUsage: Migration = statements(
  `create table host_usage (
    tenant_id text primary key,
    files bigint not null default 0,
    bytes bigint not null default 0,
    kept_files bigint not null default 0,
    kept_bytes bigint not null default 0
  )`,

  // A move, a rename and whatever else leaves the sums alone writes nothing.
  `create function count_host_files() returns trigger language plpgsql security definer set search_path from current as $$
    begin
      if tg_op = 'INSERT' then
        insert into host_usage as usage (tenant_id, files, bytes, kept_files)
          select tenant_id, count(*) filter (where trashed_at is null),
            coalesce(sum(size_bytes) filter (where trashed_at is null), 0), count(*)
          from come group by tenant_id
          on conflict (tenant_id) do update set files = usage.files + excluded.files, bytes = usage.bytes + excluded.bytes,
            kept_files = usage.kept_files + excluded.kept_files;
      elsif tg_op = 'UPDATE' then
        update host_usage as usage set files = usage.files + change.files, bytes = usage.bytes + change.bytes
          from (
            select tenant_id, sum(present) as files, sum(present * size_bytes) as bytes
            from (
              select tenant_id, size_bytes, (trashed_at is null)::integer as present from come
              union all select tenant_id, size_bytes, -(trashed_at is null)::integer from gone) as rows
            group by tenant_id) as change
          where usage.tenant_id = change.tenant_id and (change.files <> 0 or change.bytes <> 0);
      else
        update host_usage as usage set files = usage.files - change.files, bytes = usage.bytes - change.bytes,
            kept_files = usage.kept_files - change.kept_files
          from (
            select tenant_id, count(*) filter (where trashed_at is null) as files,
              coalesce(sum(size_bytes) filter (where trashed_at is null), 0) as bytes, count(*) as kept_files
            from gone group by tenant_id) as change
          where usage.tenant_id = change.tenant_id;
      end if;
      return null;
    end
  $$`,
  `create trigger host_file_added after insert on host_file referencing new table as come
    for each statement execute function count_host_files()`,
  `create trigger host_file_changed after update on host_file referencing old table as gone new table as come
    for each statement execute function count_host_files()`,
  `create trigger host_file_ended after delete on host_file referencing old table as gone
    for each statement execute function count_host_files()`,

  // Contents count once for each file, however many of its versions have them: a new name is a version, too.
  `create function count_kept_contents() returns trigger language plpgsql security definer set search_path from current as $$
    begin
      if tg_op = 'INSERT' then
        update host_usage as usage set kept_bytes = usage.kept_bytes + change.bytes
          from (
            select file.tenant_id, sum(come.size_bytes) as bytes
            from come join host_file as file on file.id = come.file_id
            where not exists (
              select from host_file_version as older
              where older.file_id = come.file_id and older.version < come.version and older.blob_id = come.blob_id)
            group by file.tenant_id) as change
          where usage.tenant_id = change.tenant_id;
      else
        update host_usage as usage set kept_bytes = usage.kept_bytes - change.bytes
          from (
            select file.tenant_id, sum(ended.size_bytes) as bytes
            from (select distinct file_id, blob_id, size_bytes from gone) as ended
            join host_file as file on file.id = ended.file_id
            where not exists (
              select from host_file_version as other
              where other.file_id = ended.file_id and other.blob_id = ended.blob_id)
            group by file.tenant_id) as change
          where usage.tenant_id = change.tenant_id;
      end if;
      return null;
    end
  $$`,
  `create trigger host_file_version_added after insert on host_file_version referencing new table as come
    for each statement execute function count_kept_contents()`,
  `create trigger host_file_version_ended after delete on host_file_version referencing old table as gone
    for each statement execute function count_kept_contents()`,

  // The triggers keep every writer out until this is done.
  `insert into host_usage (tenant_id, files, bytes, kept_files)
    select tenant_id, count(*) filter (where trashed_at is null),
      coalesce(sum(size_bytes) filter (where trashed_at is null), 0), count(*)
    from host_file group by tenant_id`,
  `update host_usage as usage set kept_bytes = kept.bytes
    from (
      select file.tenant_id, sum(stored.size_bytes) as bytes
      from (select distinct file_id, blob_id, size_bytes from host_file_version) as stored
      join host_file as file on file.id = stored.file_id
      group by file.tenant_id) as kept
    where usage.tenant_id = kept.tenant_id`,
)
