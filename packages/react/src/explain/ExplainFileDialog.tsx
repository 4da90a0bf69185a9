import type { RecordView } from '@twinfolder/protocol'

import { fileState } from '../files/file-state.ts'
import type { Entry } from '../files/use-files.ts'
import { visibleName } from '../files/visible-name.ts'
import { useWords } from '../messages/use-words.ts'
import { Explanation } from './Explanation.tsx'
import { CheckedFacts } from './CheckedFacts.tsx'
import { FileSince } from './FileSince.tsx'
import { fileReason } from './reason.ts'
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
  const reason = fileReason(entry.sync, view.sync)
  const state = fileState(entry.sync ?? notEnrolled, null, words, view.maxFileBytes)
  const isRecords = reason.type === 'code' && entry.sync?.code !== reason.code
  const sentence =
    isRecords && entry.sync?.state !== 'conflict' ? words.sentence(reason.code, view.maxFileBytes) : state.text
  return (
    <Explanation
      view={view}
      reason={reason}
      sentence={entry.sync?.code ? words.sentence(entry.sync.code, view.maxFileBytes) : sentence}
      icon={state.icon}
      tone={state.tone}
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

const notEnrolled = { state: 'onlyInHost', code: null, retryAt: null } as const
