import type { RemoteOnlyEntry } from '@twinfolder/protocol'

import type { DecisionAnswer } from '../decisions/use-decisions.ts'
import type { RemedyActions } from '../explain/use-remedies.ts'
import type { Texts } from '../messages/language.ts'
import type { MenuEntry } from '../primitives/Menu.tsx'
import type { Entry } from './use-files.ts'

/** What the menu of a row leads to. */
export interface EntryMenuActions {
  readonly explain: (entry: Exclude<Entry, { kind: 'folder' }>) => void
  readonly open: (entry: Entry) => void
  readonly details: (entry: Extract<Entry, { kind: 'file' }>) => void
  readonly download: (entry: Extract<Entry, { kind: 'file' }>) => void
  readonly remove: (entry: Extract<Entry, { kind: 'file' }>) => void
  readonly compare: (fileId: string) => void
  readonly answer: (answer: DecisionAnswer) => void
}

/** What the user may do with the rows. */
export interface EntryMenuRights {
  readonly remove: boolean
  /** Whether the state of the record is the user's to change: not in a list that is read only. */
  readonly decide: boolean
}

/** The menu of a row; a folder has none. */
export function entryMenu(
  entry: Entry,
  t: Texts,
  rights: EntryMenuRights,
  remoteFolderUrl: string | null,
  actions: EntryMenuActions,
): readonly MenuEntry[] {
  if (entry.kind === 'folder') return []
  const why: MenuEntry = { label: t['files.explain'], icon: 'help', onSelect: () => actions.explain(entry) }
  const answers = entryAnswers(entry, t, rights, actions)
  if (entry.kind === 'remoteOnly') {
    const open = { label: t.openInDropbox, icon: 'external', href: remoteFolderUrl ?? '' } as const
    return [...answers, why, ...(remoteFolderUrl ? [open] : [])]
  }
  const remove = {
    label: t['files.delete'],
    icon: 'trash',
    isDanger: true,
    onSelect: () => actions.remove(entry),
  } as const
  // "Delete here too" is the same, said with what is known.
  const isSaid = answers.some(({ isDanger }) => isDanger)
  return [
    { label: t['files.open'], icon: 'file', onSelect: () => actions.open(entry) },
    { label: t['files.download'], icon: 'download', onSelect: () => actions.download(entry) },
    { label: t['files.details'], icon: 'info', onSelect: () => actions.details(entry) },
    why,
    ...answers,
    ...(rights.remove && !isSaid ? [remove] : []),
  ]
}

/** What the explanation of a row can do beside what it knows itself. */
export function remedyActions(
  entry: Exclude<Entry, { kind: 'folder' }>,
  { compare, download, remove }: EntryMenuActions,
  rights: EntryMenuRights,
): RemedyActions {
  if (entry.kind !== 'file') return { mayWrite: rights.remove }
  return {
    mayWrite: rights.remove,
    compare: () => compare(entry.id),
    download: () => download(entry),
    remove: () => remove(entry),
  }
}

/** What can be answered to the state of a row. */
function entryAnswers(
  entry: Entry,
  t: Texts,
  rights: EntryMenuRights,
  { compare, remove, answer }: Pick<EntryMenuActions, 'compare' | 'remove' | 'answer'>,
): readonly (MenuEntry & { readonly onSelect: () => void })[] {
  if (entry.kind === 'folder' || !rights.decide) return []
  if (entry.kind === 'remoteOnly') return isHeld(entry) ? heldAnswers(entry.fileId, t, rights, answer) : []
  if (entry.sync?.state === 'conflict') {
    return [{ label: t['conflict.compare'], icon: 'versions', onSelect: () => compare(entry.id) }]
  }
  if (!isDetached(entry)) return []
  const putBack = { about: 'detached', answer: 'putBack', files: [entry.id] } as const
  const deleteHere = {
    label: t['detached.deleteHere'],
    icon: 'trash',
    isDanger: true,
    onSelect: () => remove(entry),
  } as const
  return [{ label: t.putBack, icon: 'up', onSelect: () => answer(putBack) }, ...(rights.remove ? [deleteHere] : [])]
}

function heldAnswers(fileId: string, t: Texts, rights: EntryMenuRights, answer: EntryMenuActions['answer']) {
  const files = [fileId]
  const takeBack = {
    label: t['held.takeBack'],
    icon: 'down',
    onSelect: () => answer({ about: 'held', answer: 'takeBack', files }),
  } as const
  const deleteToo = {
    label: t['held.delete'],
    icon: 'trash',
    isDanger: true,
    onSelect: () => answer({ about: 'held', answer: 'delete', files }),
  } as const
  return [...(rights.remove ? [takeBack] : []), deleteToo]
}

function isDetached({ sync }: Extract<Entry, { kind: 'file' }>): boolean {
  return sync?.state === 'onlyInHost' && sync.code === 'removed_in_remote'
}

/** A deletion that waits has the id that the file had here. */
function isHeld(entry: RemoteOnlyEntry): entry is RemoteOnlyEntry & { readonly fileId: string } {
  return entry.fileId !== null
}
