import { later } from '../messages/later.tsx'
import type { RecordDialogProps } from './RecordDialogHost.tsx'

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
export function RecordDialog({ view, question, onShowAttention, onClose }: RecordDialogProps) {
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
