import type { RecordView } from '@twinfolder/protocol'

import { Icon } from '../icons/Icon.tsx'
import { useWords } from '../messages/use-words.ts'
import { ProgressBar } from '../primitives/ProgressBar.tsx'
import { syncStatusLine } from './sync-status.ts'

/** From here on, every file would be too many announcements; each tenth of the way is enough. */
const spokenEach = 20

/** The state of a record in words, politely announced. */
export function SyncStatus({ view }: { readonly view: RecordView }) {
  const words = useWords()
  const line = syncStatusLine(view, words)
  const { progress, phase } = view.sync
  const isLong = phase === 'syncing' && progress !== null && progress.total > spokenEach
  return (
    <>
      <span className="tf-status-line" data-tone={line.tone}>
        <Icon name={line.icon} />
        <span aria-hidden={isLong || undefined}>{line.text}</span>
        {isLong ? (
          <span className="tf-hidden">{words.t.syncing({ ...progress, done: roundTenth(progress) })}</span>
        ) : null}
      </span>
      {line.detail ? <span className="tf-small">{line.detail}</span> : null}
      {phase === 'syncing' ? (
        <ProgressBar label={words.t['syncing.unknown']} value={progress?.done ?? null} max={progress?.total ?? 1} />
      ) : null}
    </>
  )
}

function roundTenth({ done, total }: { readonly done: number; readonly total: number }): number {
  return Math.floor((10 * done) / total) * Math.floor(total / 10)
}
