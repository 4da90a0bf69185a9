import type { Upload } from './upload.ts'

/** An upload as it is kept for the next page: with its file. */
export type KeptUpload = Pick<Upload, 'id' | 'record' | 'folder' | 'name'> & { readonly file: File }

/** Keeps unfinished uploads beyond the life of a page. Nothing here ever fails an upload: what cannot be kept is not. */
export interface UploadKeeper {
  /**
   * Begins to give what pages that are gone have left behind: each upload to one page only, also with several open.
   *
   * @param take gets them, now and whenever another page has gone
   */
  readonly open: (take: (uploads: readonly KeptUpload[]) => void) => void
  /** @returns whether they will outlive the page */
  readonly keep: (uploads: readonly KeptUpload[]) => Promise<boolean>
  readonly drop: (ids: readonly string[]) => void
  /** Leaves what is unfinished to the next page. */
  readonly close: () => void
}
