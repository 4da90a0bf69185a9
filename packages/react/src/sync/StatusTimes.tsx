import type { RecordView } from '@twinfolder/protocol'

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
  return (
    <time className="tf-status-checked" dateTime={at} title={dateTime(at)}>
      {t['sync.checked']({ when: now === null ? dateTime(at) : ago(at, now) })}
    </time>
  )
}

function Settled({ at }: { readonly at: string }) {
  const { t, when, dateTime } = useWords()
  const now = useNow()
  return (
    <time className="tf-small" data-part="settled" dateTime={at} title={dateTime(at)}>
      {t.lastSynced({ when: now === null ? dateTime(at) : when(at, now) })}
    </time>
  )
}
