import { type RawBuilder, type SqlBool, sql } from 'kysely'

import type { HostFolder } from '@twinfolder/core'

/**
 * A folder as it is stored: JSON text, e.g. `["Offers","2026"]`. Equal folders have equal texts, whatever is in a name, and
 * what is below a folder begins with its text without the last bracket and a comma.
 */
export function folderText(folder: HostFolder): string {
  return JSON.stringify(folder)
}

/** The folder that {@link folderText} wrote. */
export function folderOfText(text: string): HostFolder {
  const folder: unknown = JSON.parse(text)
  if (Array.isArray(folder) && folder.every((name) => typeof name === 'string')) return folder
  throw new TypeError(`A stored folder is a list of names, not ${text}.`)
}

/** Rows whose column `folder` is this one. */
export function isInFolder(folder: HostFolder, column: 'folder' | 'parent' = 'folder'): RawBuilder<SqlBool> {
  return sql<SqlBool>`${sql.ref(`${column}_digest`)} = md5(${folderText(folder)}::text)`
}

/** Rows whose column is this folder or one below it. */
export function isAtOrBelow(folder: HostFolder, column: 'folder' | 'parent' = 'folder'): RawBuilder<SqlBool> {
  if (folder.length === 0) return sql<SqlBool>`true`
  const text = folderText(folder)
  const at = sql.ref(column)
  const isAtOrBelow = sql<SqlBool>`(${at} = ${text} or starts_with(${at}, ${`${text.slice(0, -1)},`}))`
  return column === 'folder' ? sql<SqlBool>`(${isHeadWithin(sql`${text}::text`)} and ${isAtOrBelow})` : isAtOrBelow
}

/** Folders that are this one or below it. */
export function isFolderAtOrBelow(folder: HostFolder): RawBuilder<SqlBool> {
  const text = folderText(folder)
  return sql<SqlBool>`(folder = ${text} or starts_with(folder, ${`${text.slice(0, -1)},`}))`
}

/** The place below another folder that a file below this one has, as SQL over its column `folder`. Neither is the root. */
export function placeBelow(folder: HostFolder, to: HostFolder): RawBuilder<string> {
  const head = folderText(to).slice(0, -1)
  return sql<string>`(${head}::text || substr(folder, char_length(${folderText(folder)}::text)))`
}

/**
 * Narrows by the index on the first characters of a folder: `]` and `,` are what can follow the names of the folder
 * itself, and they lie between `+` and `^`.
 */
export function isHeadWithin(text: RawBuilder<unknown>): RawBuilder<SqlBool> {
  return sql<SqlBool>`(folder_head >= left(left(${text}, -1) || '+', 500)
    and folder_head <= left(left(${text}, -1) || '^', 500))`
}
