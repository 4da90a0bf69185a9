import type { SyncErrorCode } from '../../sync-error.ts'

/** What a failure of an op, or of a record's own folder, leads to. */
export type Consequence =
  /** Nothing more can be done for the link now: the pass is over before its next op. */
  | 'endPass'
  /** The plan was made of something outdated, or the reply was lost: what is there is read, and the next round plans anew. */
  | 'readAgain'
  /** A problem, and perhaps the host as a whole does not answer: after some of these the pass gives up. */
  | 'outage'
  /** A problem, and no other file goes up in this pass. */
  | 'remoteIsFull'
  /** A problem, and nothing more is tried in that folder in this pass. */
  | 'folderIsReadOnly'
  /** A problem of this one alone (S14). */
  | 'problem'

const consequences: { readonly [code in SyncErrorCode]?: Consequence } = {
  lease_lost: 'endPass',
  cancelled: 'endPass',
  link_revoked: 'endPass',
  remote_busy: 'endPass',
  precondition_failed: 'readAgain',
  content_changed: 'readAgain',
  hash_mismatch: 'readAgain',
  not_found: 'readAgain',
  // If the remote does not answer at all, the reading says so and ends the pass (C79).
  remote_unavailable: 'readAgain',
  host_unavailable: 'outage',
  insufficient_space: 'remoteIsFull',
  no_write_permission: 'folderIsReadOnly',
}

/** What a code leads to, for an op and for a record alike. */
export function consequenceOf(code: SyncErrorCode): Consequence {
  return consequences[code] ?? 'problem'
}
