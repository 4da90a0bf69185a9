import type { Kysely } from 'kysely'

import type { HostFolder, RecordKey } from '@twinfolder/core'

import { recordColumns } from '../record-columns.ts'
import type { Schema } from '../schema/schema.ts'
import { folderText } from './folder-text.ts'
import { withParents } from './names.ts'

/** Remembers a folder and its parents. It stays when its last file is gone. */
export async function addFolder(db: Kysely<Schema>, record: RecordKey, folder: HostFolder): Promise<void> {
  if (folder.length === 0) return
  await db
    .insertInto('host_folder')
    .values(
      withParents(folder).map((names) => {
        const name = names.at(-1) ?? ''
        return {
          ...recordColumns(record),
          folder: folderText(names),
          parent: folderText(names.slice(0, -1)),
          names: JSON.stringify(names),
          name,
          name_lower: name.toLowerCase(),
          path_lower: names.join('/').toLowerCase(),
        }
      }),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** All folders of a record, parents first. */
export async function foldersOf(db: Kysely<Schema>, record: RecordKey): Promise<readonly HostFolder[]> {
  const rows = await db
    .selectFrom('host_folder')
    .select('names')
    .where((eb) => eb.and(recordColumns(record)))
    .orderBy('path_lower')
    .orderBy('folder')
    .execute()
  return rows.map(({ names }) => names)
}
