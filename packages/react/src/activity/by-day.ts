import type { Activity } from '@twinfolder/protocol'

/** What happened on one day. */
export interface ActivityDay {
  /** A moment of the day. */
  readonly at: string
  readonly rows: readonly Activity[]
}

/**
 * Rows, newest first, by the days of a time zone.
 *
 * @param dayOf the day of a moment; equal for moments of one day
 */
export function byDay(rows: readonly Activity[], dayOf: (at: string) => string): readonly ActivityDay[] {
  const days = new Map<string, { at: string; rows: Activity[] }>()
  for (const row of rows) {
    const key = dayOf(row.at)
    const day = days.get(key)
    if (day) day.rows.push(row)
    else days.set(key, { at: row.at, rows: [row] })
  }
  return [...days.values()]
}
