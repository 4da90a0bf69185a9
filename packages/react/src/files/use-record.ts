import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { RecordRef, RecordView } from '@twinfolder/protocol'

import { freshMs } from '../provider/fresh-ms.ts'
import { mayRetry } from '../provider/may-retry.ts'
import { queryKeys } from '../provider/query-keys.ts'
import { useServices } from '../provider/twinfolder-context.ts'
import { usePollInterval } from '../provider/use-poll-interval.ts'

/** A record is watched for a minute after each look: looking twice a minute keeps its link polled often (P34). */
const watchMs = 30_000

/** A record with its state, rights and capabilities. While mounted and visible, the server watches the record's Dropbox folder. */
export function useRecord(record: RecordRef): UseQueryResult<RecordView> {
  const { client, queryClient } = useServices()
  return useQuery(
    {
      queryKey: queryKeys.recordView(record),
      queryFn: ({ signal }) => client.getRecord(record, { watch: true }, { signal }),
      retry: mayRetry,
      staleTime: freshMs,
      refetchInterval: usePollInterval(watchMs),
    },
    queryClient,
  )
}
