import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { RecordRef, RecordView } from '@twinfolder/protocol'

import { mayRetry } from '../provider/may-retry.ts'
import { queryKeys } from '../provider/query-keys.ts'
import { useServices } from '../provider/twinfolder-context.ts'
import { usePollInterval } from '../provider/use-poll-interval.ts'
import { strictQuery } from '../provider/strict-query.ts'

/** A record is watched for a minute after each look: looking twice a minute keeps its link polled often (P34). */
const watchMs = 30_000

/** A record with its state, rights and capabilities. While mounted and visible, the server watches the record's Dropbox folder. */
export function useRecord(record: RecordRef): UseQueryResult<RecordView> {
  const { client, queryClient } = useServices()
  return useQuery(
    {
      queryKey: queryKeys.recordView(record),
      queryFn: strictQuery(({ signal }) => client.getRecord(record, { watch: true }, { signal })),
      retry: mayRetry,
      refetchInterval: usePollInterval(watchMs),
    },
    queryClient,
  )
}
