import type { KindName } from './kinds.ts'

/** A record that is there for one death. */
export interface DoomedRecord {
  readonly kind: KindName
  readonly when: 'before' | 'after'
}

/** What the test tells a server's process to do. */
export type Order =
  /** Links the account, and brings the records to rest. */
  | { readonly type: 'prepare'; readonly records: readonly DoomedRecord[] }
  /** Does in the CRM what the record is there for, and dies in the pass that follows: before or after the op's commit. */
  | { readonly type: 'die'; readonly record: DoomedRecord }
  /** At most two passes for a record whose process died; then one that must find nothing to do. */
  | { readonly type: 'finish'; readonly record: DoomedRecord }
  | { readonly type: 'end' }

/** What a process found after {@link Order} `finish`. */
export interface Findings {
  /** `path: text` of every file of the record, sorted. */
  readonly crm: readonly string[]
  /** `name: status` of every baseline of the record, sorted. */
  readonly bound: readonly string[]
  /** The name of the record's folder in Dropbox, from the app folder on. */
  readonly folder: string | null
  /** The codes of what was told about the record, sorted. */
  readonly activity: readonly string[]
  /** The ops of the pass that finds nothing, and how many calls of the remote it made. */
  readonly idle: { readonly outcome: string; readonly ops: readonly string[]; readonly calls: number }
}

/** Names a record, e.g. `upload-before`; its number and name in the CRM, too. */
export function idOf({ kind, when }: DoomedRecord): string {
  return `${kind}-${when}`
}
