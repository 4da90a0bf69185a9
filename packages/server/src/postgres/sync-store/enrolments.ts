import { type Kysely, type Selectable, type Updateable, sql } from 'kysely'

import { type Enrolment, type FolderMap, type SyncStore, recordKeyText } from '@twinfolder/core'

import { distinctRuns } from '../distinct-runs.ts'
import { dateOf, instantFrom } from '../instants.ts'
import { byRecord, givenRecords, recordColumns, recordOf } from '../record-columns.ts'
import type { Schema } from '../schema/schema.ts'
import type { EnrolmentTable, FolderMapTable, ModuleFolderTable } from '../schema/sync-state.ts'
import type { WritesOf } from './commit.ts'

type EnrolmentReads = Pick<
  SyncStore,
  | 'enrolment'
  | 'enrolmentsByRecord'
  | 'enrolments'
  | 'enrolmentsOfRecord'
  | 'moduleFolders'
  | 'folderMaps'
  | 'folderMapsByRecord'
>

/** Which records a link synchronises, and their folders. */
export function readEnrolments(db: Kysely<Schema>): EnrolmentReads {
  const find = () => db.selectFrom('enrolment').selectAll()
  return {
    async enrolment(linkId, record) {
      const row = await find()
        .where((eb) => eb.and({ ...recordColumns(record), link_id: linkId }))
        .executeTakeFirst()
      return row === undefined ? null : enrolmentOf(row)
    },
    async enrolmentsByRecord(linkId, records) {
      if (records.length === 0) return []
      const { rows } = await sql<Selectable<EnrolmentTable>>`
        select enrolment.* from ${givenRecords(records)} join enrolment using (tenant_id, module, record_id)
        where enrolment.link_id = ${linkId}`.execute(db)
      const found = byRecord(records, rows.map(enrolmentOf), ({ record }) => record)
      return found.map(([enrolment]) => enrolment ?? null)
    },
    async enrolments(linkId) {
      const rows = await find().where('link_id', '=', linkId).orderBy('enrolled_at').orderBy('record_id').execute()
      return rows.map(enrolmentOf)
    },
    async enrolmentsOfRecord(record) {
      const rows = await find()
        .where((eb) => eb.and(recordColumns(record)))
        .orderBy('enrolled_at')
        .orderBy('link_id')
        .execute()
      return rows.map(enrolmentOf)
    },
    async moduleFolders(linkId) {
      const rows = await db.selectFrom('module_folder').selectAll().where('link_id', '=', linkId).execute()
      return rows.map((row) => ({
        linkId: row.link_id,
        module: row.module,
        folderId: row.folder_id,
        folder: row.folder,
        folderLower: row.folder_lower,
      }))
    },
    async folderMaps(linkId, record) {
      const rows = await db
        .selectFrom('folder_map')
        .selectAll()
        .where((eb) => eb.and({ ...recordColumns(record), link_id: linkId }))
        .orderBy('path_lower')
        .execute()
      return rows.map(folderMapOf)
    },
    async folderMapsByRecord(linkId, records) {
      if (records.length === 0) return []
      const { rows } = await sql<Selectable<FolderMapTable>>`
        select folder_map.* from ${givenRecords(records)} join folder_map using (tenant_id, module, record_id)
        where folder_map.link_id = ${linkId} order by folder_map.path_lower`.execute(db)
      return byRecord(records, rows.map(folderMapOf), ({ record }) => record)
    },
  }
}

/** Puts and updates enrolments in the order of the writes. */
export async function writeEnrolments(
  db: Kysely<Schema>,
  linkId: string,
  writes: WritesOf<'putEnrolment' | 'updateEnrolment'>,
): Promise<void> {
  let puts: Enrolment[] = []
  let updates: EnrolmentUpdate[] = []
  const flush = async (): Promise<void> => {
    await putEnrolments(db, puts)
    await updateEnrolments(db, linkId, updates)
    puts = []
    updates = []
  }
  for (const write of writes) {
    if (write.type === 'updateEnrolment') updates.push(write)
    else {
      if (updates.length > 0) await flush()
      puts.push(write.enrolment)
    }
  }
  await flush()
}

