import type { RecordRef, RecordView } from '@twinfolder/protocol'
import { useCallback } from 'react'

import { codeOf } from '../messages/code-of.ts'
import { useWords } from '../messages/use-words.ts'
import { queryKeys } from '../provider/query-keys.ts'
import { showToast } from '../provider/Toasts.tsx'
import { useServices } from '../provider/twinfolder-context.ts'
import { isName } from './check-upload.ts'
import type { Chosen } from './chosen-file.ts'
import { hostFolder } from './host-folder.ts'

/**
 * Takes what the user chose or dropped: files go into the queue, each in its folder; empty folders are created where the host has such;
 * a host that has less than nested folders says what becomes of them.
 */
export function useAddChosen(
  record: RecordRef,
  view: RecordView | undefined,
  folder: readonly string[],
): (chosen: Chosen) => void {
  const { uploads, client, queryClient, toasts } = useServices()
  const { t, sentence } = useWords()
  return useCallback(
    ({ files, emptyFolders }) => {
      if (!view) return
      const { folders, emptyFolders: canBeEmpty, findByHash } = view.capabilities
      uploads
        .add(files, { record, folder, folders, findByHash, maxFileBytes: view.maxFileBytes })
        .catch((error: unknown) => showToast(toasts, { text: sentence(codeOf(error)), tone: 'alert' }))
      const deepest = files.reduce((depth, one) => Math.max(depth, one.folder.length), 0)
      if (folders === 'none' && deepest > 0) showToast(toasts, { text: t['upload.foldersNone'] })
      if (folders === 'flat' && deepest + folder.length > 1) showToast(toasts, { text: t['upload.foldersFlat'] })
      if (canBeEmpty) void createAll()

      async function createAll(): Promise<void> {
        const wanted = emptyFolders.filter(
          (names) => names.every(isName) && (folders === 'nested' || folder.length + names.length === 1),
        )
        if (wanted.length === 0) return
        try {
          for (const names of wanted) await client.createFolder(record, hostFolder(folder, names, folders))
        } catch (error) {
          showToast(toasts, { text: sentence(codeOf(error)), tone: 'alert' })
        }
        await queryClient.invalidateQueries({ queryKey: queryKeys.record(record) })
      }
    },
    [uploads, client, queryClient, toasts, t, sentence, record, view, folder],
  )
}
