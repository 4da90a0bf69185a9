import type { FileSync } from '@twinfolder/protocol'

import { useWords } from '../messages/use-words.ts'
import { Dialog } from '../primitives/Dialog.tsx'
import { visibleName } from './visible-name.ts'

/** Says why a file is not synchronised, and what to do about it. */
export function ExplainDialog({
  name,
  sync,
  maxFileBytes,
  onClose,
}: {
  readonly name: string
  readonly sync: FileSync
  readonly maxFileBytes: number
  readonly onClose: () => void
}) {
  const { t, explain, dateTime } = useWords()
  const { sentence, cause, remedy } = explain(sync.code ?? 'unexpected', maxFileBytes)
  return (
    <Dialog
      title={sentence}
      onClose={onClose}
      actions={
        <button type="button" className="tf-button" data-kind="primary" onClick={onClose}>
          {t.close}
        </button>
      }
    >
      <p className="tf-muted">
        <bdi>{visibleName(name)}</bdi>
      </p>
      <dl className="tf-explanation">
        <dt>{t['explain.cause']}</dt>
        <dd>{cause}</dd>
        <dt>{t['explain.remedy']}</dt>
        <dd>{remedy}</dd>
      </dl>
      {sync.retryAt ? <p className="tf-muted">{t['explain.retryAt']({ when: dateTime(sync.retryAt) })}</p> : null}
    </Dialog>
  )
}
