import type { KeyboardEvent } from 'react'

import { Icon } from '../../icons/Icon.tsx'
import { useWords } from '../../messages/use-words.ts'
import type { FilesSort } from '../files-view.ts'
import { type SortField, sortBy, sortOf } from '../sort-by.ts'

/**
 * The headings of the columns. They are no tab stops: the list has one, and Arrow Up leads here from the first row. Renders a
 * `<div role="row">`.
 */
export function ColumnHeadings({
  sort,
  onSort,
  onLeave,
}: {
  readonly sort: FilesSort | undefined
  readonly onSort: (sort: FilesSort) => void
  /** Down into the rows. */
  readonly onLeave: () => void
}) {
  const { t } = useWords()
  const now = sortOf(sort)

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const buttons = [...event.currentTarget.querySelectorAll('button')]
    const at = buttons.findIndex((button) => button === document.activeElement)
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl'
    const [back, forth] = isRtl ? ['ArrowRight', 'ArrowLeft'] : ['ArrowLeft', 'ArrowRight']
    if (event.key === 'ArrowDown' || event.key === 'Escape') onLeave()
    else if (event.key === forth) buttons[Math.min(at + 1, buttons.length - 1)]?.focus()
    else if (event.key === back) buttons[Math.max(at - 1, 0)]?.focus()
    else if (event.key !== 'ArrowUp') return event.stopPropagation()
    event.preventDefault()
    event.stopPropagation()
  }
  const heading = (field: SortField, text: string, part: string) => {
    const isSorted = now.field === field
    return (
      <span
        role="columnheader"
        data-part={part}
        aria-sort={isSorted ? (now.isDescending ? 'descending' : 'ascending') : 'none'}
      >
        <button type="button" className="tf-column" tabIndex={-1} onClick={() => onSort(sortBy(field, sort))}>
          {text}
          {isSorted ? <Icon name={now.isDescending ? 'sortDown' : 'sortUp'} /> : null}
        </button>
      </span>
    )
  }
  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- its buttons have the focus
    <div className="tf-columns" data-part="columns" role="row" aria-rowindex={1} onKeyDown={onKeyDown}>
      {heading('name', t['column.name'], 'name')}
      <span role="columnheader" data-part="state">
        {t['column.state']}
      </span>
      {heading('updatedAt', t['column.changed'], 'when')}
      <span role="columnheader" data-part="who">
        {t['column.by']}
      </span>
      {heading('sizeBytes', t['column.size'], 'size')}
      <span role="columnheader" data-part="more">
        <span className="tf-hidden">{t['column.actions']}</span>
      </span>
    </div>
  )
}
