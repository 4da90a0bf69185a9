import type { BulkRun, Module } from '@twinfolder/protocol'
import { useState } from 'react'

import { Icon } from '../icons/Icon.tsx'
import { useWords } from '../messages/use-words.ts'
import { WhenReady } from '../messages/WhenReady.tsx'
import { ProgressBar } from '../primitives/ProgressBar.tsx'
import { useServices } from '../provider/twinfolder-context.ts'
import { resultText } from './result-text.ts'
import { isSeen, markSeen } from './seen-run.ts'
import { bulkCounts, useBulkRuns } from './use-bulk-run.ts'

/** Props of {@link SegmentSyncProgress}. */
export interface SegmentSyncProgressProps {
  /** Only runs over this module. @default all runs of the user */
  readonly module?: Module | undefined
  readonly className?: string | undefined
}

/** A result is news for a day. */
const newsMs = 86_400_000

/**
 * How the user's last bulk run stands, on whatever page it is placed; nothing without one. Runs live on the server, so it survives
 * navigation and reload, and shows the result until somebody has seen it. Renders a `<section>` named "Synchronise with Dropbox".
 */
export function SegmentSyncProgress({ module, className }: SegmentSyncProgressProps) {
  return (
    <WhenReady>
      <Progress module={module} className={className} />
    </WhenReady>
  )
}

function Progress({ module, className }: SegmentSyncProgressProps) {
  const { t } = useWords()
  const { bulkDialog } = useServices()
  const { data: runs } = useBulkRuns(module)
  const [dismissed, setDismissed] = useState<string | null>(null)
  const run = runs?.find(({ state }) => state === 'running') ?? runs?.[0]
  if (!run || run.id === dismissed || isOld(run)) return null
  const { failed, ended } = bulkCounts(run)
  const isRunning = run.state === 'running'
  return (
    <section
      className={className ? `tf-root tf-run-bar ${className}` : 'tf-root tf-run-bar'}
      aria-label={t['sync.withDropbox']}
      data-state={run.state}
      data-attention={failed > 0 || undefined}
    >
      <Icon name={isRunning ? 'clock' : failed > 0 ? 'alert' : 'check'} />
      <span role="status">{isRunning ? t['bulk.running']({ done: ended, total: run.total }) : resultText(run, t)}</span>
      {isRunning ? <ProgressBar label={t['syncing.unknown']} value={ended} max={run.total} /> : null}
      <span className="tf-run-bar-end">
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
