import type { Instant } from '../domain/instant.ts'
import type { RecordKey } from '../domain/record-ref.ts'
import type { Actor, HostFolder } from '../ports/host-files.ts'

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
  | 'conflictResolved'
  | 'deletionHeld'
  | 'deletedAfterConfirmation'
  | 'deletionsConfirmed'
  | 'deletionsTakenBack'
  | 'filesVanished'
  | 'holdAnswered'
  | 'stopped'
  | 'paused'
  | 'resumed'
  | 'undone'
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

/** How a row can be undone: what is to be done to its file. */
export type Inverse =
  /** Send it to the remote again (S5). */
  | { readonly type: 'putBack' }
  /** Take it out of the host's trash. */
  | { readonly type: 'restoreFile' }
  /** Bring it back in the remote; the next pass takes it into the host. */
  | { readonly type: 'restoreRemote'; readonly path: string; readonly revision: string }
  /** Make an old version current again, if the file is still at version `after`. */
  | { readonly type: 'restoreVersion'; readonly version: string; readonly after: string }
  /** Give it its old name and folder, if it is still at version `after`. */
  | { readonly type: 'place'; readonly name: string; readonly folder: HostFolder; readonly after: string }

/** Until when a row can be undone, and how. */
export interface Undo {
  readonly until: Instant
  readonly inverse: Inverse
}

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
  /** `null` when there is nothing to undo, or no way to. */
  readonly undo: Undo | null
}

/** A stored row. `position` orders and pages them. */
export interface ActivityEntry extends NewActivity {
  readonly position: string
}
