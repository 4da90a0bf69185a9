import type { ErrorCode } from '@twinfolder/protocol'
import { useMemo } from 'react'

import { useTwinfolder } from '../provider/twinfolder-context.ts'
import { type Explanation, explain } from './explain.ts'
import { formatBytes } from './format-bytes.ts'
import { formatDate, formatDateTime, formatTime, formatWhen } from './format-when.ts'
import type { Messages } from './messages.gen.ts'
import { useMessages } from './use-messages.ts'

/** The limit that a server has unless it says otherwise. */
export const defaultMaxFileBytes = 50 * 1024 * 1024

/** Everything that becomes text: messages and formats of the provider's language and time zone. */
export interface Words {
  readonly t: Messages
  readonly locale: string
  readonly crm: string
  readonly bytes: (sizeBytes: number) => string
  readonly date: (at: string) => string
  readonly dateTime: (at: string) => string
  readonly time: (at: string) => string
  readonly when: (at: string, nowMs: number) => string
  readonly explain: (code: ErrorCode, maxFileBytes?: number) => Explanation
  readonly list: (names: readonly string[]) => string
}

/** The {@link Words} of the provider. */
export function useWords(): Words {
  const { locale, timeZone, crmName } = useTwinfolder()
  const t = useMessages()
  return useMemo(() => {
    const bytes = (sizeBytes: number) => formatBytes(sizeBytes, locale, t)
    return {
      t,
      locale,
      crm: crmName,
      bytes,
      date: (at) => formatDate(at, locale, timeZone),
      dateTime: (at) => formatDateTime(at, locale, timeZone),
      time: (at) => formatTime(at, locale, timeZone),
      when: (at, nowMs) => formatWhen(at, nowMs, locale, timeZone, t),
      explain: (code, maxFileBytes = defaultMaxFileBytes) =>
        explain(t, code, { crm: crmName, max: bytes(maxFileBytes) }),
      list: (names) => new Intl.ListFormat(locale).format(names),
    }
  }, [t, locale, timeZone, crmName])
}
