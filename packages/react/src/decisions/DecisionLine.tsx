import { type ReactNode, useId } from 'react'

import { LateIcon, type LateIconName } from '../icons/LateIcon.tsx'

/** One answer to a question. */
export interface AnswerButton {
  readonly label: string
  readonly onSelect: () => void
  readonly isDanger?: boolean | undefined
}

/** Something to decide in one line, with its answers, each described by it. Renders a group. */
export function DecisionLine({
  icon,
  text,
  detail,
  answers,
  isBusy,
}: {
  readonly icon: LateIconName
  readonly text: string
  readonly detail?: ReactNode
  readonly answers: readonly AnswerButton[]
  readonly isBusy: boolean
}) {
  const textId = useId()
  return (
    <div className="tf-decision" role="group" aria-labelledby={textId}>
      <LateIcon name={icon} />
      <div className="tf-decision-text">
        <p id={textId}>{text}</p>
        {detail ? <p className="tf-small">{detail}</p> : null}
      </div>
      <div className="tf-answers">
        {answers.map(({ label, onSelect, isDanger }) => (
          <button
            key={label}
            type="button"
            className="tf-button"
            data-kind={isDanger ? 'dangerous' : 'small'}
            aria-busy={isBusy}
            // Not `disabled`: the focus would be lost.
            onClick={isBusy ? undefined : onSelect}
          >
            {label}
          </button>
        ))}
      </div>
    </div>
  )
}