async function putEnrolments(db: Kysely<Schema>, enrolments: readonly Enrolment[]): Promise<void> {
  for (const run of distinctRuns(enrolments, ({ record }) => recordKeyText(record))) {
    await db
      .insertInto('enrolment')
      .values(run.map(enrolmentRow))
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'module', 'record_id', 'link_id']).doUpdateSet((eb) => ({
          status: eb.ref('excluded.status'),
          resuming: eb.ref('excluded.resuming'),
          direction: eb.ref('excluded.direction'),
          folder_id: eb.ref('excluded.folder_id'),
          folder: eb.ref('excluded.folder'),
          folder_lower: eb.ref('excluded.folder_lower'),
          last_name_we_set: eb.ref('excluded.last_name_we_set'),
          enrolled_by: eb.ref('excluded.enrolled_by'),
          enrolled_at: eb.ref('excluded.enrolled_at'),
          last_settled_at: eb.ref('excluded.last_settled_at'),
        })),
      )
      .execute()
  }
}

type EnrolmentUpdate = WritesOf<'updateEnrolment'>[number]

const typeOf = {
  status: 'text',
  resuming: 'boolean',
  direction: 'text',
  folder_id: 'text',
  folder: 'text',
  folder_lower: 'text',
  last_name_we_set: 'text',
  last_settled_at: 'timestamptz',
} as const satisfies Partial<Record<keyof EnrolmentTable, string>>

/** Updates that set the same columns on the same condition, of records that differ, are one statement. */
async function updateEnrolments(
  db: Kysely<Schema>,
  linkId: string,
  updates: readonly EnrolmentUpdate[],
): Promise<void> {
  let rest = updates
  while (rest.length > 0) {
    const first = kindOf(rest[0])
    const end = rest.findIndex((update) => kindOf(update) !== first)
    const alike = end === -1 ? rest : rest.slice(0, end)
    for (const run of distinctRuns(alike, ({ record }) => recordKeyText(record))) await updateRun(db, linkId, run)
    rest = rest.slice(alike.length)
  }
}

function kindOf(update: EnrolmentUpdate | undefined): string {
  return update ? JSON.stringify([update.ifStatus ?? null, Object.keys(columnsOf(update))]) : ''
}

/** Changes enrolments that are there and have the status, if one is asked for; what is not set stays. */
async function updateRun(db: Kysely<Schema>, linkId: string, run: readonly EnrolmentUpdate[]): Promise<void> {
  const [first] = run
  if (!first) return
  const columns = Object.entries(typeOf).filter(([column]) => column in columnsOf(first))
  if (columns.length === 0) return
  const rows = run.map((update) => ({ ...recordColumns(update.record), ...columnsOf(update) }))
  const set = columns.map(([column]) => sql`${sql.ref(column)} = ${sql.ref(`given.${column}`)}`)
  const types = columns.map(([column, type]) => sql`${sql.ref(column)} ${sql.raw(type)}`)
  await sql`update enrolment set ${sql.join(set)}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as given (tenant_id text, module text, record_id text, ${sql.join(types)})
    where enrolment.link_id = ${linkId} and enrolment.tenant_id = given.tenant_id
      and enrolment.module = given.module and enrolment.record_id = given.record_id
      ${first.ifStatus === undefined ? sql`` : sql`and enrolment.status = ${first.ifStatus}`}`.execute(db)
}

function columnsOf({ set }: EnrolmentUpdate): Updateable<EnrolmentTable> {
  return {
    ...(set.status !== undefined && { status: set.status }),
    ...(set.resuming !== undefined && { resuming: set.resuming }),
    ...(set.direction !== undefined && { direction: set.direction }),
    ...(set.folderId !== undefined && { folder_id: set.folderId }),
    ...(set.folder !== undefined && { folder: set.folder }),
    ...(set.folderLower !== undefined && { folder_lower: set.folderLower }),
    ...(set.lastNameWeSet !== undefined && { last_name_we_set: set.lastNameWeSet }),
    ...(set.lastSettledAt !== undefined && { last_settled_at: dateOf(set.lastSettledAt) }),
  }
}

