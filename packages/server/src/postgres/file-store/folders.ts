import type { Kysely } from 'kysely'

import type { HostFolder, RecordKey } from '@twinfolder/core'

import { recordColumns } from '../record-columns.ts'
import type { Schema } from '../schema/schema.ts'
import { folderText, isFolderAtOrBelow } from './folder-text.ts'
import { withParents } from './names.ts'

/** Remembers a folder and its parents. It stays when its last file is gone. */
export function addFolder(db: Kysely<Schema>, record: RecordKey, folder: HostFolder): Promise<void> {
  return addFolders(db, record, [folder])
}

/** Remembers folders and their parents. */
export async function addFolders(db: Kysely<Schema>, record: RecordKey, folders: readonly HostFolder[]): Promise<void> {
  const all = new Map(folders.flatMap(withParents).map((names) => [folderText(names), names]))
  if (all.size === 0) return
  await db
    .insertInto('host_folder')
    .values(
      [...all].map(([text, names]) => {
        const name = names.at(-1) ?? ''
        return {
          ...recordColumns(record),
          folder: text,
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

/** Forgets a folder and those below it, and gives them. */
export async function removeFolders(
  db: Kysely<Schema>,
  record: RecordKey,
  folder: HostFolder,
): Promise<readonly HostFolder[]> {
  const rows = await db
    .deleteFrom('host_folder')
    .where((eb) => eb.and(recordColumns(record)))
    .where(isFolderAtOrBelow(folder))
    .returning('names')
    .execute()
  return rows.map(({ names }) => names)
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
