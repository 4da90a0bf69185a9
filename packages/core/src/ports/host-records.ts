import type { RecordKey, RecordRef, UserKey } from '../domain/record-ref.ts'

/** What the record folder is named after. */
export interface RecordDescription {
  /** `null` for a record without a name: its folder is named after the module's singular. */
  readonly name: string | null
  /** The number that the CRM shows beside the name; `null` falls back to the start of the id. */
  readonly number: string | null
  /** ISO date (`2026-11-22`) that is added to the folder name, for meetings. */
  readonly date?: string | undefined
  /** The folder name of a record without a name, e.g. `Meeting`. */
  readonly singular: string
}

/** A right that a user lacks, as the host names it. */
export interface MissingRight {
  readonly code: string
  /** What the host calls it, in the user's language, e.g. `Owner of this project`. */
  readonly label: string
  /** How to get it, in the user's language. */
  readonly howTo: string | null
}

/** What a user may do with the files of a record now. */
export interface RecordAccess {
  readonly read: boolean
  readonly write: boolean
  /** Rights that would allow `write`; empty when it is allowed. */
  readonly missing: readonly MissingRight[]
}

/** A saved selection of records, or the records themselves. */
export type Segment =
  | { readonly module: RecordRef['module']; readonly id: string }
  | { readonly records: readonly RecordRef[] }

/** The CRM's records, for the engine and the server. All methods are batched and throw {@link SyncError} only. */
export interface HostRecords {
  /** In the order asked; `null` for a record that is gone. */
  describe(records: readonly RecordKey[], locale: string): Promise<readonly (RecordDescription | null)[]>
  /** In the order asked. A record that is gone may not be read. */
  access(user: UserKey, records: readonly RecordKey[], locale: string): Promise<readonly RecordAccess[]>
  /** The records of a saved segment that the user may see, as a snapshot. @throws `not_found` */
  expandSegment(
    user: UserKey,
    segment: { readonly module: RecordRef['module']; readonly id: string },
  ): Promise<readonly RecordRef[]>
}
