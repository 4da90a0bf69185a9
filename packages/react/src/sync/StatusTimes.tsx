import type { RecordView } from '@twinfolder/protocol'

import { useFullDate } from '../messages/use-full-date.ts'
import { useNow, useNowBySeconds } from '../messages/use-now.ts'
import { useWords } from '../messages/use-words.ts'
import { syncStatusLine } from './sync-status.ts'

/**
 * How fresh the status line is. It stands beside the live region and not in it: what counts seconds would never be silent. Renders
 * `<time>` elements, or nothing.
 */
export function StatusTimes({ view }: { readonly view: RecordView }) {
  const words = useWords()
  const { settledAt, checkedAt } = syncStatusLine(view, words)
  return (
    <>
      {checkedAt ? <Checked at={checkedAt} /> : null}
      {settledAt ? <Settled at={settledAt} /> : null}
    </>
  )
}

function Checked({ at }: { readonly at: string }) {
  const { t, ago, dateTime } = useWords()
  const now = useNowBySeconds()
  const full = useFullDate(at)
  return (
    <time className="tf-status-checked" dateTime={at} {...full}>
      {t['sync.checked']({ when: now === null ? dateTime(at) : ago(at, now) })}
    </time>
  )
}

function Settled({ at }: { readonly at: string }) {
  const { t, when, dateTime } = useWords()
  const now = useNow()
  const full = useFullDate(at)
  return (
    <time className="tf-small" data-part="settled" dateTime={at} {...full}>
      {t.lastSynced({ when: now === null ? dateTime(at) : when(at, now) })}
    </time>
  )
}
