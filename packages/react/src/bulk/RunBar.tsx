import type { BulkRun } from '@twinfolder/protocol'
import { useState } from 'react'

import { Icon } from '../icons/Icon.tsx'
import { useWords } from '../messages/use-words.ts'
import { ProgressBar } from '../primitives/ProgressBar.tsx'
import { useServices } from '../provider/twinfolder-context.ts'
import { resultText } from './result-text.ts'
import { isSeen, markSeen } from './seen-run.ts'
import type { SegmentSyncProgressProps } from './SegmentSyncProgress.tsx'
import { bulkCounts, useBulkRuns } from './use-bulk-run.ts'

/** A result is news for a day. */
const newsMs = 86_400_000

/** The user's last run in one line. */
export function RunBar({ module, className }: SegmentSyncProgressProps) {
  const { t } = useWords('bulk')
  const { bulkDialog } = useServices()
  const { data: runs } = useBulkRuns(module)
  const [dismissed, setDismissed] = useState<string | null>(null)
  const run = runs?.find(({ state }) => state === 'running') ?? runs?.[0]
  if (!run || run.id === dismissed || isOld(run)) return null
  const { failed, ended } = bulkCounts(run)
  const isRunning = run.state === 'running'
  return (
    <section
      className={`tf-root tf-run-bar tf-line tf-wrap ${className ?? ''}`.trimEnd()}
      aria-label={t['sync.withDropbox']}
      data-state={run.state}
      data-tone={failed > 0 ? 'alert' : undefined}
    >
      <Icon name={isRunning ? 'clock' : failed > 0 ? 'alert' : 'check'} />
      <span role="status">{isRunning ? t['bulk.running']({ done: ended, total: run.total }) : resultText(run, t)}</span>
      {isRunning ? <ProgressBar label={t['syncing.unknown']} value={ended} max={run.total} /> : null}
      <span className="tf-line">
        <button type="button" className="tf-link" onClick={() => bulkDialog.set(() => ({ bulkId: run.id }))}>
          {t['bulk.show']}
        </button>
        {isRunning ? null : (
          <button
            type="button"
            className="tf-icon-button"
            aria-label={t.dismiss}
            onClick={() => {
              markSeen(run.id)
              setDismissed(run.id)
            }}
          >
            <Icon name="close" />
          </button>
        )}
      </span>
    </section>
  )
}

function isOld({ id, state, endedAt }: BulkRun): boolean {
  if (state === 'running') return false
  return isSeen(id) || endedAt === null || Date.now() - Date.parse(endedAt) > newsMs
}
