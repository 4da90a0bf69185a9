import type { Activity } from '@twinfolder/protocol'

import { visibleName } from '../files/visible-name.ts'
import { LateIcon, type LateIconName } from '../icons/LateIcon.tsx'
import { useNow } from '../messages/use-now.ts'
import { useWords } from '../messages/use-words.ts'
import { activityText } from './activity-text.ts'
import { type UndoableActivity, isUndoable } from './use-undo.ts'

const odd: readonly string[] = [
  'notInARecord',
  'blocked',
  'missingRight',
  'reconnectNeeded',
  'recordFolderRemoved',
  'returnedAfterHostDelete',
  'conflictCopyStored',
  'deletionsHeld',
  'filesVanished',
]

/** One thing that happened: the way it went, what, to which file, by whom, when. Renders an `<li>`. */
export function ActivityRow({
  row,
  onUndo,
  onFile,
}: {
  readonly row: Activity
  /** `null`: the user may not. */
  readonly onUndo: ((row: UndoableActivity) => void) | null
  /** Shows what happened to the file of this row alone. */
  readonly onFile?: ((row: Activity) => void) | undefined
}) {
  const { t, time, dateTime } = useWords('activity')
  const now = useNow()
  const isOdd = odd.includes(row.code)
  // A row about many files at once is named after their number.
  const isCount = row.details['count'] === row.subject
  const name = isCount ? t['files.count']({ n: Number(row.subject) }) : visibleName(row.subject)
  const what = activityText(t, row.code)
  return (
    <li data-tone={isOdd ? 'alert' : 'calm'} data-direction={row.direction ?? undefined}>
      <LateIcon name={iconOf(row, isOdd)} />
      <span className="tf-activity-text">
        {onFile && row.fileId !== null && !isCount ? (
          <button
            type="button"
            className="tf-link"
            aria-label={t['timeline.ofFile']({ name })}
            onClick={() => onFile(row)}
          >
            <bdi>{name}</bdi>
          </button>
        ) : (
          <bdi className="tf-strong">{name}</bdi>
        )}{' '}
        {what}
        <span className="tf-small">
          {[row.actor, row.via === 'remote' ? t['files.viaDropbox'] : ''].join(' ').trim()}
        </span>
      </span>
      <span className="tf-activity-end">
        <time className="tf-muted" dateTime={row.at} title={dateTime(row.at)}>
          {time(row.at)}
        </time>
        {onUndo && now !== null && isUndoable(row, now) ? (
          <button
            type="button"
            className="tf-link"
            aria-label={t['undo.of']({ name, what })}
            onClick={() => onUndo(row)}
          >
            {t.undo}
          </button>
        ) : null}
      </span>
    </li>
  )
}

function iconOf({ direction, code }: Activity, isOdd: boolean): LateIconName {
  if (isOdd) return 'missing'
  switch (code) {
    case 'deletedInRemote':
      return 'trash'
    case 'paused':
      return 'pause'
    case 'stopped':
      return 'stop'
    case 'undone':
      return 'undo'
    default:
      if (direction === 'toDropbox') return 'up'
      return direction === 'toHost' ? 'down' : 'check'
  }
}
