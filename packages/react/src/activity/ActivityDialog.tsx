import type { RecordView } from '@twinfolder/protocol'
import { useRef } from 'react'

import { useWords } from '../messages/use-words.ts'
import { Dialog } from '../primitives/Dialog.tsx'
import { Problem } from '../primitives/Problem.tsx'
import { ActivityRow } from './ActivityRow.tsx'
import { useRecordActivity } from './use-activity.ts'
import { useUndo } from './use-undo.ts'

/** What happened on a record, newest first; what can be undone can be undone here. */
export function ActivityDialog({ view, onClose }: { readonly view: RecordView; readonly onClose: () => void }) {
  const { t } = useWords('activity')
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useRecordActivity(view.record)
  const undo = useUndo()
  const listRef = useRef<HTMLUListElement>(null)
  const rows = data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <Dialog
      title={t.activity}
      size="large"
      onClose={onClose}
      actions={
        <button type="button" className="tf-button" data-kind="primary" data-autofocus="" onClick={onClose}>
          {t.close}
        </button>
      }
    >
      {undo.error ? <Problem error={undo.error} /> : null}
      <p className="tf-hidden" role="status">
        {undo.isSuccess ? t['undo.done']({ name: undo.variables.subject }) : null}
      </p>
      {error && !data ? (
        <Problem error={error}>
          <button type="button" className="tf-button" onClick={() => void refetch()}>
            {t.retry}
          </button>
        </Problem>
      ) : null}
      {data && rows.length === 0 ? <p className="tf-muted">{t['activity.none']}</p> : null}
      <ul className="tf-activity-list" aria-label={t.activity} aria-busy={!data} ref={listRef} tabIndex={-1}>
        {rows.map((row) => (
          <ActivityRow
            key={row.id}
            row={row}
            // The button goes with its right to undo: the focus stays in the list.
            onUndo={view.access.write ? (one) => undo.mutate(one, { onSuccess: () => listRef.current?.focus() }) : null}
          />
        ))}
      </ul>
      {hasNextPage ? (
        <button type="button" className="tf-link" aria-busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t.showMore}
        </button>
      ) : null}
    </Dialog>
  )
}
