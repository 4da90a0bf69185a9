import type { Brand } from './brand.ts'

/** A point in time as UTC ISO text, e.g. `2026-11-22T08:30:00.000Z`: how time is stored and sent. */
export type Instant = Brand<string, 'Instant'>

/** The only way to make an {@link Instant} from text. @throws TypeError when `text` is not UTC ISO text. */
export function instant(text: string): Instant {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/.test(text)) {
    throw new TypeError(`An instant looks like "2026-11-22T08:30:00Z", got "${text}".`)
  }
  return text as Instant
}
