import type { Upload } from './upload.ts'

/** What a page shows of a record's uploads: a few rows and numbers, the same size for ten files and for ten thousand. */
export interface UploadView {
  /** What is on its way, the first few: what is being sent comes first. */
  readonly active: readonly Upload[]
  /** What failed or was refused, the first few. */
  readonly troubled: readonly Upload[]
  /** What is here already and waits for the user's decision, the first few. */
  readonly found: readonly Upload[]
  readonly foundCount: number
  readonly activeCount: number
  /** How many of the active ones are not sure to be sent yet. */
  readonly checkingCount: number
  readonly failedCount: number
  readonly refusedCount: number
  /** Of the files that were added since nothing was on its way: those that are through, and what they and the rest amount to. */
  readonly batch: { readonly doneCount: number; readonly sentBytes: number; readonly sizeBytes: number }
  /** An estimate; `null` while there is too little to go by. */
  readonly secondsLeft: number | null
}

/** Nothing is on its way. */
export const noUploads: UploadView = {
  active: [],
  troubled: [],
  found: [],
  foundCount: 0,
  checkingCount: 0,
  activeCount: 0,
  failedCount: 0,
  refusedCount: 0,
  batch: { doneCount: 0, sentBytes: 0, sizeBytes: 0 },
  secondsLeft: null,
}
