import type { RecordView } from '@twinfolder/protocol'

import type { Entry } from '../files/use-files.ts'
import { visibleName } from '../files/visible-name.ts'
import { useWords } from '../messages/use-words.ts'
import { CheckedFacts } from './CheckedFacts.tsx'
import { Explanation } from './Explanation.tsx'
import { fileExplanation } from './file-explanation.ts'
import { FileSince } from './FileSince.tsx'
import type { RemedyActions } from './use-remedies.ts'

/** Props of {@link ExplainFileDialog}. */
export interface ExplainFileDialogProps {
  readonly view: RecordView
  readonly entry: Exclude<Entry, { kind: 'folder' }>
  readonly canAct: boolean
  readonly actions: RemedyActions
  readonly onClose: () => void
}

/** Says why a file is in its state, since when, and what to do about it; what can be done at once is a button. */
export function ExplainFileDialog({ view, entry, canAct, actions, onClose }: ExplainFileDialogProps) {
  const words = useWords('explain')
  const { t, dateTime } = words
  const { reason, text, icon, tone } = fileExplanation(entry.sync, view, words)
  return (
    <Explanation
      view={view}
      reason={reason}
      sentence={text}
      icon={icon}
      tone={tone}
      about={<bdi className="tf-strong">{visibleName(entry.name)}</bdi>}
      canAct={canAct}
      actions={{ ...actions, fileId: entry.kind === 'file' ? entry.id : (entry.fileId ?? undefined) }}
      onClose={onClose}
    >
      {entry.kind === 'file' && entry.sync ? <FileSince view={view} fileId={entry.id} /> : null}
      {entry.sync?.state === 'synced' ? <CheckedFacts sync={view.sync} /> : null}
      {entry.sync?.retryAt ? (
        <>
          <dt>{t['explain.next']}</dt>
          <dd>{dateTime(entry.sync.retryAt)}</dd>
        </>
      ) : null}
    </Explanation>
  )
}
