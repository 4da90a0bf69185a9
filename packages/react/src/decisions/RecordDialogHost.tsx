import { Suspense, lazy } from 'react'

import type { RecordDialogProps } from './RecordDialog.tsx'

/** What a dialog about a record shows or asks. */
export type RecordQuestion =
  | { readonly type: 'activity' }
  /** @param fileId the file to begin with */
  | { readonly type: 'compare'; readonly fileId?: string | undefined }
  | { readonly type: 'deleteHere'; readonly count: number; readonly onDelete: () => void }

const RecordDialog = lazy(async () => ({ default: (await import('./RecordDialog.tsx')).RecordDialog }))

/** A {@link RecordDialog}, loaded when first needed. */
export function RecordDialogHost(props: RecordDialogProps) {
  return (
    <Suspense fallback={null}>
      <RecordDialog {...props} />
    </Suspense>
  )
}
