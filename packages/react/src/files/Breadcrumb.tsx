import { Icon } from '../icons/Icon.tsx'
import { useWords } from '../messages/use-words.ts'
import { visibleName } from './visible-name.ts'

/** Where one is inside the record's folders; nothing at the root. Renders a `<nav>`. */
export function Breadcrumb({
  folder,
  onOpen,
}: {
  readonly folder: readonly string[]
  readonly onOpen: (folder: readonly string[]) => void
}) {
  const { t } = useWords()
  if (folder.length === 0) return null
  const above = [{ name: t['files.root'], path: [] as readonly string[] }].concat(
    folder.slice(0, -1).map((name, index) => ({ name: visibleName(name), path: folder.slice(0, index + 1) })),
  )
  return (
    <nav className="tf-filter tf-breadcrumb" aria-label={t['files.breadcrumb']}>
      <ol>
        {above.map(({ name, path }) => (
          <li key={path.join('/')}>
            <button type="button" className="tf-crumb" onClick={() => onOpen(path)}>
              <bdi>{name}</bdi>
            </button>
            <Icon name="chevron" />
          </li>
        ))}
        <li className="tf-crumb-here" aria-current="page">
          <bdi>{visibleName(folder.at(-1) ?? '')}</bdi>
        </li>
      </ol>
    </nav>
  )
}
