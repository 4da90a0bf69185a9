import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { ActivityPage, RecordRef } from '@twinfolder/protocol'

import { mayRetry } from '../provider/may-retry.ts'
import { queryKeys } from '../provider/query-keys.ts'
import { useServices } from '../provider/twinfolder-context.ts'

/** What happened lately on the current user's link, newest first. */
export function useLinkActivity(): UseQueryResult<ActivityPage> {
  const { client, queryClient } = useServices()
  return useQuery(
    {
      queryKey: queryKeys.linkActivity,
      queryFn: ({ signal }) => client.listLinkActivity({}, { signal }),
      retry: mayRetry,
      refetchInterval: 30_000,
    },
    queryClient,
  )
}

/** What happened lately on a record, newest first. */
export function useRecordActivity(record: RecordRef): UseQueryResult<ActivityPage> {
  const { client, queryClient } = useServices()
  return useQuery(
    {
      queryKey: [...queryKeys.record(record), 'activity'],
      queryFn: ({ signal }) => client.listRecordActivity(record, {}, { signal }),
      retry: mayRetry,
    },
    queryClient,
  )
}
