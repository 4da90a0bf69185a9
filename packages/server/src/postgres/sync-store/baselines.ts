import { type Insertable, type Kysely, type Selectable, sql } from 'kysely'

import { type Baseline, type FileOfRecord, type SyncStore, recordKeyText } from '@twinfolder/core'

import { distinctRuns } from '../distinct-runs.ts'
import { dateOf, instantFrom } from '../instants.ts'
import { byRecord, givenRecords, recordColumns, recordOf } from '../record-columns.ts'
import type { Schema } from '../schema/schema.ts'
import type { BaselineTable } from '../schema/sync-state.ts'
import type { WritesOf } from './commit.ts'
import { isAt, isIn } from './remote-paths.ts'

type BaselineReads = Pick<
  SyncStore,
  | 'baselinesOfRecord'
  | 'baselinesByRecord'
  | 'haveBaselines'
  | 'undecidedBaselines'
  | 'baselines'
  | 'baselinesByFile'
  | 'baselinesByPath'
  | 'baselinesBelow'
  | 'baselinesByRemoteId'
  | 'copies'
>
type BaselineWrite = WritesOf<'putBaseline' | 'deleteBaseline'>[number]

/** What both sides held after the last finished pass. */
export function readBaselines(db: Kysely<Schema>): BaselineReads {
  const find = () => db.selectFrom('baseline').selectAll()
  return {
    async baselinesOfRecord(linkId, record) {
      const rows = await find()
        .where((eb) => eb.and({ ...recordColumns(record), link_id: linkId }))
        .orderBy('file_id')
        .execute()
      return rows.map(baselineOf)
    },
    async baselinesByRecord(linkId, records) {
      if (records.length === 0) return []
      const { rows } = await sql<Selectable<BaselineTable>>`
        select baseline.* from ${givenRecords(records)} join baseline using (tenant_id, module, record_id)
        where baseline.link_id = ${linkId} order by baseline.file_id`.execute(db)
      return byRecord(records, rows.map(baselineOf), ({ record }) => record)
    },
    async haveBaselines(linkId, records) {
      if (records.length === 0) return []
      const { rows } = await sql<{ readonly has: boolean }>`
        select exists (
          select from baseline where baseline.tenant_id = given.tenant_id and baseline.module = given.module
            and baseline.record_id = given.record_id and baseline.link_id = ${linkId}
        ) as has from ${givenRecords(records)} order by place`.execute(db)
      return rows.map(({ has }) => has)
    },
    async undecidedBaselines(linkId, record) {
      const rows = await find()
        .where((eb) => eb.and({ ...recordColumns(record), link_id: linkId }))
        .where((eb) => eb.or([eb('status', '=', 'detached'), eb('deletion', 'is not', null)]))
        .orderBy('file_id')
        .execute()
      return rows.map(baselineOf)
    },
    async baselines(linkId, record, fileIds) {
      if (fileIds.length === 0) return []
      const rows = await find()
        .where((eb) => eb.and({ ...recordColumns(record), link_id: linkId }))
        .where('file_id', 'in', fileIds)
        .execute()
      const byFile = new Map(rows.map((row) => [row.file_id, baselineOf(row)]))
      return fileIds.map((fileId) => byFile.get(fileId) ?? null)
    },
    async baselinesByFile(linkId, files) {
      if (files.length === 0) return []
      const column = (valueOf: (file: FileOfRecord) => string) => sql`${files.map(valueOf)}::text[]`
      const { rows } = await sql<Selectable<BaselineTable>>`
        select baseline.* from unnest(
          ${column(({ record }) => record.tenantId)}, ${column(({ record }) => record.module)},
          ${column(({ record }) => record.id)}, ${column(({ fileId }) => fileId)}
        ) as given (tenant_id, module, record_id, file_id) join baseline using (tenant_id, module, record_id, file_id)
        where baseline.link_id = ${linkId}`.execute(db)
      const textOf = ({ record, fileId }: FileOfRecord): string => `${recordKeyText(record)}${fileId}`
      const byFile = new Map(rows.map(baselineOf).map((row) => [textOf(row), row]))
      return files.map((file) => byFile.get(textOf(file)) ?? null)
    },
    async baselinesByPath(linkId, paths) {
      if (paths.length === 0) return []
      const rows = await find()
        .where((eb) => eb.and({ link_id: linkId, status: 'on' }))
        .where(isAt(paths))
        .execute()
      const byPath = new Map(rows.map((row) => [row.path_lower, baselineOf(row)]))
      return paths.map((path) => byPath.get(path) ?? null)
    },
    async baselinesBelow(linkId, roots) {
      if (roots.length === 0) return []
      // Each root is looked up by itself: joined, the planner would rather compare every root with every row.
      const { rows } = await sql<Selectable<BaselineTable>>`
        select distinct row.* from unnest(${[...roots]}::text[]) as root cross join lateral (
          select * from baseline where link_id = ${linkId} and ${isIn(sql`root`)} offset 0
        ) as row order by row.path_lower`.execute(db)
      return rows.map(baselineOf)
    },
    async baselinesByRemoteId(linkId, ids) {
      if (ids.length === 0) return []
      const rows = await find().where('link_id', '=', linkId).where('remote_id', 'in', ids).execute()
      return rows.map(baselineOf)
    },
    async copies(record, fileIds) {
      if (fileIds.length === 0) return []
      const { tenant_id, module, record_id } = recordColumns(record)
      const rows = await db
        .selectFrom('baseline')
        .innerJoin('link', 'link.id', 'baseline.link_id')
        .select(['baseline.file_id', 'baseline.link_id', 'link.first_name', 'link.user_id', 'baseline.status'])
        .where('baseline.tenant_id', '=', tenant_id)
        .where('baseline.module', '=', module)
        .where('baseline.record_id', '=', record_id)
        .where('baseline.file_id', 'in', fileIds)
        .where('link.status', '<>', 'revoked')
        .execute()
      return rows.map((row) => ({
        fileId: row.file_id,
        linkId: row.link_id,
        firstName: row.first_name,
        userId: row.user_id,
        status: row.status,
      }))
    },
  }
}

