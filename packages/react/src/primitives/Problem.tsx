import { type ApiError, isTwinfolderError } from '@twinfolder/client'
import type { ReactNode } from 'react'

import { Icon } from '../icons/Icon.tsx'
import { useExplain } from '../messages/use-explain.ts'
import { useWords } from '../messages/use-words.ts'

/** Props of {@link Problem}. */
export interface ProblemProps {
  /** What does not work, where the explanation alone would not say it. */
  readonly title?: string | undefined
  readonly error: ApiError | Error
  readonly maxFileBytes?: number | undefined
  readonly children?: ReactNode
}

/** An error where it happened: what is the case, why, what to do. Renders an element with the role `alert`. */
export function Problem({ title, error, maxFileBytes, children }: ProblemProps) {
  const { t } = useWords()
  const explain = useExplain()
  const known = apiErrorOf(error)
  const { sentence, cause, remedy } = explain(known?.code ?? 'unexpected', maxFileBytes)
  return (
    <div className="tf-problem" role="alert">
      <Icon name="alert" />
      <div className="tf-lines">
        <p className="tf-strong">{title ?? sentence}</p>
        <p>{title ? `${sentence.replace(/\.$/, '')}. ${remedy}` : `${cause} ${remedy}`}</p>
        {known?.requestId ? <p className="tf-muted">{t['explain.request']({ id: known.requestId })}</p> : null}
        {children ? <div className="tf-line tf-wrap">{children}</div> : null}
      </div>
    </div>
  )
}

function apiErrorOf(error: ApiError | Error): ApiError | null {
  if (isTwinfolderError(error)) return error.error
  return error instanceof Error ? null : error
}
