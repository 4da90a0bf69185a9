import type { Activity } from '@twinfolder/protocol'
import { useState } from 'react'

import { visibleName } from '../files/visible-name.ts'
import { Icon, type IconName } from '../icons/Icon.tsx'
import { useWords } from '../messages/use-words.ts'
import { When } from '../messages/When.tsx'
import { activityText } from './activity-text.ts'
import { useLinkActivity } from './use-activity.ts'

const shownFirst = 5

/** What happened lately on the user's link. Renders a heading and a list. */
export function LinkActivity({ headingLevel }: { readonly headingLevel: 2 | 3 | 4 }) {
  const { t } = useWords()
  const { data } = useLinkActivity()
  const [isWhole, setIsWhole] = useState(false)
  const Heading = `h${headingLevel === 4 ? 5 : headingLevel === 3 ? 4 : 3}` as const
  const rows = data?.rows ?? []
  if (!data) return null
  return (
    <div className="tf-activity">
      <Heading className="tf-subtitle">{t.activity}</Heading>
      {rows.length === 0 ? <p className="tf-muted">{t['activity.none']}</p> : null}
      <ul aria-label={t.activity}>
        {(isWhole ? rows : rows.slice(0, shownFirst)).map((row) => (
          <ActivityRow key={row.id} row={row} />
        ))}
      </ul>
      {!isWhole && rows.length > shownFirst ? (
        <button type="button" className="tf-link" onClick={() => setIsWhole(true)}>
          {t.showMore}
        </button>
      ) : null}
    </div>
  )
}

function ActivityRow({ row }: { readonly row: Activity }) {
  const { t } = useWords()
  const isOdd = ['notInARecord', 'blocked', 'missingRight', 'reconnectNeeded', 'recordFolderRemoved'].includes(row.code)
  return (
    <li data-tone={isOdd ? 'alert' : 'calm'}>
      <Icon name={iconOf(row, isOdd)} />
      <span className="tf-activity-text">
        <bdi className="tf-strong">{visibleName(row.subject)}</bdi> {activityText(t, row.code)}
      </span>
      <span className="tf-muted">
        <When at={row.at} />
      </span>
    </li>
  )
}

function iconOf({ direction }: Activity, isOdd: boolean): IconName {
  if (isOdd) return 'missing'
  if (direction === 'toDropbox') return 'up'
  return direction === 'toHost' ? 'down' : 'check'
}
