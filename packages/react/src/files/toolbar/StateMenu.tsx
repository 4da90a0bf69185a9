import { Icon, type IconName } from '../../icons/Icon.tsx'
import { useWords } from '../../messages/use-words.ts'
import type { MenuEntry } from '../../primitives/Menu.tsx'
import { MenuButton } from '../../primitives/MenuButton.tsx'
import type { FilesState } from '../files-view.ts'
import { stateNames } from './state-names.ts'

const icons: Readonly<Record<FilesState, IconName>> = {
  attention: 'alert',
  waiting: 'clock',
  onlyInHost: 'onlyHere',
  onlyInDropbox: 'missing',
  synced: 'check',
}

/** Chooses one state of files to list alone. Renders a `<button>`. */
export function StateMenu({
  state,
  onState,
}: {
  readonly state: FilesState | undefined
  readonly onState: (state: FilesState | undefined) => void
}) {
  const words = useWords()
  const { t } = words
  const entries = (): readonly MenuEntry[] => [
    { label: t['state.all'], icon: 'blank', isChecked: state === undefined, onSelect: () => onState(undefined) },
    ...stateNames(words).map(([one, label]): MenuEntry => {
      return { label, icon: icons[one], isChecked: one === state, onSelect: () => onState(one) }
    }),
  ]
  return (
    <MenuButton label={t['files.filter']} entries={entries} className="tf-icon-button" part="filter">
      <Icon name="filter" />
    </MenuButton>
  )
}
