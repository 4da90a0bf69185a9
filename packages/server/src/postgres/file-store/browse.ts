import { type Kysely, type RawBuilder, sql } from 'kysely'

import type { BrowseEntry, BrowseQuery, HostFiles, RecordKey } from '@twinfolder/core'

import { recordColumns } from '../record-columns.ts'
import type { Schema } from '../schema/schema.ts'
import { fileOf, presentFiles } from './file-rows.ts'
import { isAtOrBelow, isHeadWithin, isInFolder } from './folder-text.ts'

type BrowsePage = Awaited<ReturnType<NonNullable<HostFiles['browse']>>>

/** One page of a folder: folders first, then files as asked. A search looks at everything below as well. */
export async function browseFolder(db: Kysely<Schema>, record: RecordKey, query: BrowseQuery): Promise<BrowsePage> {
  const folders = foldersIn(db, record, query)
  const files = filesIn(db, record, query)
  const [folderCount, fileCount] = [await folders.count(), await files.count()]
  const rows: BrowseEntry[] = []
  if (query.offset < folderCount) rows.push(...(await folders.page(query.offset, query.limit)))
  if (rows.length < query.limit) {
    rows.push(...(await files.page(Math.max(0, query.offset - folderCount), query.limit - rows.length)))
  }
  return { entries: rows, total: folderCount + fileCount }
}

function foldersIn(db: Kysely<Schema>, record: RecordKey, { folder, search, sort }: BrowseQuery) {
  const found = db
    .selectFrom('host_folder')
    .where((eb) => eb.and(recordColumns(record)))
    .where(search === null ? isInFolder(folder, 'parent') : isAtOrBelow(folder, 'parent'))
    .$if(search !== null, (query) => query.where(nameContains(search ?? '')))
  const direction = sort === '-name' ? 'desc' : 'asc'
  return {
    async count(): Promise<number> {
      const { rows } = await found.select((eb) => eb.fn.countAll().as('rows')).executeTakeFirstOrThrow()
      return Number(rows)
    },
    async page(offset: number, limit: number): Promise<readonly BrowseEntry[]> {
      const filesBelow = presentFiles(db, record)
        .where(isHeadWithin(sql`host_folder.folder`))
        .where(
          sql<boolean>`(host_file.folder = host_folder.folder
            or starts_with(host_file.folder, left(host_folder.folder, -1) || ','))`,
        )
        .select((eb) => eb.fn.countAll().as('files'))
      const rows = await found
        .select(['names', filesBelow.as('files')])
        .orderBy('path_lower', direction)
        .orderBy('folder', direction)
        .offset(offset)
        .limit(limit)
        .execute()
      return rows.map(({ names, files }) => ({ kind: 'folder', folder: names, fileCount: Number(files) }))
    },
  }
}

function filesIn(db: Kysely<Schema>, record: RecordKey, { folder, search, sort }: BrowseQuery) {
  const found = presentFiles(db, record)
    .where(search === null ? isInFolder(folder) : isAtOrBelow(folder))
    .$if(search !== null, (query) => query.where(nameContains(search ?? '')))
  const direction = sort.startsWith('-') ? 'desc' : 'asc'
  return {
    async count(): Promise<number> {
      const { rows } = await found.select((eb) => eb.fn.countAll().as('rows')).executeTakeFirstOrThrow()
      return Number(rows)
    },
    async page(offset: number, limit: number): Promise<readonly BrowseEntry[]> {
      const sorted = found
        .selectAll()
        .$if(sort.endsWith('updatedAt'), (query) => query.orderBy('updated_at', direction))
        .$if(sort.endsWith('sizeBytes'), (query) => query.orderBy('size_bytes', direction))
        .$if(sort.endsWith('type'), (query) => query.orderBy(extension, direction))
      const nameDirection = sort === '-name' ? 'desc' : 'asc'
      const rows = await sorted
        .orderBy('name_lower', nameDirection)
        .orderBy('name', nameDirection)
        .orderBy('id')
        .offset(offset)
        .limit(limit)
        .execute()
      return rows.map((row) => ({ kind: 'file', file: fileOf(row) }))
    },
  }
}

/** What follows the last dot; nothing for a name without one, or that begins with it. */
const extension = sql<string>`coalesce(substring(name_lower from '^.+\\.([^.]*)$'), '')`

function nameContains(search: string): RawBuilder<boolean> {
  return sql<boolean>`strpos(name_lower, ${search.toLowerCase()}) > 0`
}
