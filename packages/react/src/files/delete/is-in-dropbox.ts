import type { RecordView } from '@twinfolder/protocol'

import type { SelectableEntry } from '../use-selection.ts'

/** Whether deleting this takes something away from somebody's Dropbox. Of the files in a folder, that is as good as sure. */
export function isInDropbox(entry: SelectableEntry, view: RecordView): boolean {
  if (entry.kind === 'file') return entry.copies.length > 0 || entry.sync?.state === 'synced'
  return entry.fileCount !== 0 && (isSynchronised(view) || view.alsoSyncedBy.length > 0)
}

function isSynchronised({ sync: { link, phase } }: RecordView): boolean {
  return link !== 'none' && phase !== 'notEnrolled' && phase !== 'stopped'
}
