import type { AnswerResult, FileEntry, FolderEntry, RecordRef, RecordView } from '@twinfolder/protocol'
import { useMemo } from 'react'

import { codeOf } from '../messages/code-of.ts'
import { useWords } from '../messages/use-words.ts'
import { queryKeys } from '../provider/query-keys.ts'
import { showToast } from '../provider/Toasts.tsx'
import { useServices } from '../provider/twinfolder-context.ts'
import { saveFile } from './save-file.ts'

/** What a user can do with the files of a record. */
export interface FileActions {
  /** Saves files to the user's machine, one after the other. */
  readonly download: (files: readonly DownloadFile[]) => Promise<void>
  /**
   * Deletes files in the CRM. Says in a note what was deleted and what was not; where the CRM has a trash, the note undoes it. Gives
   * the ids of the deleted ones.
   */
  readonly remove: (files: readonly FileEntry[]) => Promise<readonly string[]>
  /** Takes deleted files out of the CRM's trash. Says in a note which came back. */
  readonly restore: (fileIds: readonly string[]) => Promise<void>
  /** @throws TwinfolderError */
  readonly createFolder: (folder: readonly string[]) => Promise<FolderEntry>
}

/** A file to save: as it is, or, with `oldVersion`, as it was. */
export type DownloadFile = Pick<FileEntry, 'id' | 'name'> & { readonly oldVersion?: string | undefined }

/** At most as many as one request may name. */
const namedAtOnce = 1000

/** Downloads, deletes, creates. Failures of the first two become notes; the caller shows the last one's. */
export function useFileActions(record: RecordRef): FileActions {
  const { client, queryClient, toasts } = useServices()
  const words = useWords()
  return useMemo(() => {
    const tell = (text: string, tone: 'plain' | 'alert' = 'plain') => showToast(toasts, { text, tone })
    const sentence = (error: unknown) => words.sentence(codeOf(error))
    const lookAgain = () => queryClient.invalidateQueries({ queryKey: queryKeys.record(record) })
    async function restore(fileIds: readonly string[]) {
      const failed: AnswerResult['failed'][number][] = []
      let problem: string | null = null
      let done = 0
      for (let at = 0; at < fileIds.length && problem === null; at += namedAtOnce) {
        try {
          const answer = await client.restoreFiles(record, fileIds.slice(at, at + namedAtOnce))
          done += answer.done
          failed.push(...answer.failed)
        } catch (error) {
          problem = sentence(error)
        }
      }
      await lookAgain()
      const [first] = failed
      if (first) problem ??= words.sentence(first.code)
      if (done > 0) tell(words.t['files.restored']({ n: done }))
      if (problem) tell(`${words.t['files.notRestored']({ n: fileIds.length - done })}: ${problem}`, 'alert')
    }

    return {
      restore,
      async download(files) {
        for (const file of files) {
          try {
            const { url } = await client.contentUrl(record, file.id, { inline: false, version: file.oldVersion })
            saveFile(url, file.name)
          } catch (error) {
            tell(`${file.name}: ${sentence(error)}`, 'alert')
          }
        }
      },
      async remove(files) {
        const deleted: string[] = []
        let problem: string | null = null
        for (let at = 0; at < files.length; at += namedAtOnce) {
          const some = files.slice(at, at + namedAtOnce).map(({ id, version }) => ({ id, version }))
          try {
            const answer = await client.deleteFiles(record, some)
            deleted.push(...answer.deleted)
            const [failed] = answer.failed
            if (failed) problem = words.sentence(failed.code)
          } catch (error) {
            problem = sentence(error)
            break
          }
        }
        await lookAgain()
        const view = queryClient.getQueryData<RecordView>(queryKeys.recordView(record))
        const undo = { label: words.t.undo, run: () => void restore(deleted) }
        const text = words.t['files.deleted']({ n: deleted.length })
        if (deleted.length > 0) showToast(toasts, { text, action: view?.capabilities.trash ? undo : undefined })
        if (problem) tell(`${words.t['files.notDeleted']({ n: files.length - deleted.length })}: ${problem}`, 'alert')
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
