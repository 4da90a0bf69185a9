import type { Instant } from '../domain/instant.ts'
import type { RecordKey } from '../domain/record-ref.ts'
import type { Actor } from '../ports/host-files.ts'

/** What happened to a file or a record. Append-only: one row per op, what users see. */
export type ActivityCode =
  | 'uploaded'
  | 'updatedInRemote'
  | 'putBackBecauseUpdated'
  | 'imported'
  | 'updatedInHost'
  | 'importedFromRename'
  | 'deletedInRemote'
  | 'keptAfterRemoteDelete'
  | 'reattached'
  | 'adopted'
  | 'movedInRemote'
  | 'conflictCopyStored'
  | 'returnedAfterHostDelete'
  | 'recordFolderCreated'
  | 'recordFolderMoved'
  | 'recordFolderFollowed'
  | 'recordFolderRemoved'
  | 'folderImported'
  | 'notInARecord'
  | 'blocked'
  | 'missingRight'
  | 'linked'
  | 'unlinked'
  | 'reconnectNeeded'

/** A row before it is stored. */
export interface NewActivity {
  readonly id: string
  readonly at: Instant
  readonly tenantId: string
  readonly linkId: string
  readonly record: RecordKey | null
  readonly fileId: string | null
  /** The name of the file, folder or record it is about, e.g. `quote.pdf`. */
  readonly subject: string
  readonly code: ActivityCode
  readonly direction: 'toDropbox' | 'toHost' | null
  readonly actor: Actor
  /** What else the sentence needs, e.g. `{ path: '/Companies/x.pdf' }`. Never a token, never content. */
  readonly details: Readonly<Record<string, string>>
}

/** A stored row. `position` orders and pages them. */
export interface ActivityEntry extends NewActivity {
  readonly position: string
}
