import type { Conflict, RecordView } from '@twinfolder/protocol'
import { useRef, useState } from 'react'

import { visibleName } from '../files/visible-name.ts'
import { useExplain } from '../messages/use-explain.ts'
import { useWords } from '../messages/use-words.ts'
import { Dialog } from '../primitives/Dialog.tsx'
import { Problem } from '../primitives/Problem.tsx'
import { showToast } from '../provider/Toasts.tsx'
import { useServices } from '../provider/twinfolder-context.ts'
import { VersionCard } from './VersionCard.tsx'
import { type ConflictChoice, useConflicts, useResolveConflict } from './use-conflicts.ts'

/** Two versions of a file side by side, one file after the other, to decide which stays (S4). */
export function CompareDialog({
  view,
  fileId,
  onClose,
}: {
  readonly view: RecordView
  /** The file to begin with. */
  readonly fileId?: string | undefined
  readonly onClose: () => void
}) {
  const { t } = useWords('dialogs')
  const explain = useExplain()
  const { toasts } = useServices()
  const { data, error } = useConflicts(view.record)
  const decide = useResolveConflict(view.record)
  const [shown, setShown] = useState(fileId)
  const headRef = useRef<HTMLParagraphElement>(null)
  const all = data ?? []
  const at = Math.max(
    0,
    all.findIndex(({ host, remote }) => host.fileId === shown || remote.fileId === shown),
  )
  const conflict = all[at]
  const problem = decide.error ?? error
  const choose = (keep: ConflictChoice['keep']) => {
    if (!conflict || decide.isPending) return
    const onSuccess = () => {
      if (all.length > 1) return headRef.current?.focus()
      showToast(toasts, { text: t['conflict.resolved']({ name: visibleName(conflict.host.name) }) })
      onClose()
    }
    decide.mutate({ conflict, keep }, { onSuccess })
  }
  const rights = view.access.write ? null : explain('forbidden')
  return (
    <Dialog
      title={t.conflict}
      size="large"
      onClose={onClose}
      actions={
        <>
          {conflict && !rights && conflict.choices.includes('both') ? (
            <button type="button" className="tf-button" aria-busy={decide.isPending} onClick={() => choose('both')}>
              {t.keepBoth}
            </button>
          ) : null}
          {all.length > 1 ? (
            <button
              type="button"
              className="tf-button"
              onClick={() => setShown(all[(at + 1) % all.length]?.host.fileId)}
            >
              {t['conflict.next']}
            </button>
          ) : null}
          <span className="tf-spring" />
          <button type="button" className="tf-button" data-autofocus="" onClick={onClose}>
            {t.close}
          </button>
        </>
      }
    >
      <p className="tf-quiet" ref={headRef} tabIndex={-1}>
        {conflict ? <FileOf conflict={conflict} at={at} total={all.length} /> : null}
        {data?.length === 0 ? t['conflict.none'] : null}
      </p>
      {problem ? <Problem error={problem} /> : null}
      {rights ? <p className="tf-muted">{`${rights.sentence}. ${rights.remedy}`}</p> : null}
      {conflict ? (
        <>
          <div className="tf-versions" aria-busy={decide.isPending}>
            <VersionCard
              key={conflict.host.fileId}
              view={view}
              side="host"
              conflict={conflict}
              onKeep={rights ? null : () => choose('host')}
            />
            <VersionCard
              key={conflict.remote.fileId}
              view={view}
              side="remote"
              conflict={conflict}
              onKeep={rights ? null : () => choose('remote')}
            />
          </div>
          {rights ? null : (
            <p className="tf-muted">{view.capabilities.trash ? t['conflict.lost'] : t['conflict.lostForGood']}</p>
          )}
        </>
      ) : null}
    </Dialog>
  )
}

function FileOf({ conflict, at, total }: { readonly conflict: Conflict; readonly at: number; readonly total: number }) {
  const { t } = useWords('dialogs')
  return (
    <>
      <bdi className="tf-strong">{visibleName([...conflict.folder, conflict.host.name].join('/'))}</bdi>{' '}
      {total > 1 ? <span className="tf-muted">{t['conflict.position']({ at: at + 1, total })}</span> : null}
    </>
  )
}
