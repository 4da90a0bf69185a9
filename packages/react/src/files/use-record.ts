import { type UseQueryResult, queryOptions, useQuery } from '@tanstack/react-query'
import type { SyncClient } from '@twinfolder/client'
import type { RecordRef, RecordView } from '@twinfolder/protocol'

import { freshMs } from '../provider/fresh-ms.ts'
import { mayRetry } from '../provider/may-retry.ts'
import { queryKeys } from '../provider/query-keys.ts'
import { useServices } from '../provider/twinfolder-context.ts'
import { usePollInterval } from '../provider/use-poll-interval.ts'
import { signalOf } from '../provider/signal-of.ts'

/** A record is watched for a minute after each look: looking twice a minute keeps its link polled often (P34). */
const watchMs = 30_000

/** The query of a record; give it to `queryClient.prefetchQuery`, beside `filesPage`, to render on a server. */
export function recordView(client: SyncClient, record: RecordRef) {
  return queryOptions({
    queryKey: queryKeys.recordView(record),
    queryFn: async (context) => client.getRecord(record, { watch: true }, await signalOf(context)),
    retry: mayRetry,
    staleTime: freshMs,
  })
}

/** A record with its state, rights and capabilities. While mounted and visible, the server watches the record's Dropbox folder. */
export function useRecord(record: RecordRef): UseQueryResult<RecordView> {
  const { client, queryClient } = useServices()
  return useQuery({ ...recordView(client, record), refetchInterval: usePollInterval(watchMs) }, queryClient)
}
