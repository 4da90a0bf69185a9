import type { RecordSync } from '@twinfolder/protocol'

import { useNowBySeconds } from '../messages/use-now.ts'
import { useWords } from '../messages/use-words.ts'

/** When the files were last alike, and when Dropbox was last asked. Renders terms of a `<dl>`. */
export function CheckedFacts({ sync: { lastSettledAt, checkedAt } }: { readonly sync: RecordSync }) {
  const { t, ago, dateTime } = useWords('explain')
  const now = useNowBySeconds()
  const shown = (at: string) => (
    <time dateTime={at} title={dateTime(at)}>
      {now === null ? dateTime(at) : ago(at, now)}
    </time>
  )
  return (
    <>
      {lastSettledAt ? (
        <>
          <dt>{t['explain.settled']}</dt>
          <dd>{shown(lastSettledAt)}</dd>
        </>
      ) : null}
      {checkedAt ? (
        <>
          <dt>{t['explain.checked']}</dt>
          <dd>{shown(checkedAt)}</dd>
        </>
      ) : null}
    </>
  )
}
