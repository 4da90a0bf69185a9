import type { RecordKey } from '../domain/record-ref.ts'

/** What the engine tells while it works: a hint to look again, never the truth itself. */
export type EngineEvent =
  | { readonly type: 'passStarted'; readonly linkId: string }
  | {
      readonly type: 'recordProgress'
      readonly linkId: string
      readonly record: RecordKey
      readonly done: number
      readonly total: number
      readonly bytes: number
    }
  | {
      readonly type: 'fileProgress'
      readonly linkId: string
      readonly record: RecordKey
      /** `null` for a file that the host does not have yet. */
      readonly fileId: string | null
      readonly state: 'uploading' | 'downloading'
      readonly sentBytes: number
      readonly totalBytes: number
    }
  /** An op was carried out: what a log of the engine's work is made of. */
  | {
      readonly type: 'opDone'
      readonly linkId: string
      readonly record: RecordKey | null
      /** The type of the op, e.g. `upload`. */
      readonly op: string
      /** Where, below the record's folder if it is there, e.g. `offers/quote.pdf`; a move tells both: `a.pdf → b.pdf`. */
      readonly subject: string
    }
  | { readonly type: 'recordChanged'; readonly linkId: string; readonly record: RecordKey }
  | { readonly type: 'linkChanged'; readonly linkId: string }
  | { readonly type: 'passEnded'; readonly linkId: string }
