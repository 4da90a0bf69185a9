import { useWords } from '../messages/use-words.ts'
import { Menu } from '../primitives/Menu.tsx'
import type { EntryActions, EntryRights } from './entry-actions.ts'
import { entryMenu } from './entry-menu.ts'
import type { Entry } from './use-files.ts'

/** Props of {@link EntryMenu}. */
export interface EntryMenuProps {
  readonly entry: Entry
  /** The button of the row. */
  readonly anchor: HTMLElement
  readonly rights: EntryRights
  readonly remoteFolderUrl: string | null
  readonly actions: EntryActions
  readonly onClose: () => void
}

/** The menu of a row. */
export function EntryMenu({ entry, anchor, rights, remoteFolderUrl, actions, onClose }: EntryMenuProps) {
  const { t } = useWords()
  return (
    <Menu
      anchor={anchor}
      label={t['files.actionsFor']({ name: entry.name })}
      entries={entryMenu(entry, t, rights, remoteFolderUrl, actions)}
      onClose={onClose}
    />
  )
}
