import type { FileSync, RemoteOnlyEntry } from '@twinfolder/protocol'

import type { DecisionAnswer } from '../decisions/use-decisions.ts'
import type { RemedyActions } from '../explain/use-remedies.ts'
import type { Texts } from '../messages/language.ts'
import type { MenuEntry } from '../primitives/Menu.tsx'
import type { Entry } from './use-files.ts'
import type { SelectableEntry } from './use-selection.ts'

/** What the menu of a row leads to. */
export interface EntryMenuActions {
  readonly open: (entry: Entry) => void
  readonly uploadInto: (folder: readonly string[]) => void
  readonly explain: (entry: Exclude<Entry, { kind: 'folder' }>) => void
  readonly details: (entry: Extract<Entry, { kind: 'file' }>) => void
  readonly download: (entry: Extract<Entry, { kind: 'file' }>) => void
  readonly rename: (entry: SelectableEntry) => void
  readonly move: (entry: SelectableEntry) => void
  readonly remove: (entry: SelectableEntry) => void
  readonly compare: (fileId: string) => void
  readonly answer: (answer: DecisionAnswer) => void
}

/** What the user may do with the rows. */
export interface EntryMenuRights {
  readonly upload: boolean
  readonly rename: boolean
  readonly move: boolean
  readonly remove: boolean
  /** Whether the state of the record is the user's to change: not in a list that is read only. */
  readonly decide: boolean
}

/** The menu of a row. */
export function entryMenu(
  entry: Entry,
  t: Texts,
  rights: EntryMenuRights,
  remoteFolderUrl: string | null,
  actions: EntryMenuActions,
): readonly MenuEntry[] {
  if (entry.kind === 'folder') return folderMenu(entry, t, rights, actions)
  const why: MenuEntry = { label: t['files.explain'], icon: 'help', onSelect: () => actions.explain(entry) }
  const answers = entryAnswers(entry, t, rights, actions)
  if (entry.kind === 'remoteOnly') {
    const open = { label: t.openInDropbox, icon: 'external', href: remoteFolderUrl ?? '' } as const
    return [...answers, why, ...(remoteFolderUrl ? [open] : [])]
  }
  // "Delete here too" is the same, said with what is known.
  const isSaid = answers.some(({ isDanger }) => isDanger)
  return [
    { label: t['files.open'], icon: 'file', onSelect: () => actions.open(entry) },
    { label: t['files.download'], icon: 'download', onSelect: () => actions.download(entry) },
    { label: t['files.details'], icon: 'info', onSelect: () => actions.details(entry) },
    why,
    ...changes(entry, t, rights, actions),
    ...answers,
    ...(rights.remove && !isSaid ? [removal(entry, t, actions)] : []),
  ]
}

/** What the explanation of a row can do beside what it knows itself. */
export function remedyActions(
  entry: Exclude<Entry, { kind: 'folder' }>,
  { compare, download, remove, rename }: EntryMenuActions,
  rights: EntryMenuRights,
): RemedyActions {
  if (entry.kind !== 'file') return { mayWrite: rights.remove }
  return {
    mayWrite: rights.remove,
    compare: () => compare(entry.id),
    download: () => download(entry),
    rename: rights.rename ? () => rename(entry) : undefined,
    remove: () => remove(entry),
  }
}

function folderMenu(
  entry: Extract<Entry, { kind: 'folder' }>,
  t: Texts,
  rights: EntryMenuRights,
  actions: EntryMenuActions,
): readonly MenuEntry[] {
  const path = [...entry.folder, entry.name]
  const upload = { label: t['files.uploadHere'], icon: 'upload', onSelect: () => actions.uploadInto(path) } as const
  return [
    { label: t['files.open'], icon: 'open', onSelect: () => actions.open(entry) },
    ...(rights.upload ? [upload] : []),
    // A folder is renamed by moving its files.
    ...changes(entry, t, { ...rights, rename: rights.move }, actions),
    ...(rights.remove ? [removal(entry, t, actions)] : []),
  ]
}

function changes(
  entry: SelectableEntry,
  t: Texts,
  rights: Pick<EntryMenuRights, 'rename' | 'move'>,
  actions: EntryMenuActions,
): readonly MenuEntry[] {
  const rename = { label: t['files.rename'], icon: 'rename', onSelect: () => actions.rename(entry) } as const
  const move = { label: t['files.moveTo'], icon: 'move', onSelect: () => actions.move(entry) } as const
  return [...(rights.rename ? [rename] : []), ...(rights.move ? [move] : [])]
}

function removal(entry: SelectableEntry, t: Texts, { remove }: EntryMenuActions): MenuEntry {
  return { label: t['files.delete'], icon: 'trash', isDanger: true, onSelect: () => remove(entry) }
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
  if (!isDetached(entry.sync)) return []
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

/** Whether a file was removed in Dropbox and kept here. */
export function isDetached(sync: FileSync | null): boolean {
  return sync?.state === 'onlyInHost' && sync.code === 'removed_in_remote'
}

/** A deletion that waits has the id that the file had here. */
function isHeld(entry: RemoteOnlyEntry): entry is RemoteOnlyEntry & { readonly fileId: string } {
  return entry.fileId !== null
}
