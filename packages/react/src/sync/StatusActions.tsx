import type { RecordView } from '@twinfolder/protocol'

import { later } from '../messages/later.tsx'
import { useWords } from '../messages/use-words.ts'

const ResumeLink = later<Pick<StatusActionsProps, 'view' | 'onPress'>>({
  load: async () => (await import('./ResumeLink.tsx')).ResumeLink,
  parts: [],
})

const FolderMissing = later<StatusActionsProps>({
  load: async () => (await import('./FolderMissing.tsx')).FolderMissing,
  parts: [],
})

/** Props of {@link StatusActions}. */
export interface StatusActionsProps {
  readonly view: RecordView
  /** Asks for a pass, and links before where that is needed. */
  readonly onLink: () => void
  /** A button is pressed that will go. */
  readonly onPress: () => void
}

/** What goes on from a record that does not move. Renders buttons beside the status line, or nothing. */
export function StatusActions({ view, onLink, onPress }: StatusActionsProps) {
  const { t } = useWords()
  const { link, phase } = view.sync
  if (link === 'reconnect') {
    return (
      <button type="button" className="tf-link" onClick={onLink}>
        {t.reconnect}
      </button>
    )
  }
  if (link !== 'linked') return null
  if (phase === 'paused') return <ResumeLink view={view} onPress={onPress} />
  return phase === 'folderMissing' ? <FolderMissing view={view} onLink={onLink} onPress={onPress} /> : null
}
