import { queryOptions } from '@tanstack/react-query'
import type { SyncClient } from '@twinfolder/client'
import type { RecordRef } from '@twinfolder/protocol'

import { freshMs } from '../provider/fresh-ms.ts'
import { mayRetry } from '../provider/may-retry.ts'
import { queryKeys } from '../provider/query-keys.ts'
import { type FilesView, filesPageSize } from './files-view.ts'
import { signalOf } from '../provider/signal-of.ts'

/** The query of one page; give it to `queryClient.prefetchQuery` to render file names on a server. */
export function filesPage(client: SyncClient, record: RecordRef, view: FilesView, page: number) {
  return queryOptions({
    queryKey: queryKeys.filesPage(record, view, page),
    queryFn: async (context) =>
      client.listFiles(
        record,
        { ...view, offset: page * filesPageSize, limit: filesPageSize },
        await signalOf(context),
      ),
    retry: mayRetry,
    staleTime: freshMs,
  })
}
