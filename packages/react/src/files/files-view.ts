import type { FileQuery } from '@twinfolder/client'

/** What the list shows: a folder, its order, a search. */
export interface FilesView {
  readonly folder: readonly string[]
  readonly sort?: FileQuery['sort']
  readonly search?: string | undefined
}

/** How many entries one page of the list has. */
export const filesPageSize = 100
