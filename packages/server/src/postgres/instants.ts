import { type Instant, instant } from '@twinfolder/core'

/** An instant as the database takes it. */
export function dateOf(at: Instant): Date
export function dateOf(at: Instant | null): Date | null
export function dateOf(at: Instant | null): Date | null {
  return at === null ? null : new Date(at)
}

/** An instant as the database gave it. */
export function instantFrom(date: Date): Instant
export function instantFrom(date: Date | null): Instant | null
export function instantFrom(date: Date | null): Instant | null {
  return date === null ? null : instant(date.toISOString())
}
