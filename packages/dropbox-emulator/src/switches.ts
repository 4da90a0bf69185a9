/**
 * What Dropbox's documents leave open, or what was seen both ways. The default is what was reported more often; a
 * careful client works with either. Switches can be changed at any time.
 */
export interface Switches {
  /** What an app sees when the owner deletes its folder: an empty folder, or 409 `path/not_found`. @default 'empty' */
  deletedAppFolder: 'empty' | 'notFound'
  /** What the change feed says when a folder is deleted: the folder alone, or its children too. @default 'folder' */
  folderDeletion: 'folder' | 'children'
  /** Whether `continue` reports deletions for cursors made without `include_deleted`. @default 'always' */
  deletionsInContinue: 'always' | 'ifIncluded'
  /** First number of an automatic rename: `name (1).ext` or `name (2).ext`. @default 1 */
  autorenameFrom: 1 | 2
  /** What `update` with `autorename` makes of a conflict: `name (conflicted copy).ext` or a number. @default 'conflictedCopy' */
  updateAutorename: 'conflictedCopy' | 'number'
  /** Characters outside the Basic Multilingual Plane in names. @default 'accepted' */
  astralNames: 'accepted' | 'refused'
  /** Whether a path in decomposed Unicode finds the (always composed) entry. @default 'notFound' */
  decomposedLookup: 'notFound' | 'found'
  /** Whether an upload of identical content takes over `client_modified`. @default 'ignored' */
  identicalUploadClientModified: 'ignored' | 'applied'
  /** Whose spelling of parents `get_metadata` shows in `path_display`. @default 'stored' */
  parentCasing: 'stored' | 'request'
  /** Whether a moved file gets a new revision. @default 'new' */
  moveRevision: 'new' | 'kept'
  /** Whether a moved file gets a new `server_modified`. @default 'kept' */
  moveServerModified: 'kept' | 'new'
  /** What a rename that changes only upper and lower case does; either way it answers 200. @default 'ignored' */
  caseOnlyRename: 'ignored' | 'applied'
  /** Whether a restored file that was deleted has its old id. @default 'kept' */
  restoredId: 'kept' | 'new'
  /** Whether an app's own writes notify its webhook. @default true */
  notifyOwnWrites: boolean
  /** `account_type` of the plan Professional. @default 'pro' */
  professionalAccountType: 'pro' | 'business'
  /** Entries on a page when the caller gives no `limit`. @default 500 */
  pageSize: number
  /** Whether listings come with empty pages in between, as they may. @default false */
  emptyPages: boolean
  /** After how long a cursor answers 409 `reset`. @default 180 days */
  cursorLifetimeMs: number
  /** Most bytes that one request may carry. @default 150 MiB */
  largestRequestBytes: number
  /** Most bytes that a file may have. @default 2^41 - 2^22 */
  largestFileBytes: number
  /**
   * What the authorize page does in a browser that is signed in, when its owner has allowed the same before: go back
   * without a page, or ask again. @default 'redirect'
   */
  approvedBefore: 'redirect' | 'ask'
  /** How often a job answers `in_progress` before it is complete. @default 1 */
  jobPolls: number
  /** Whether `create_folder_batch` finishes at once, or as a job like the other batches. @default 'complete' */
  createFolderBatch: 'complete' | 'job'
  /** Size and hash of documents that cannot be downloaded: of their first export, or none. @default 'exported' */
  documentSize: 'exported' | 'none'
  /** Calls that an app may make for an account in a minute; more are refused with 429. 0 is no limit. @default 0 */
  callsPerMinute: number
  /** Seconds in `Retry-After` when the limit is passed; -1 leaves it out. @default 300 */
  rateLimitRetryAfter: number
  /** How a 429 is written. @default 'json' */
  rateLimitBody: 'json' | 'text'
  /** How long one write keeps others out of its namespace. 0 lets them queue without refusals. @default 0 */
  writeLockMs: number
  /** What a write is told while another one has the lock. @default 'status429' */
  busyNamespace: 'status429' | 'unionMember'
}

export const defaultSwitches: Readonly<Switches> = {
  deletedAppFolder: 'empty',
  folderDeletion: 'folder',
  deletionsInContinue: 'always',
  autorenameFrom: 1,
  updateAutorename: 'conflictedCopy',
  astralNames: 'accepted',
  decomposedLookup: 'notFound',
  identicalUploadClientModified: 'ignored',
  parentCasing: 'stored',
  moveRevision: 'new',
  moveServerModified: 'kept',
  caseOnlyRename: 'ignored',
  restoredId: 'kept',
  notifyOwnWrites: true,
  professionalAccountType: 'pro',
  pageSize: 500,
  emptyPages: false,
  cursorLifetimeMs: 180 * 24 * 60 * 60 * 1000,
  largestRequestBytes: 150 * 1024 * 1024,
  largestFileBytes: 2 ** 41 - 2 ** 22,
  approvedBefore: 'redirect',
  jobPolls: 1,
  createFolderBatch: 'complete',
  documentSize: 'exported',
  callsPerMinute: 0,
  rateLimitRetryAfter: 300,
  rateLimitBody: 'json',
  writeLockMs: 0,
  busyNamespace: 'status429',
}
