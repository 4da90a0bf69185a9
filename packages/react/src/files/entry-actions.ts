import type { FileSync } from '@twinfolder/protocol'

import type { DecisionAnswer } from '../decisions/use-decisions.ts'
import type { RemedyActions } from '../explain/use-remedies.ts'
import type { Entry } from './use-files.ts'
import type { SelectableEntry } from './use-selection.ts'

/** What can be done with a row. */
export interface EntryActions {
  readonly open: (entry: Entry) => void
  readonly uploadInto: (folder: readonly string[]) => void
  readonly explain: (entry: Exclude<Entry, { kind: 'folder' }>) => void
  readonly details: (entry: Extract<Entry, { kind: 'file' }>) => void
  readonly download: (entry: Extract<Entry, { kind: 'file' }>) => void
  readonly rename: (entry: SelectableEntry) => void
  readonly move: (entry: SelectableEntry) => void
  readonly remove: (entry: SelectableEntry) => void
  readonly compare: (fileId: string) => void
  readonly answer: (answer: DecisionAnswer) => void
}

/** What the user may do with the rows. */
export interface EntryRights {
  readonly upload: boolean
  readonly rename: boolean
  readonly move: boolean
  readonly remove: boolean
  /** Whether the state of the record is the user's to change: not in a list that is read only. */
  readonly decide: boolean
}

/** What the explanation of a row can do beside what it knows itself. */
export function remedyActions(
  entry: Exclude<Entry, { kind: 'folder' }>,
  { compare, download, remove, rename }: EntryActions,
  rights: EntryRights,
): RemedyActions {
  if (entry.kind !== 'file') return { mayWrite: rights.remove }
  return {
    mayWrite: rights.remove,
    compare: () => compare(entry.id),
    download: () => download(entry),
    rename: rights.rename ? () => rename(entry) : undefined,
    remove: () => remove(entry),
  }
}

/** Whether a file was removed in Dropbox and kept here. */
export function isDetached(sync: FileSync | null): boolean {
  return sync?.state === 'onlyInHost' && sync.code === 'removed_in_remote'
}
