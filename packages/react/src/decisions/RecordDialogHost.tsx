import type { RecordView } from '@twinfolder/protocol'

import { later } from '../messages/later.tsx'

/** What a dialog about a record shows or asks. */
export type RecordQuestion =
  | { readonly type: 'activity' }
  | { readonly type: 'explain' }
  /** @param fileId the file to begin with */
  | { readonly type: 'compare'; readonly fileId?: string | undefined }
  | { readonly type: 'deleteHere'; readonly count: number; readonly onDelete: () => void }

/** Props of {@link RecordDialogHost}. */
export interface RecordDialogProps {
  readonly view: RecordView
  readonly question: RecordQuestion
  readonly onShowAttention?: (() => void) | undefined
  readonly onClose: () => void
}

const onFailed = ({ onClose }: { readonly onClose: () => void }) => onClose()
const ActivityDialog = later({
  load: async () => (await import('../activity/ActivityDialog.tsx')).ActivityDialog,
  parts: ['activity', 'explain'],
  onFailed,
})
const ExplainRecordDialog = later({
  load: async () => (await import('../explain/ExplainRecordDialog.tsx')).ExplainRecordDialog,
  parts: ['explain'],
  onFailed,
})
const CompareDialog = later({
  load: async () => (await import('./CompareDialog.tsx')).CompareDialog,
  parts: ['dialogs', 'explain'],
  onFailed,
})
const DeleteHereDialog = later({
  load: async () => (await import('./DeleteHereDialog.tsx')).DeleteHereDialog,
  parts: ['dialogs'],
  onFailed,
})

/** The dialog about a record that was asked for, loaded when first needed. */
export function RecordDialogHost({ view, question, onShowAttention, onClose }: RecordDialogProps) {
  switch (question.type) {
    case 'activity':
      return <ActivityDialog view={view} onClose={onClose} />
    case 'explain':
      return <ExplainRecordDialog view={view} onShowAttention={onShowAttention} onClose={onClose} />
    case 'compare':
      return <CompareDialog view={view} fileId={question.fileId} onClose={onClose} />
    case 'deleteHere':
      return <DeleteHereDialog count={question.count} onDelete={question.onDelete} onClose={onClose} />
  }
}
