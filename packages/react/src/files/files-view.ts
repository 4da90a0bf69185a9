import type { FileQuery } from '@twinfolder/client'
import { folderParam } from '@twinfolder/protocol'

/** In which order files are listed; a leading `-` turns it round. Folders come first in any order. */
export type FilesSort = NonNullable<FileQuery['sort']>

/** What the list shows: a folder, its order, a search. */
export interface FilesView {
  readonly folder: readonly string[]
  /** @default 'name' */
  readonly sort?: FilesSort | undefined
  /** Finds names in the folder and below it. */
  readonly search?: string | undefined
}

/** How many entries one page of the list has. */
export const filesPageSize = 100

/** Two views with the same key show the same rows in the same order. */
export function viewKey({ folder, sort = 'name', search = '' }: FilesView): string {
  return JSON.stringify([folderParam(folder), sort, search])
}

/** Whether a view gathers what lies in a folder and below it, instead of showing the folder itself. */
export function isGathering({ search = '' }: FilesView): boolean {
  return search !== ''
}
