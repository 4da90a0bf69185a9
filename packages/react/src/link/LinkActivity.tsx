import { useRef, useState } from 'react'

import { ActivityTimeline } from '../activity/ActivityTimeline.tsx'
import { useLinkActivity } from '../activity/use-activity.ts'
import { type UndoableActivity, useUndo } from '../activity/use-undo.ts'
import { useWords } from '../messages/use-words.ts'
import { showToast } from '../provider/Toasts.tsx'
import { useServices } from '../provider/twinfolder-context.ts'
import { useFailureToast } from '../provider/use-failure-toast.ts'

const shownFirst = 5

/** What happened lately on the user's link, page after page. Renders a heading and a timeline. */
export function LinkActivity({ headingLevel }: { readonly headingLevel: 2 | 3 | 4 }) {
  const { t } = useWords('activity')
  const { toasts } = useServices()
  const onError = useFailureToast()
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useLinkActivity()
  const undo = useUndo()
  const listRef = useRef<HTMLDivElement>(null)
  const [isWhole, setIsWhole] = useState(false)
  const Heading = `h${headingLevel === 4 ? 5 : headingLevel === 3 ? 4 : 3}` as const
  const rows = data?.pages.flatMap((page) => page.rows) ?? []
  const hidesSome = !isWhole && rows.length > shownFirst
  const takeBack = (row: UndoableActivity) =>
    undo.mutate(row, {
      onSuccess: () => showToast(toasts, { text: t['undo.done']({ name: row.subject }) }),
      onError,
    })
  if (!data) return null
  return (
    <div className="tf-activity tf-stack">
      <Heading className="tf-subtitle">{t.activity}</Heading>
      {rows.length === 0 ? <p className="tf-muted">{t['activity.none']}</p> : null}
      <ActivityTimeline
        rows={isWhole ? rows : rows.slice(0, shownFirst)}
        isBusy={false}
        listRef={listRef}
        onUndo={takeBack}
      />
      {hidesSome || (isWhole && hasNextPage) ? (
        <button
          type="button"
          className="tf-link"
          aria-busy={isFetchingNextPage}
          onClick={() => {
            if (!hidesSome) return void fetchNextPage()
            setIsWhole(true)
            if (!hasNextPage) listRef.current?.focus()
          }}
        >
          {t.showMore}
        </button>
      ) : null}
    </div>
  )
}
