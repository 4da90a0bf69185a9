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

/** The place of the dialogs about a record. What knows them is loaded when one is asked for, or before. */
export const RecordDialogHost = later<RecordDialogProps>({
  load: async () => (await import('./RecordDialog.tsx')).RecordDialog,
  parts: [],
  onFailed: ({ onClose }) => onClose(),
})
