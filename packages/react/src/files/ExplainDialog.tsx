import { Icon } from '../icons/Icon.tsx'
import { useExplain } from '../messages/use-explain.ts'
import { useWords } from '../messages/use-words.ts'
import { Dialog } from '../primitives/Dialog.tsx'
import type { entryAnswers } from './entry-menu.ts'
import type { Entry } from './use-files.ts'
import { visibleName } from './visible-name.ts'

/** Says why a file is not synchronised, and what to do about it; what can be done at once is a button. */
export function ExplainDialog({
  entry: { name, sync },
  answers,
  maxFileBytes,
  onClose,
}: {
  readonly entry: Exclude<Entry, { kind: 'folder' }>
  readonly answers: ReturnType<typeof entryAnswers>
  readonly maxFileBytes: number
  readonly onClose: () => void
}) {
  const { t, dateTime } = useWords('explain')
  const explain = useExplain()
  const { sentence, cause, remedy } = explain(sync?.code ?? 'unexpected', maxFileBytes)
  return (
    <Dialog
      title={sentence}
      onClose={onClose}
      actions={
        <>
          {answers.map(({ label, icon, isDanger, onSelect }) => (
            <button
              key={label}
              type="button"
              className="tf-button"
              data-kind={isDanger ? 'dangerous' : undefined}
              onClick={() => {
                onClose()
                onSelect()
              }}
            >
              <Icon name={icon} />
              {label}
            </button>
          ))}
          <button type="button" className="tf-button" data-kind="primary" data-autofocus="" onClick={onClose}>
            {t.close}
          </button>
        </>
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
      {sync?.retryAt ? <p className="tf-muted">{t['explain.retryAt']({ when: dateTime(sync.retryAt) })}</p> : null}
    </Dialog>
  )
}
