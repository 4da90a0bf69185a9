import type { ErrorCode, RecordRef, RecordView } from '@twinfolder/protocol'

import { codeOf } from '../../messages/code-of.ts'
import type { Texts } from '../../messages/language.ts'
import type { Words } from '../../messages/words.ts'
import { queryKeys } from '../../provider/query-keys.ts'
import { showToast } from '../../provider/Toasts.tsx'
import type { Services } from '../../provider/twinfolder-context.ts'
import { type RowChange, patchPages } from '../patch-pages.ts'
import { entryKey } from '../use-files.ts'
import type { SelectableEntry } from '../use-selection.ts'
import { visibleName } from '../visible-name.ts'
import { type Deletion, deleteEntries } from './delete-entries.ts'

type Given = Pick<Services, 'client' | 'queryClient' | 'toasts'>

/** Deletes files and folders, at once in the list; a note says what became of it, and undoes it. Gives the ids of the deleted files. */
export async function removeEntries(
  services: Given,
  words: Words,
  record: RecordRef,
  entries: readonly SelectableEntry[],
): Promise<readonly string[]> {
  const { client, queryClient, toasts } = services
  const { t } = words
  const putBack = await patchPages(queryClient, record, without(entries))
  const deletion = await deleteEntries(client, record, entries)
  const { deleted, done, problem } = deletion
  if (done < entries.length) putBack()
  await queryClient.invalidateQueries({ queryKey: queryKeys.record(record) })
  const view = queryClient.getQueryData<RecordView>(queryKeys.recordView(record))
  const undo = { label: t.undo, run: () => void bringBack(services, words, record, deletion) }
  if (done > 0) {
    const text = deletedText(t, entries, done)
    showToast(toasts, { text, action: view?.capabilities.trash ? undo : undefined })
  }
  if (problem) {
    const text = `${t['files.notDeleted']({ n: entries.length - done })}: ${words.sentence(problem)}`
    showToast(toasts, { text, tone: 'alert' })
  }
  return deleted
}

/** Undoes a deletion, empty folders included, and says in a note what came back. */
export async function bringBack(
  { client, queryClient, toasts }: Given,
  { t, sentence }: Words,
  record: RecordRef,
  { deleted, emptyFolders }: Pick<Deletion, 'deleted' | 'emptyFolders'>,
): Promise<void> {
  let done = 0
  let problem: ErrorCode | null = null
  try {
    for (const folder of emptyFolders) await client.createFolder(record, folder)
    const answer = deleted.length > 0 ? await client.restoreFiles(record, deleted) : null
    done = answer?.done ?? 0
    problem = answer?.failed[0]?.code ?? null
  } catch (error) {
    problem = codeOf(error)
  }
  await queryClient.invalidateQueries({ queryKey: queryKeys.record(record) })
  if (done > 0) showToast(toasts, { text: t['files.restored']({ n: done }) })
  if (problem) {
    const text = `${t['files.notRestored']({ n: deleted.length - done })}: ${sentence(problem)}`
    showToast(toasts, { text, tone: 'alert' })
  }
}

/** What is in a folder that goes, goes too. */
function without(entries: readonly SelectableEntry[]): RowChange {
  const gone = new Set(entries.map(entryKey))
  return (row) => {
    for (let depth = 1; depth <= row.folder.length; depth += 1) {
      if (gone.has(`folder:${row.folder.slice(0, depth).join('/')}`)) return null
    }
    return gone.has(entryKey(row)) ? null : row
  }
}

function deletedText(t: Texts, entries: readonly SelectableEntry[], n: number): string {
  const [only] = entries
  if (entries.length === 1 && only?.kind === 'folder') return t['folder.deleted']({ name: visibleName(only.name) })
  return entries.some(({ kind }) => kind === 'folder') ? t['entries.deleted']({ n }) : t['files.deleted']({ n })
}
