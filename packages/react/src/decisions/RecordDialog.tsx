import type { RecordView } from '@twinfolder/protocol'

import { ActivityDialog } from '../activity/ActivityDialog.tsx'
import { CompareDialog } from './CompareDialog.tsx'
import { DeleteHereDialog } from './DeleteHereDialog.tsx'
import type { RecordQuestion } from './RecordDialogHost.tsx'

/** Props of {@link RecordDialog}. */
export interface RecordDialogProps {
  readonly view: RecordView
  readonly question: RecordQuestion
  readonly onClose: () => void
}

/** The dialogs about a record that are rarely needed: one chunk, loaded with the first of them. */
export function RecordDialog({ view, question, onClose }: RecordDialogProps) {
  switch (question.type) {
    case 'activity':
      return <ActivityDialog view={view} onClose={onClose} />
    case 'compare':
      return <CompareDialog view={view} fileId={question.fileId} onClose={onClose} />
    case 'deleteHere':
      return <DeleteHereDialog count={question.count} onDelete={question.onDelete} onClose={onClose} />
  }
}
