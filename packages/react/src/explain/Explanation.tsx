import type { RecordView } from '@twinfolder/protocol'
import type { ReactNode } from 'react'

import { LateIcon, type LateIconName } from '../icons/LateIcon.tsx'
import { useWords } from '../messages/use-words.ts'
import { Dialog } from '../primitives/Dialog.tsx'
import { explained } from './explained.ts'
import type { Reason } from './reason.ts'
import { Remedies } from './Remedies.tsx'
import type { RemedyActions } from './use-remedies.ts'

/** Props of {@link Explanation}. */
export interface ExplanationProps {
  readonly view: RecordView
  readonly reason: Reason
  readonly sentence: string
  readonly icon: LateIconName
  readonly tone: string
  /** What the explanation is about, e.g. the name of a file. */
  readonly about: ReactNode
  /** Whether something may be done about it here. */
  readonly canAct: boolean
  readonly actions: RemedyActions
  readonly children?: ReactNode
  readonly onClose: () => void
}

/** What is the case, why, what to do, and the buttons that do it. Renders a `<dialog>` named after what is the case. */
export function Explanation(props: ExplanationProps) {
  const { view, reason, sentence, icon, tone, about, canAct, actions, children, onClose } = props
  const words = useWords('explain')
  const { t } = words
  const { cause, remedy } = explained(reason, words, view.maxFileBytes)
  return (
    <Dialog
      title={sentence}
      onClose={onClose}
      actions={
        <>
          {canAct ? <Remedies view={view} reason={reason} actions={actions} onPress={onClose} /> : null}
          <span className="tf-spring" />
          <button type="button" className="tf-button" data-kind="primary" data-autofocus="" onClick={onClose}>
            {t.close}
          </button>
        </>
      }
    >
      <p className="tf-status-line" data-tone={tone}>
        <LateIcon name={icon} />
        <span>{about}</span>
      </p>
      <dl className="tf-lines">
        <dt>{t['explain.cause']}</dt>
        <dd>{cause}</dd>
        <dt>{t['explain.remedy']}</dt>
        <dd>{remedy}</dd>
        {children}
      </dl>
    </Dialog>
  )
}
