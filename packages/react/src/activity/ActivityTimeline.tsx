import type { Activity } from '@twinfolder/protocol'
import { type RefObject, useId } from 'react'

import { useNow } from '../messages/use-now.ts'
import { useWords } from '../messages/use-words.ts'
import { ActivityRow } from './ActivityRow.tsx'
import { byDay } from './by-day.ts'
import type { UndoableActivity } from './use-undo.ts'

/** What happened, newest first, a list for each day. Renders a `<div>` that can be focused. */
export function ActivityTimeline({
  rows,
  isBusy,
  listRef,
  onUndo,
  onFile,
}: {
  readonly rows: readonly Activity[]
  readonly isBusy: boolean
  readonly listRef?: RefObject<HTMLDivElement | null> | undefined
  /** `null`: the user may not. */
  readonly onUndo: ((row: UndoableActivity) => void) | null
  /** Shows what happened to the file of a row alone. */
  readonly onFile?: ((row: Activity) => void) | undefined
}) {
  const { t, date } = useWords('activity')
  const dayName = useDayName()
  const id = useId()
  return (
    <div
      className="tf-stack tf-quiet"
      role="group"
      aria-label={t.activity}
      aria-busy={isBusy}
      ref={listRef}
      tabIndex={listRef && -1}
    >
      {byDay(rows, date).map((day, index) => (
        <section key={day.at} aria-labelledby={`${id}-${index}`}>
          <p className="tf-small tf-strong" id={`${id}-${index}`}>
            <time dateTime={day.at} title={date(day.at)}>
              {dayName(day.at)}
            </time>
          </p>
          <ul className="tf-items" aria-labelledby={`${id}-${index}`}>
            {day.rows.map((row) => (
              <ActivityRow key={row.id} row={row} onUndo={onUndo} onFile={onFile} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

/** "Today", "Yesterday", else the date. */
function useDayName(): (at: string) => string {
  const { date, locale } = useWords()
  const now = useNow()
  const near = [0, 1].map((ago) => now !== null && date(new Date(now - ago * 86_400_000).toISOString()))
  return (at) => {
    const ago = near.indexOf(date(at))
    if (ago < 0) return date(at)
    const name = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-ago, 'day')
    return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1)
  }
}
