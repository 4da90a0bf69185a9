import { Icon } from '../icons/Icon.tsx'
import { useWords } from '../messages/use-words.ts'

/** What can be done with the selected files; stands in the place of the header, at the same height. Renders a toolbar. */
export function SelectionBar({
  count,
  canDelete,
  onDownload,
  onDelete,
  onClear,
}: {
  readonly count: number
  readonly canDelete: boolean
  readonly onDownload: () => void
  readonly onDelete: () => void
  readonly onClear: () => void
}) {
  const { t } = useWords()
  const text = t['files.selected']({ n: count })
  return (
    <div className="tf-header" data-part="selection" role="toolbar" aria-label={text}>
      <button
        type="button"
        className="tf-icon-button"
        aria-label={t['files.clear']}
        title={t['files.clear']}
        onClick={onClear}
      >
        <Icon name="close" />
      </button>
      <span className="tf-selected" aria-live="polite">
        {text}
      </span>
      <span className="tf-spring" />
      <button type="button" className="tf-button" data-kind="bar" onClick={onDownload}>
        <Icon name="download" />
        <span>{t['files.download']}</span>
      </button>
      {canDelete ? (
        <button type="button" className="tf-button" data-kind="bar" onClick={onDelete}>
          <Icon name="trash" />
          <span>{t['files.delete']}</span>
        </button>
      ) : null}
    </div>
  )
}
