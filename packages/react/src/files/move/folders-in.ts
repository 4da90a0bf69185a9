import { queryOptions } from '@tanstack/react-query'
import type { SyncClient } from '@twinfolder/client'
import type { FolderEntry, RecordRef } from '@twinfolder/protocol'

import { mayRetry } from '../../provider/may-retry.ts'
import { queryKeys } from '../../provider/query-keys.ts'
import { signalOf } from '../../provider/signal-of.ts'

const rowsAtOnce = 200

/** The query of the folders in a folder. They come first in a listing, so its files are not read. */
export function foldersIn(client: SyncClient, record: RecordRef, folder: readonly string[]) {
  return queryOptions({
    queryKey: queryKeys.foldersIn(record, folder),
    async queryFn(context): Promise<readonly FolderEntry[]> {
      const { signal } = await signalOf(context)
      const folders: FolderEntry[] = []
      for (let offset = 0; ; offset += rowsAtOnce) {
        const { entries } = await client.listFiles(record, { folder, offset, limit: rowsAtOnce }, { signal })
        folders.push(...entries.filter((entry) => entry.kind === 'folder'))
        if (folders.length < offset + rowsAtOnce) return folders
      }
    },
    retry: mayRetry,
  })
}
