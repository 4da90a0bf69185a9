import type { Module } from '@twinfolder/protocol'

import { later } from '../messages/later.tsx'

/** Props of {@link SegmentSyncProgress}. */
export interface SegmentSyncProgressProps {
  /** Only runs over this module. @default all runs of the user */
  readonly module?: Module | undefined
  readonly className?: string | undefined
}

const RunBar = later({ load: async () => (await import('./RunBar.tsx')).RunBar, parts: ['bulk'] })

/**
 * How the user's last bulk run stands, on whatever page it is placed; nothing without one. Runs live on the server, so it survives
 * navigation and reload, and shows the result until somebody has seen it. Renders a `<section>` named "Synchronise with Dropbox".
 */
export function SegmentSyncProgress(props: SegmentSyncProgressProps) {
  return <RunBar {...props} />
}