/**
 * Puts and deletes baselines in the order of the writes, because of the rule between them: a path has at most one that is
 * `on`. A pass mostly puts, which is one statement.
 */
export async function writeBaselines(
  db: Kysely<Schema>,
  linkId: string,
  writes: WritesOf<'putBaseline' | 'deleteBaseline'>,
): Promise<void> {
  let rest = writes
  while (rest.length > 0) {
    const puts = leading(rest, (write) => write.type === 'putBaseline')
    await putBaselines(
      db,
      puts.flatMap((write) => (write.type === 'putBaseline' ? [write.baseline] : [])),
    )
    const deletions = leading(rest.slice(puts.length), (write) => write.type === 'deleteBaseline')
    await deleteBaselines(
      db,
      linkId,
      deletions.flatMap((write) => (write.type === 'deleteBaseline' ? [write] : [])),
    )
    rest = rest.slice(puts.length + deletions.length)
  }
}

function leading(
  writes: readonly BaselineWrite[],
  isWanted: (write: BaselineWrite) => boolean,
): readonly BaselineWrite[] {
  const end = writes.findIndex((write) => !isWanted(write))
  return end === -1 ? writes : writes.slice(0, end)
}

async function putBaselines(db: Kysely<Schema>, baselines: readonly Baseline[]): Promise<void> {
  for (const run of distinctRuns(baselines, ({ record, fileId }) => `${recordKeyText(record)}${fileId}`)) {
    await db
      .insertInto('baseline')
      .values(run.map(rowOf))
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'module', 'record_id', 'file_id', 'link_id']).doUpdateSet((eb) => ({
          status: eb.ref('excluded.status'),
          path_lower: eb.ref('excluded.path_lower'),
          path: eb.ref('excluded.path'),
          remote_name: eb.ref('excluded.remote_name'),
          host_name: eb.ref('excluded.host_name'),
          host_folder: sql<string>`excluded.host_folder`,
          remote_id: eb.ref('excluded.remote_id'),
          revision: eb.ref('excluded.revision'),
          content_hash: eb.ref('excluded.content_hash'),
          host_version: eb.ref('excluded.host_version'),
          size_bytes: sql<number>`excluded.size_bytes`,
          deletion: eb.ref('excluded.deletion'),
          paced_until: eb.ref('excluded.paced_until'),
        })),
      )
      .execute()
  }
}

async function deleteBaselines(
  db: Kysely<Schema>,
  linkId: string,
  deletions: WritesOf<'deleteBaseline'>,
): Promise<void> {
  for (const run of distinctRuns(deletions, ({ record, fileId }) => `${recordKeyText(record)}${fileId}`)) {
    await db
      .deleteFrom('baseline')
      .where('link_id', '=', linkId)
      .where((eb) =>
        eb(
          eb.refTuple('tenant_id', 'module', 'record_id', 'file_id'),
          'in',
          run.map(({ record, fileId }) => eb.tuple(record.tenantId, record.module, record.id, fileId)),
        ),
      )
      .execute()
  }
}

function rowOf(baseline: Baseline): Insertable<BaselineTable> {
  return {
    ...recordColumns(baseline.record),
    link_id: baseline.linkId,
    file_id: baseline.fileId,
    status: baseline.status,
    path_lower: baseline.pathLower,
    path: baseline.path,
    remote_name: baseline.remoteName,
    host_name: baseline.hostName,
    host_folder: JSON.stringify(baseline.hostFolder),
    remote_id: baseline.remoteId,
    revision: baseline.revision,
    content_hash: baseline.contentHash,
    host_version: baseline.hostVersion,
    size_bytes: baseline.sizeBytes,
    deletion: baseline.deletion,
    paced_until: dateOf(baseline.pacedUntil),
  }
}

/** The baseline of a row. */
export function baselineOf(row: Selectable<BaselineTable>): Baseline {
  return {
    linkId: row.link_id,
    record: recordOf(row),
    fileId: row.file_id,
    status: row.status,
    pathLower: row.path_lower,
    path: row.path,
    remoteName: row.remote_name,
    hostName: row.host_name,
    hostFolder: row.host_folder,
    remoteId: row.remote_id,
    revision: row.revision,
    contentHash: row.content_hash,
    hostVersion: row.host_version,
    sizeBytes: Number(row.size_bytes),
    deletion: row.deletion,
    pacedUntil: instantFrom(row.paced_until),
  }
}
