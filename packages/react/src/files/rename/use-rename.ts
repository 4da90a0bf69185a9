import { useMutation } from '@tanstack/react-query'
import type { RecordRef } from '@twinfolder/protocol'

import { codeOf } from '../../messages/code-of.ts'
import { useWords } from '../../messages/use-words.ts'
import { queryKeys } from '../../provider/query-keys.ts'
import { showToast } from '../../provider/Toasts.tsx'
import { useServices } from '../../provider/twinfolder-context.ts'
import { changedHere, patchPages } from '../patch-pages.ts'
import { entryKey } from '../use-files.ts'
import type { SelectableEntry } from '../use-selection.ts'

/** A new name for a file or a folder. */
export interface Renaming {
  readonly entry: SelectableEntry
  readonly name: string
}

/**
 * Renames files and folders. The new name is shown at once and taken back with the reason if it is refused. Gives the entry as it is
 * now, when the list has been read again; `null` if it was refused.
 */
export function useRename(record: RecordRef): (renaming: Renaming) => Promise<SelectableEntry | null> {
  const { client, queryClient, toasts } = useServices()
  const { sentence } = useWords()
  const { mutateAsync } = useMutation(
    {
      async mutationFn({ entry, name }: Renaming): Promise<SelectableEntry> {
        if (entry.kind === 'file') return client.renameFile(record, entry, name)
        const { failed } = await client.renameFolder(record, [...entry.folder, entry.name], name)
        const [first] = failed
        if (first) showToast(toasts, { text: `${entry.name}: ${sentence(first.code)}`, tone: 'alert' })
        return { ...entry, name }
      },
      onMutate: ({ entry, name }) => {
        const key = entryKey(entry)
        return patchPages(queryClient, record, (row) => (entryKey(row) === key ? changedHere(row, { name }) : row))
      },
      onError(error, { entry }, undo) {
        undo?.()
        showToast(toasts, { text: `${entry.name}: ${sentence(codeOf(error))}`, tone: 'alert' })
      },
      onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.record(record) }),
    },
    queryClient,
  )
  return (renaming) => mutateAsync(renaming).catch(() => null)
}
