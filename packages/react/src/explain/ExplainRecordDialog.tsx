import type { RecordView } from '@twinfolder/protocol'

import { MissingRights } from '../files/MissingRights.tsx'
import { useWords } from '../messages/use-words.ts'
import { syncStatusLine } from '../sync/sync-status.ts'
import { CheckedFacts } from './CheckedFacts.tsx'
import { Explanation } from './Explanation.tsx'
import { recordReason } from './reason.ts'

/** Says why a record's files are synchronised or not, how far it is, and what to do. */
export function ExplainRecordDialog({
  view,
  onShowAttention,
  onClose,
}: {
  readonly view: RecordView
  readonly onShowAttention?: (() => void) | undefined
  readonly onClose: () => void
}) {
  const words = useWords('explain')
  const { t, list } = words
  const { sync, alsoSyncedBy } = view
  const { text, icon, tone } = syncStatusLine(view, words)
  const isWell = sync.link === 'linked' && sync.phase === 'settled'
  return (
    <Explanation
      view={view}
      reason={recordReason(view)}
      sentence={text}
      icon={icon}
      tone={tone}
      about={t['explain.record']}
      canAct
      actions={{ mayWrite: view.access.write, showAttention: onShowAttention }}
      onClose={onClose}
    >
      {sync.progress ? (
        <>
          <dt>{t['explain.progress']}</dt>
          <dd>{t.syncing(sync.progress)}</dd>
        </>
      ) : null}
      {isWell ? <CheckedFacts sync={sync} /> : null}
      {sync.direction === 'toDropbox' ? (
        <>
          <dt>{t.oneWay}</dt>
          <dd>
            <MissingRights view={view} />
          </dd>
        </>
      ) : null}
      {alsoSyncedBy.length > 0 ? (
        <>
          <dt>{t['explain.also']}</dt>
          <dd>{list(alsoSyncedBy)}</dd>
        </>
      ) : null}
    </Explanation>
  )
}
