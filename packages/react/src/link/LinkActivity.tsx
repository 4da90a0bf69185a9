import { useState } from 'react'

import { ActivityRow } from '../activity/ActivityRow.tsx'
import { useLinkActivity } from '../activity/use-activity.ts'
import { type UndoableActivity, useUndo } from '../activity/use-undo.ts'
import { codeOf } from '../messages/code-of.ts'
import { useWords } from '../messages/use-words.ts'
import { showToast } from '../provider/Toasts.tsx'
import { useServices } from '../provider/twinfolder-context.ts'

const shownFirst = 5

/** What happened lately on the user's link. Renders a heading and a list. */
export function LinkActivity({ headingLevel }: { readonly headingLevel: 2 | 3 | 4 }) {
  const { t, sentence } = useWords('activity')
  const { toasts } = useServices()
  const { data } = useLinkActivity()
  const undo = useUndo()
  const [isWhole, setIsWhole] = useState(false)
  const Heading = `h${headingLevel === 4 ? 5 : headingLevel === 3 ? 4 : 3}` as const
  const rows = data?.rows ?? []
  const takeBack = (row: UndoableActivity) =>
    undo.mutate(row, {
      onSuccess: () => showToast(toasts, { text: t['undo.done']({ name: row.subject }) }),
      onError: (error) => showToast(toasts, { text: sentence(codeOf(error)), tone: 'alert' }),
    })
  if (!data) return null
  return (
    <div className="tf-activity">
      <Heading className="tf-subtitle">{t.activity}</Heading>
      {rows.length === 0 ? <p className="tf-muted">{t['activity.none']}</p> : null}
      <ul aria-label={t.activity}>
        {(isWhole ? rows : rows.slice(0, shownFirst)).map((row) => (
          <ActivityRow key={row.id} row={row} onUndo={takeBack} />
        ))}
      </ul>
      {!isWhole && rows.length > shownFirst ? (
        <button type="button" className="tf-link" onClick={() => setIsWhole(true)}>
          {t.showMore}
        </button>
      ) : null}
    </div>
  )
}