/** Puts module folders; there are five of them. */
export async function writeModuleFolders(db: Kysely<Schema>, writes: WritesOf<'putModuleFolder'>): Promise<void> {
  for (const { moduleFolder } of writes) {
    const row: Selectable<ModuleFolderTable> = {
      link_id: moduleFolder.linkId,
      module: moduleFolder.module,
      folder_id: moduleFolder.folderId,
      folder: moduleFolder.folder,
      folder_lower: moduleFolder.folderLower,
    }
    await db
      .insertInto('module_folder')
      .values(row)
      .onConflict((conflict) => conflict.columns(['link_id', 'module']).doUpdateSet(row))
      .execute()
  }
}

/** Puts and deletes the baselines of folders, in order. */
export async function writeFolderMaps(
  db: Kysely<Schema>,
  linkId: string,
  writes: WritesOf<'putFolderMap' | 'deleteFolderMap'>,
): Promise<void> {
  for (const write of writes) {
    const { record, pathLower } = write.type === 'putFolderMap' ? write.folderMap : write
    const key = { ...recordColumns(record), link_id: linkId, path_lower: pathLower }
    if (write.type === 'deleteFolderMap') {
      await db
        .deleteFrom('folder_map')
        .where((eb) => eb.and(key))
        .where('path_digest', '=', (eb) => eb.fn('md5', [eb.val(pathLower)]))
        .execute()
      continue
    }
    const { path, remoteId, hostFolder, createdByUs } = write.folderMap
    const columns: Omit<Selectable<FolderMapTable>, keyof typeof key | 'path_digest' | 'host_folder'> = {
      path,
      remote_id: remoteId,
      created_by_us: createdByUs,
    }
    const values = { ...columns, host_folder: JSON.stringify(hostFolder) }
    await db
      .insertInto('folder_map')
      .values({ ...key, ...values })
      .onConflict((conflict) =>
        conflict.columns(['link_id', 'tenant_id', 'module', 'record_id', 'path_digest']).doUpdateSet(values),
      )
      .execute()
  }
}

function enrolmentRow(enrolment: Enrolment): Selectable<EnrolmentTable> {
  return {
    ...recordColumns(enrolment.record),
    link_id: enrolment.linkId,
    status: enrolment.status,
    resuming: enrolment.resuming,
    direction: enrolment.direction,
    folder_id: enrolment.folderId,
    folder: enrolment.folder,
    folder_lower: enrolment.folderLower,
    last_name_we_set: enrolment.lastNameWeSet,
    enrolled_by: enrolment.enrolledBy,
    enrolled_at: dateOf(enrolment.enrolledAt),
    last_settled_at: dateOf(enrolment.lastSettledAt),
  }
}

function folderMapOf(row: Selectable<FolderMapTable>): FolderMap {
  return {
    linkId: row.link_id,
    record: recordOf(row),
    remoteId: row.remote_id,
    pathLower: row.path_lower,
    path: row.path,
    hostFolder: row.host_folder,
    createdByUs: row.created_by_us,
  }
}

function enrolmentOf(row: Selectable<EnrolmentTable>): Enrolment {
  return {
    linkId: row.link_id,
    record: recordOf(row),
    status: row.status,
    resuming: row.resuming,
    direction: row.direction,
    folderId: row.folder_id,
    folder: row.folder,
    folderLower: row.folder_lower,
    lastNameWeSet: row.last_name_we_set,
    enrolledBy: row.enrolled_by,
    enrolledAt: instantFrom(row.enrolled_at),
    lastSettledAt: instantFrom(row.last_settled_at),
  }
}
