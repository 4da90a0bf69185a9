import { useMutation } from '@tanstack/react-query'
import type { FileEntry, RecordRef } from '@twinfolder/protocol'

import { codeOf } from '../../messages/code-of.ts'
import { useWords } from '../../messages/use-words.ts'
import { queryKeys } from '../../provider/query-keys.ts'
import { showToast } from '../../provider/Toasts.tsx'
import { useServices } from '../../provider/twinfolder-context.ts'
import { changedHere, patchPages } from '../patch-pages.ts'
import { entryKey } from '../use-files.ts'
import type { SelectableEntry } from '../use-selection.ts'
import { visibleName } from '../visible-name.ts'
import { type Moved, moveEntries, readAgain } from './move-entries.ts'

/** Entries and the folder that they go into. */
export interface Moving {
  readonly entries: readonly SelectableEntry[]
  readonly to: readonly string[]
}

/**
 * Moves files and folders. They leave the list at once and come back if they are refused; a note says what was moved, with an undo,
 * and what was not, with the reason.
 */
export function useMove(record: RecordRef): (moving: Moving) => void {
  const { client, queryClient, toasts } = useServices()
  const { t, sentence } = useWords('dialogs')

  async function undo({ files, folders }: Moved, to: readonly string[]) {
    const now = new Map((await readAgain(client, record, files, to)).map((file) => [file.id, file]))
    const back = new Map<string, FileEntry[]>()
    for (const { id, folder } of files) {
      const file = now.get(id)
      const key = JSON.stringify(folder)
      if (file) back.set(key, [...(back.get(key) ?? []), file])
    }
    for (const [folder, entries] of back) {
      await moveNow({ entries, to: JSON.parse(folder) as readonly string[] }, false)
    }
    for (const folder of folders) {
      await moveNow({ entries: [{ ...folder, folder: [...to] }], to: folder.folder }, false)
    }
  }

  const { mutateAsync } = useMutation(
    {
      mutationFn: ({ entries, to }: Moving & { readonly canUndo: boolean }) => moveEntries(client, record, entries, to),
      onMutate({ entries, to }) {
        const keys = new Set(entries.map(entryKey))
        return patchPages(queryClient, record, (row, { isGathered }) => {
          if (!keys.has(entryKey(row))) return row
          return isGathered ? changedHere(row, { folder: [...to] }) : null
        })
      },
      onSuccess(moved, { entries, to, canUndo }, putBack) {
        const n = moved.files.length + moved.folders.length
        const folder = visibleName(to.at(-1) ?? t['files.root'])
        if (n < entries.length) putBack?.()
        if (n > 0) {
          const text = canUndo ? t['files.moved']({ n, folder }) : t['files.movedBack']({ n })
          const action = { label: t.undo, run: () => void undo(moved, to) }
          showToast(toasts, { text, action: canUndo ? action : undefined })
        }
        if (moved.problem) {
          const text = `${t['files.notMoved']({ n: entries.length - n })}: ${sentence(codeOf(moved.problem))}`
          showToast(toasts, { text, tone: 'alert' })
        }
      },
      onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.record(record) }),
    },
    queryClient,
  )
  const moveNow = (moving: Moving, canUndo: boolean) => mutateAsync({ ...moving, canUndo }).catch(() => null)
  return (moving) => void moveNow(moving, true)
}
