import type { SegmentRef } from '@twinfolder/protocol'
import { useEffect } from 'react'

import { DropboxGlyph } from '../icons/DropboxGlyph.tsx'
import { takeIntent } from '../link/after-link.ts'
import { useConnection } from '../link/use-connection.ts'
import { useWords } from '../messages/use-words.ts'
import { WhenReady } from '../messages/WhenReady.tsx'
import { useServices } from '../provider/twinfolder-context.ts'
import { useBulkRuns } from './use-bulk-run.ts'

/** Props of {@link SegmentSyncAction}. */
export interface SegmentSyncActionProps {
  /** A saved segment `{ module, id }`, or the records themselves `{ records }`. */
  readonly segment: SegmentRef
  /** `menuitem`: for a menu of your own. @default 'button' */
  readonly as?: 'menuitem' | 'button' | undefined
  readonly className?: string | undefined
  /** Called after the press, e.g. to close your menu: the dialog does not live in it. */
  readonly onPress?: (() => void) | undefined
}

/**
 * "Synchronise with Dropbox" for all records of a segment: asks first, runs in the background, reports record by record. Renders a
 * `<button>`; its dialog lives in the provider.
 */
export function SegmentSyncAction(props: SegmentSyncActionProps) {
  return (
    <WhenReady>
      <Action {...props} />
    </WhenReady>
  )
}

function Action({ segment, as = 'button', className, onPress }: SegmentSyncActionProps) {
  const { t } = useWords()
  const { bulkDialog } = useServices()
  const { data: connection } = useConnection()
  const isUnlinked = connection !== undefined && connection.state !== 'linked'
  const module = 'module' in segment ? segment.module : undefined
  const { data: runs } = useBulkRuns(module)
  const running = module ? runs?.find(({ state }) => state === 'running') : undefined

  useEffect(() => {
    if (connection?.state !== 'linked') return
    // Linking left the page in the middle of the question, and now comes back to it.
    const intent = takeIntent(
      (it) => it.type === 'syncSegment' && JSON.stringify(it.segment) === JSON.stringify(segment),
    )
    if (intent) bulkDialog.set(() => ({ segment }))
  }, [connection, segment, bulkDialog])

  const base = as === 'menuitem' ? 'tf-root tf-menu-item' : 'tf-root tf-button'
  return (
    <button
      type="button"
      role={as === 'menuitem' ? 'menuitem' : undefined}
      className={className ? `${base} ${className}` : base}
      data-link={connection?.state}
      aria-label={t['sync.withDropbox']}
      title={isUnlinked ? t.notConnected : undefined}
      onClick={() => {
        bulkDialog.set(() => (running ? { bulkId: running.id } : { segment }))
        onPress?.()
      }}
    >
      <DropboxGlyph />
      <span>{t['sync.withDropbox']}</span>
      {isUnlinked ? <span className="tf-muted">{t.notConnected}</span> : null}
    </button>
  )
}
