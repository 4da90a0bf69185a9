import type { Switches } from './switches.ts'

/** What a switch may be set to: one of some values, or a whole number from `min` on. */
export type Choices<Value> = number extends Value ? { readonly min: number } : readonly Value[]

/** The choices of every switch. */
export const switchChoices: { readonly [Name in keyof Switches]: Choices<Switches[Name]> } = {
  deletedAppFolder: ['empty', 'notFound'],
  folderDeletion: ['folder', 'children'],
  deletionsInContinue: ['always', 'ifIncluded'],
  autorenameFrom: [1, 2],
  updateAutorename: ['conflictedCopy', 'number'],
  astralNames: ['accepted', 'refused'],
  decomposedLookup: ['notFound', 'found'],
  identicalUploadClientModified: ['ignored', 'applied'],
  parentCasing: ['stored', 'request'],
  moveRevision: ['new', 'kept'],
  moveServerModified: ['kept', 'new'],
  caseOnlyRename: ['ignored', 'applied'],
  restoredId: ['kept', 'new'],
  notifyOwnWrites: [true, false],
  professionalAccountType: ['pro', 'business'],
  pageSize: { min: 1 },
  emptyPages: [false, true],
  cursorLifetimeMs: { min: 0 },
  approvedBefore: ['redirect', 'ask'],
  jobPolls: { min: 0 },
  createFolderBatch: ['complete', 'job'],
  documentSize: ['exported', 'none'],
  callsPerMinute: { min: 0 },
  rateLimitRetryAfter: { min: -1 },
  rateLimitBody: ['json', 'text'],
  writeLockMs: { min: 0 },
  busyNamespace: ['status429', 'unionMember'],
  largestRequestBytes: { min: 0 },
  largestFileBytes: { min: 0 },
}
