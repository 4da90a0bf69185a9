import type { RemoteOnlyEntry } from '@twinfolder/protocol'

import type { Texts } from '../messages/language.ts'
import type { MenuEntry } from '../primitives/Menu.tsx'
import { type EntryActions, type EntryRights, isDetached } from './entry-actions.ts'
import type { Entry } from './use-files.ts'
import type { SelectableEntry } from './use-selection.ts'

/** The menu of a row. */
export function entryMenu(
  entry: Entry,
  t: Texts,
  rights: EntryRights,
  remoteFolderUrl: string | null,
  actions: EntryActions,
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

function folderMenu(
  entry: Extract<Entry, { kind: 'folder' }>,
  t: Texts,
  rights: EntryRights,
  actions: EntryActions,
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
  rights: Pick<EntryRights, 'rename' | 'move'>,
  actions: EntryActions,
): readonly MenuEntry[] {
  const rename = { label: t['files.rename'], icon: 'rename', onSelect: () => actions.rename(entry) } as const
  const move = { label: t['files.moveTo'], icon: 'move', onSelect: () => actions.move(entry) } as const
  return [...(rights.rename ? [rename] : []), ...(rights.move ? [move] : [])]
}

function removal(entry: SelectableEntry, t: Texts, { remove }: EntryActions): MenuEntry {
  return { label: t['files.delete'], icon: 'trash', isDanger: true, onSelect: () => remove(entry) }
}

/** What can be answered to the state of a row. */
function entryAnswers(
  entry: Entry,
  t: Texts,
  rights: EntryRights,
  { compare, remove, answer }: Pick<EntryActions, 'compare' | 'remove' | 'answer'>,
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

function heldAnswers(fileId: string, t: Texts, rights: EntryRights, answer: EntryActions['answer']) {
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

/** A deletion that waits has the id that the file had here. */
function isHeld(entry: RemoteOnlyEntry): entry is RemoteOnlyEntry & { readonly fileId: string } {
  return entry.fileId !== null
}
