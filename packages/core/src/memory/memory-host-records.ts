import { type RecordKey, type RecordRef, type UserKey, recordKeyText } from '../domain/record-ref.ts'
import type { HostRecords, RecordAccess, RecordDescription, Segment } from '../ports/host-records.ts'
import { SyncError } from '../sync-error.ts'
import { frozenCopy } from './frozen-copy.ts'
import { keyText } from './table.ts'

type SavedSegment = Extract<Segment, { readonly id: string }>

/** The records, rights and segments that a memory CRM starts with. */
export interface MemoryHostRecordsOptions {
  readonly records: readonly (readonly [RecordKey, RecordDescription])[]
  /** What a user may do where {@link MemoryHostRecords.setAccess} said nothing. @default everything */
  readonly access?: ((user: UserKey, record: RecordKey) => RecordAccess) | undefined
  readonly segments?: readonly {
    readonly tenantId: string
    readonly segment: SavedSegment
    readonly records: readonly RecordRef[]
  }[]
}

/** {@link HostRecords} in memory, and what the CRM's users change. */
export interface MemoryHostRecords extends HostRecords {
  /** Adds or renames a record; `null` deletes it. */
  set(record: RecordKey, description: RecordDescription | null): void
  /** Fixes what a user may do with a record. */
  setAccess(user: UserKey, record: RecordKey, access: RecordAccess): void
  /** Saves a segment of a tenant; `null` deletes it. */
  setSegment(tenantId: string, segment: SavedSegment, records: readonly RecordRef[] | null): void
}

const everything: RecordAccess = { read: true, write: true, missing: [] }
const nothing: RecordAccess = { read: false, write: false, missing: [] }

/** A CRM's records in memory. Descriptions are the same in every language. */
export function memoryHostRecords(options: MemoryHostRecordsOptions): MemoryHostRecords {
  const descriptions = new Map<string, RecordDescription>()
  const rights = new Map<string, RecordAccess>()
  const segments = new Map<string, readonly RecordRef[]>()
  const { access: defaultAccess = () => everything } = options

  const accessOf = (user: UserKey, record: RecordKey): RecordAccess => {
    if (user.tenantId !== record.tenantId || !descriptions.has(recordKeyText(record))) return nothing
    return rights.get(rightKey(user, record)) ?? defaultAccess(user, record)
  }
  const records: MemoryHostRecords = {
    describe: async (asked) => asked.map((record) => descriptions.get(recordKeyText(record)) ?? null),
    access: async (user, asked) => asked.map((record) => accessOf(user, record)),
    async expandSegment(user, segment) {
      const members = segments.get(segmentKey(user.tenantId, segment))
      if (members === undefined) throw new SyncError('not_found', `There is no segment "${segment.id}".`)
      return members.filter((record) => accessOf(user, { ...record, tenantId: user.tenantId }).read)
    },
    set(record, description) {
      if (description === null) descriptions.delete(recordKeyText(record))
      else descriptions.set(recordKeyText(record), frozenCopy(description))
    },
    setAccess: (user, record, access) => void rights.set(rightKey(user, record), frozenCopy(access)),
    setSegment(tenantId, segment, members) {
      if (members === null) segments.delete(segmentKey(tenantId, segment))
      else segments.set(segmentKey(tenantId, segment), frozenCopy(members))
    },
  }
  for (const [record, description] of options.records) records.set(record, description)
  for (const { tenantId, segment, records: members } of options.segments ?? []) {
    records.setSegment(tenantId, segment, members)
  }
  return records
}

function rightKey(user: UserKey, record: RecordKey): string {
  return keyText(user.tenantId, user.userId, recordKeyText(record))
}

function segmentKey(tenantId: string, segment: SavedSegment): string {
  return keyText(tenantId, segment.module, segment.id)
}
