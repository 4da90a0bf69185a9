/**
 * What a user needs for an operation. `session`: to be signed in; it is about the user's own things alone. `ownLink`: an account that is
 * linked. `ownRun`: the bulk run has to be the user's own. `readRecord`, `writeRecord`: as the host says of the record. `syncRecord`: to
 * read the record, and an account that is linked. `administrator`: to be one, as the host says.
 */
export const operationRights = [
  'session',
  'ownLink',
  'ownRun',
  'readRecord',
  'syncRecord',
  'writeRecord',
  'administrator',
] as const

/** One of {@link operationRights}. */
export type OperationRight = (typeof operationRights)[number]
