import type { FileQuery } from '@twinfolder/client'
import { folderParam } from '@twinfolder/protocol'

/** In which order files are listed; a leading `-` turns it round. Folders come first in any order. */
export type FilesSort = NonNullable<FileQuery['sort']>

/** A state of files that can be listed alone. */
export type FilesState = NonNullable<FileQuery['state']>

/** What the list shows: a folder, its order, a search, a state. */
export interface FilesView {
  readonly folder: readonly string[]
  /** @default 'name' */
  readonly sort?: FilesSort | undefined
  /** Finds names in the folder and below it. */
  readonly search?: string | undefined
  /** Only files in such a state, in the folder and below it. */
  readonly state?: FilesState | undefined
}

/** How many entries one page of the list has. */
export const filesPageSize = 100

/** Two views with the same key show the same rows in the same order. */
export function viewKey({ folder, sort = 'name', search = '', state }: FilesView): string {
  return JSON.stringify([folderParam(folder), sort, search, state ?? ''])
}

/** Whether a view gathers what lies in a folder and below it, instead of showing the folder itself. */
export function isGathering({ search = '', state }: FilesView): boolean {
  return search !== '' || state !== undefined
}
