import type { BulkRun } from '@twinfolder/protocol'

import { useWords } from '../messages/use-words.ts'
import { Dialog } from '../primitives/Dialog.tsx'
import { Problem } from '../primitives/Problem.tsx'
import type { BulkDialogRequest } from './bulk-dialog-request.ts'
import { BulkQuestion } from './BulkQuestion.tsx'
import { BulkRunView } from './BulkRunView.tsx'
import { markSeen } from './seen-run.ts'
import { useBulkActions, useBulkRun } from './use-bulk-run.ts'

/** Props of {@link BulkDialog}. */
export interface BulkDialogProps {
  readonly request: BulkDialogRequest
  /** Shows something else, or with `null` nothing more. */
  readonly onRequest: (request: BulkDialogRequest | null) => void
}

/** Asks, then shows how it goes, then how it went. */
export function BulkDialog({ request, onRequest }: BulkDialogProps) {
  const close = () => onRequest(null)
  return 'segment' in request ? (
    <BulkQuestion segment={request.segment} onClose={close} onStarted={({ id }) => onRequest({ bulkId: id })} />
  ) : (
    <RunDialog
      key={request.bulkId}
      bulkId={request.bulkId}
      onClose={close}
      onRun={({ id }) => onRequest({ bulkId: id })}
    />
  )
}

function RunDialog({
  bulkId,
  onClose,
  onRun,
}: {
  readonly bulkId: string
  readonly onClose: () => void
  readonly onRun: (run: BulkRun) => void
}) {
  const { t } = useWords('bulk')
  const { data: run, error } = useBulkRun(bulkId)
  const { cancel, retry } = useBulkActions()
  const failure = error ?? cancel.error ?? retry.error
  const isRunning = run?.state === 'running'
  const close = () => {
    if (run && !isRunning) markSeen(run.id)
    onClose()
  }
  return (
    <Dialog
      title={t['sync.withDropbox']}
      size="large"
      onClose={close}
      actions={
        <>
          {run && !isRunning && run.ends.failed + run.ends.skipped > 0 ? (
            <button
              type="button"
              className="tf-button"
              data-kind="primary"
              aria-busy={retry.isPending}
              onClick={() => retry.mutate(bulkId, { onSuccess: onRun })}
            >
              {t.retry}
            </button>
          ) : null}
          {isRunning ? (
            <button
              type="button"
              className="tf-button"
              aria-busy={cancel.isPending}
              onClick={() => cancel.mutate(bulkId)}
            >
              {t['bulk.cancel']}
            </button>
          ) : null}
          <button type="button" className="tf-button" onClick={close}>
            {t.close}
          </button>
        </>
      }
    >
      {run ? <BulkRunView run={run} /> : null}
      {failure ? <Problem error={failure} /> : null}
    </Dialog>
  )
}
