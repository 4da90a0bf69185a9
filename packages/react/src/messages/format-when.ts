import { keepFormats } from './keep-formats.ts'
import type { Texts } from './language.ts'

const steps = [
  ['minute', 60_000, 60],
  ['hour', 3_600_000, 24],
  ['day', 86_400_000, 30],
] as const

/** A moment relative to now, e.g. `3 days ago`; older than a month: the date. */
export function formatWhen(
  at: string,
  nowMs: number,
  locale: string,
  timeZone: string | undefined,
  messages: Texts,
): string {
  const agoMs = nowMs - Date.parse(at)
  // The clocks of two machines differ a little: what seems to lie ahead has just happened.
  if (agoMs < 45_000) return messages.justNow
  for (const [unit, unitMs, limit] of steps) {
    const count = Math.round(agoMs / unitMs)
    if (count < limit) return relativeFormat(locale).format(-count, unit)
  }
  return formatDate(at, locale, timeZone)
}

/** As {@link formatWhen}, with the seconds of the last minute, e.g. `12s ago`. */
export function formatAgo(
  at: string,
  nowMs: number,
  locale: string,
  timeZone: string | undefined,
  messages: Texts,
): string {
  const seconds = Math.floor((nowMs - Date.parse(at)) / 1000)
  if (seconds < 3) return messages.justNow
  if (seconds >= 60) return formatWhen(at, nowMs, locale, timeZone, messages)
  return new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'narrow' }).format(-seconds, 'second')
}

/** A day, e.g. `22 Nov 2026`. The same text on a server and in a browser when both are given a time zone. */
export function formatDate(at: string, locale: string, timeZone: string | undefined): string {
  return dateFormat(locale, timeZone, 'medium', undefined).format(new Date(at))
}

/** A day and a time, e.g. `22 Nov 2026, 14:05`. */
export function formatDateTime(at: string, locale: string, timeZone: string | undefined): string {
  return dateFormat(locale, timeZone, 'medium', 'short').format(new Date(at))
}

/** A time of the day, e.g. `14:05`. */
export function formatTime(at: string, locale: string, timeZone: string | undefined): string {
  return dateFormat(locale, timeZone, undefined, 'short').format(new Date(at))
}

const relativeFormat = keepFormats(
  (locale: string) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }),
)

const dateFormat = keepFormats(
  (locale: string, timeZone: string | undefined, dateStyle: 'medium' | undefined, timeStyle: 'short' | undefined) =>
    new Intl.DateTimeFormat(locale, {
      ...(dateStyle && { dateStyle }),
      ...(timeStyle && { timeStyle }),
      ...(timeZone !== undefined && { timeZone }),
    }),
)
