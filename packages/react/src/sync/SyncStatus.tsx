import type { RecordView } from '@twinfolder/protocol'

import { Icon } from '../icons/Icon.tsx'
import { useNow } from '../messages/use-now.ts'
import { useWords } from '../messages/use-words.ts'
import { ProgressBar } from '../primitives/ProgressBar.tsx'
import { syncStatusLine } from './sync-status.ts'

/** From here on, every file would be too many announcements; each tenth of the way is enough. */
const spokenEach = 20

/** The state of a record in words, politely announced. */
export function SyncStatus({ view }: { readonly view: RecordView }) {
  const words = useWords()
  const now = useNow()
  const line = syncStatusLine(view, words)
  const { progress } = view.sync
  if (line.since) {
    const when = now === null ? words.dateTime(line.since) : words.when(line.since, now)
    return (
      <span className="tf-status-line" data-tone="calm">
        <Icon name="check" />
        <time dateTime={line.since} title={words.dateTime(line.since)}>
          {words.t.lastSynced({ when })}
        </time>
      </span>
    )
  }
  const isLong = view.sync.phase === 'syncing' && progress !== null && progress.total > spokenEach
  return (
    <>
      <span className="tf-status-line" data-tone={line.tone}>
        {line.icon ? <Icon name={line.icon} /> : null}
        <span aria-hidden={isLong || undefined}>{line.text}</span>
        {isLong ? (
          <span className="tf-hidden">{words.t.syncing({ ...progress, done: roundTenth(progress) })}</span>
        ) : null}
      </span>
      {line.detail ? <span className="tf-status-detail">{line.detail}</span> : null}
      {view.sync.phase === 'syncing' ? (
        <ProgressBar label={words.t['syncing.unknown']} value={progress?.done ?? null} max={progress?.total ?? 1} />
      ) : null}
    </>
  )
}

function roundTenth({ done, total }: { readonly done: number; readonly total: number }): number {
  return Math.floor((10 * done) / total) * Math.floor(total / 10)
}
