import type { FileEntry, RecordView } from '@twinfolder/protocol'
import { useRef } from 'react'

import { ActivityTimeline } from '../activity/ActivityTimeline.tsx'
import { useRecordActivity } from '../activity/use-activity.ts'
import { useUndo } from '../activity/use-undo.ts'
import { useWords } from '../messages/use-words.ts'
import { useFailureToast } from '../provider/use-failure-toast.ts'

/** What happened to a file, newest first, page after page. */
export function FileActivity({
  view,
  file,
  canUndo,
}: {
  readonly view: RecordView
  readonly file: FileEntry
  readonly canUndo: boolean
}) {
  const { t } = useWords('activity')
  const onError = useFailureToast()
  const undo = useUndo()
  const listRef = useRef<HTMLDivElement>(null)
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useRecordActivity(view.record, file.id)
  const rows = data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <section className="tf-lines">
      <h3 className="tf-small">{t.activity}</h3>
      {data && rows.length === 0 ? <p className="tf-muted">{t['activity.none']}</p> : null}
      <ActivityTimeline
        rows={rows}
        isBusy={!data}
        listRef={listRef}
        onUndo={canUndo ? (row) => undo.mutate(row, { onError, onSuccess: () => listRef.current?.focus() }) : null}
      />
      {hasNextPage ? (
        <button type="button" className="tf-link" aria-busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t.showMore}
        </button>
      ) : null}
    </section>
  )
}
