import { Icon } from '../../icons/Icon.tsx'
import { useWords } from '../../messages/use-words.ts'
import type { MenuEntry } from '../../primitives/Menu.tsx'
import { MenuButton } from '../../primitives/MenuButton.tsx'
import type { FilesSort } from '../files-view.ts'
import { sortBy, sortFields, sortOf } from '../sort-by.ts'

/** Orders the list where it has no headings to press. The order that is chosen already is turned round. Renders a `<button>`. */
export function SortMenu({
  sort,
  onSort,
}: {
  readonly sort: FilesSort | undefined
  readonly onSort: (sort: FilesSort) => void
}) {
  const { t } = useWords()
  const entries = () => {
    const now = sortOf(sort)
    const labels = { name: t['column.name'], updatedAt: t['column.changed'], sizeBytes: t['column.size'] }
    return sortFields.map((field): MenuEntry => {
      const isChecked = field === now.field
      return {
        label: labels[field],
        icon: isChecked ? (now.isDescending ? 'sortDown' : 'sortUp') : 'blank',
        isChecked,
        hint: isChecked ? t[now.isDescending ? 'sort.descending' : 'sort.ascending'] : undefined,
        onSelect: () => onSort(sortBy(field, sort)),
      }
    })
  }
  return (
    <MenuButton label={t['files.sort']} entries={entries} className="tf-icon-button" part="sort">
      <Icon name="sort" />
    </MenuButton>
  )
}
