import type { ErrorCode, FileEntry, FolderEntry, RecordRef, RecordView } from '@twinfolder/protocol'
import { useMemo } from 'react'

import { codeOf } from '../messages/code-of.ts'
import type { Texts } from '../messages/language.ts'
import { useWords } from '../messages/use-words.ts'
import { queryKeys } from '../provider/query-keys.ts'
import { showToast } from '../provider/Toasts.tsx'
import { useServices } from '../provider/twinfolder-context.ts'
import type { Deletion } from './delete/delete-entries.ts'
import { type RowChange, patchPages } from './patch-pages.ts'
import { saveFile } from './save-file.ts'
import { entryKey } from './use-files.ts'
import type { SelectableEntry } from './use-selection.ts'
import { visibleName } from './visible-name.ts'

/** What a user can do with the files of a record. */
export interface FileActions {
  /** Saves files to the user's machine, one after the other. */
  readonly download: (files: readonly Pick<FileEntry, 'id' | 'name'>[]) => Promise<void>
  /**
   * Deletes files and folders in the CRM. They leave the list at once; a note says what was deleted and what was not. Where the CRM
   * has a trash, the note undoes it all. Gives the ids of the deleted files.
   */
  readonly remove: (entries: readonly SelectableEntry[]) => Promise<readonly string[]>
  /** Takes deleted files out of the CRM's trash. Says in a note which came back. */
  readonly restore: (fileIds: readonly string[]) => Promise<void>
  /** @throws TwinfolderError */
  readonly createFolder: (folder: readonly string[]) => Promise<FolderEntry>
}

/** Downloads, deletes, creates. Failures of the first two become notes; the caller shows the last one's. */
export function useFileActions(record: RecordRef): FileActions {
  const { client, queryClient, toasts } = useServices()
  const words = useWords()
  return useMemo(() => {
    const { t } = words
    const tell = (text: string, tone: 'plain' | 'alert' = 'plain') => showToast(toasts, { text, tone })
    const sentence = (code: ErrorCode) => words.sentence(code)
    const lookAgain = () => queryClient.invalidateQueries({ queryKey: queryKeys.record(record) })

    async function bringBack({ deleted, emptyFolders }: Pick<Deletion, 'deleted' | 'emptyFolders'>) {
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
      await lookAgain()
      if (done > 0) tell(t['files.restored']({ n: done }))
      if (problem) tell(`${t['files.notRestored']({ n: deleted.length - done })}: ${sentence(problem)}`, 'alert')
    }

    return {
      restore: (fileIds) => bringBack({ deleted: fileIds, emptyFolders: [] }),
      async download(files) {
        for (const file of files) {
          try {
            const { url } = await client.contentUrl(record, file.id, { inline: false })
            saveFile(url, file.name)
          } catch (error) {
            tell(`${file.name}: ${sentence(codeOf(error))}`, 'alert')
          }
        }
      },
      async remove(entries) {
        const putBack = await patchPages(queryClient, record, without(entries))
        const { deleteEntries } = await import('./delete/delete-entries.ts')
        const deletion = await deleteEntries(client, record, entries)
        const { deleted, done, problem } = deletion
        if (done < entries.length) putBack()
        await lookAgain()
        const view = queryClient.getQueryData<RecordView>(queryKeys.recordView(record))
        const undo = { label: t.undo, run: () => void bringBack(deletion) }
        if (done > 0) {
          const text = deletedText(t, entries, done)
          showToast(toasts, { text, action: view?.capabilities.trash ? undo : undefined })
        }
        if (problem) tell(`${t['files.notDeleted']({ n: entries.length - done })}: ${sentence(problem)}`, 'alert')
        return deleted
      },
      async createFolder(folder) {
        const created = await client.createFolder(record, folder)
        await lookAgain()
        return created
      },
    }
  }, [client, queryClient, toasts, words, record])
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
