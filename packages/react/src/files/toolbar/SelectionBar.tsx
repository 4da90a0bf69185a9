import { LateIcon, type LateIconName } from '../../icons/LateIcon.tsx'
import { useWords } from '../../messages/use-words.ts'

/** What can be done with the selected entries; `null` where it can not. */
export interface SelectionActions {
  readonly onDownload: (() => void) | null
  readonly onMove: (() => void) | null
  readonly onPutBack: (() => void) | null
  readonly onDelete: (() => void) | null
}

/** What can be done with the selected entries; stands in the place of the header, at the same height. Renders a toolbar. */
export function SelectionBar({
  count,
  onClear,
  ...actions
}: SelectionActions & { readonly count: number; readonly onClear: () => void }) {
  const { t } = useWords()
  const text = t['files.selected']({ n: count })
  const action = (label: string, icon: LateIconName, onPress: (() => void) | null) =>
    onPress ? (
      <button type="button" className="tf-button" data-kind="bar" title={label} onClick={onPress}>
        <LateIcon name={icon} />
        <span>{label}</span>
      </button>
    ) : null
  return (
    <div className="tf-header" data-part="selection" role="toolbar" aria-label={text}>
      <button
        type="button"
        className="tf-icon-button"
        aria-label={t['files.clear']}
        title={t['files.clear']}
        onClick={onClear}
      >
        <LateIcon name="close" />
      </button>
      <span className="tf-strong" aria-live="polite">
        {text}
      </span>
      <span className="tf-spring" />
      {action(t['files.download'], 'download', actions.onDownload)}
      {action(t['files.move'], 'move', actions.onMove)}
      {action(t.putBack, 'up', actions.onPutBack)}
      {action(t['files.delete'], 'trash', actions.onDelete)}
    </div>
  )
}
