import type { RecordView } from '@twinfolder/protocol'
import { useRef, useState } from 'react'

import { visibleName } from '../files/visible-name.ts'
import { Icon } from '../icons/Icon.tsx'
import { useWords } from '../messages/use-words.ts'
import { Dialog } from '../primitives/Dialog.tsx'
import { Problem } from '../primitives/Problem.tsx'
import { ActivityTimeline } from './ActivityTimeline.tsx'
import { useRecordActivity } from './use-activity.ts'
import { useUndo } from './use-undo.ts'

/** A file that the activity is narrowed to. */
export interface ActivityFile {
  readonly id: string
  readonly name: string
}

/** What happened on a record, or to one file of it, newest first; what can be undone can be undone here. */
export function ActivityDialog({
  view,
  file,
  onClose,
}: {
  readonly view: RecordView
  /** Shown alone at first. */
  readonly file?: ActivityFile | undefined
  readonly onClose: () => void
}) {
  const { t } = useWords('activity')
  const [only, setOnly] = useState<ActivityFile | null>(file ?? null)
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useRecordActivity(
    view.record,
    only?.id,
  )
  const undo = useUndo()
  const listRef = useRef<HTMLDivElement>(null)
  const rows = data?.pages.flatMap((page) => page.rows) ?? []
  const narrow = (next: ActivityFile | null) => {
    setOnly(next)
    // The button goes with the press.
    listRef.current?.focus()
  }
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
      {only ? (
        <p className="tf-chip">
          <bdi>{visibleName(only.name)}</bdi>
          <button
            type="button"
            className="tf-icon-button"
            aria-label={t['timeline.all']}
            title={t['timeline.all']}
            onClick={() => narrow(null)}
          >
            <Icon name="close" />
          </button>
        </p>
      ) : null}
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
      <ActivityTimeline
        rows={rows}
        isBusy={!data}
        listRef={listRef}
        // The button goes with its right to undo: the focus stays in the list.
        onUndo={view.access.write ? (one) => undo.mutate(one, { onSuccess: () => listRef.current?.focus() }) : null}
        onFile={
          only ? undefined : ({ fileId, subject }) => narrow(fileId === null ? null : { id: fileId, name: subject })
        }
      />
      {hasNextPage ? (
        <button type="button" className="tf-link" aria-busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t.showMore}
        </button>
      ) : null}
    </Dialog>
  )
}
