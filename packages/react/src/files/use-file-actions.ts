import type { ErrorCode, FileEntry, FolderEntry, RecordRef } from '@twinfolder/protocol'
import { useMemo } from 'react'

import { codeOf } from '../messages/code-of.ts'
import { useWords } from '../messages/use-words.ts'
import { queryKeys } from '../provider/query-keys.ts'
import { showToast } from '../provider/Toasts.tsx'
import { useServices } from '../provider/twinfolder-context.ts'
import { saveFile } from './save-file.ts'
import type { SelectableEntry } from './use-selection.ts'

/** What a user can do with the files of a record. */
export interface FileActions {
  /** Saves files to the user's machine, one after the other. */
  readonly download: (files: readonly DownloadFile[]) => Promise<void>
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

/** A file to save: as it is, or, with `oldVersion`, as it was. */
export type DownloadFile = Pick<FileEntry, 'id' | 'name'> & { readonly oldVersion?: string | undefined }

/** Downloads, deletes, creates. Failures of the first two become notes; the caller shows the last one's. */
export function useFileActions(record: RecordRef): FileActions {
  const services = useServices()
  const words = useWords()
  return useMemo(() => {
    const { client, queryClient, toasts } = services
    const tell = (text: string, tone: 'plain' | 'alert' = 'plain') => showToast(toasts, { text, tone })
    const sentence = (code: ErrorCode) => words.sentence(code)
    const lookAgain = () => queryClient.invalidateQueries({ queryKey: queryKeys.record(record) })

    return {
      async restore(fileIds) {
        const { bringBack } = await import('./delete/remove-entries.ts')
        await bringBack(services, words, record, { deleted: fileIds, emptyFolders: [] })
      },
      async download(files) {
        for (const file of files) {
          try {
            const { url } = await client.contentUrl(record, file.id, { inline: false, version: file.oldVersion })
            saveFile(url, file.name)
          } catch (error) {
            tell(`${file.name}: ${sentence(codeOf(error))}`, 'alert')
          }
        }
      },
      async remove(entries) {
        const { removeEntries } = await import('./delete/remove-entries.ts')
        return removeEntries(services, words, record, entries)
      },
      async createFolder(folder) {
        const created = await client.createFolder(record, folder)
        await lookAgain()
        return created
      },
    }
  }, [services, words, record])
}
