import type { WriteMode } from './write-file.ts'

/** How an upload becomes a file: what is said before the bytes are there. */
export interface CommitInfo {
  readonly path: string
  readonly mode: WriteMode
  readonly autorename: boolean
  readonly client_modified: number | null
  readonly strict_conflict: boolean
}
