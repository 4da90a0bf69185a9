import type { ErrorCode } from '@twinfolder/protocol'

import { sentenceOf } from './explain.ts'
import { formatBytes } from './format-bytes.ts'
import { formatAgo, formatDate, formatDateTime, formatTime, formatWhen } from './format-when.ts'
import type { LaterPart, Texts } from './language.ts'

/** The limit that a server has unless it says otherwise. */
export const defaultMaxFileBytes = 50 * 1024 * 1024

/** Everything that becomes text: messages and formats of the provider's language and time zone. */
export interface Words<Part extends LaterPart = never> {
  readonly t: Texts<Part>
  readonly locale: string
  readonly crm: string
  readonly bytes: (sizeBytes: number) => string
  readonly date: (at: string) => string
  readonly dateTime: (at: string) => string
  readonly time: (at: string) => string
  readonly when: (at: string, nowMs: number) => string
  /** As `when`, with the seconds of the last minute. */
  readonly ago: (at: string, nowMs: number) => string
  /** What a code means in one sentence. Why, and what to do: `useExplain`. */
  readonly sentence: (code: ErrorCode, maxFileBytes?: number) => string
  /** A part of a whole, e.g. `45 %`. */
  readonly percent: (fraction: number) => string
  readonly list: (names: readonly string[]) => string
}

/** The {@link Words} of a language and of the formats of a locale. */
export function createWords(t: Texts, locale: string, timeZone: string | undefined, crm: string): Words {
  const bytes = (sizeBytes: number) => formatBytes(sizeBytes, locale)
  return {
    t,
    locale,
    crm,
    bytes,
    date: (at) => formatDate(at, locale, timeZone),
    dateTime: (at) => formatDateTime(at, locale, timeZone),
    time: (at) => formatTime(at, locale, timeZone),
    when: (at, nowMs) => formatWhen(at, nowMs, locale, timeZone, t),
    ago: (at, nowMs) => formatAgo(at, nowMs, locale, timeZone, t),
    sentence: (code, maxFileBytes = defaultMaxFileBytes) => sentenceOf(t, code, { crm, max: bytes(maxFileBytes) }),
    percent: (fraction) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(fraction),
    list: (names) => new Intl.ListFormat(locale).format(names),
  }
}
