import {
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseQueryResult,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query'
import type { ActivityPage, RecordRef } from '@twinfolder/protocol'

import { mayRetry } from '../provider/may-retry.ts'
import { queryKeys } from '../provider/query-keys.ts'
import { useServices } from '../provider/twinfolder-context.ts'
import { signalOf } from '../provider/signal-of.ts'

/** What happened lately on the current user's link, newest first. */
export function useLinkActivity(): UseQueryResult<ActivityPage> {
  const { client, queryClient } = useServices()
  return useQuery(
    {
      queryKey: queryKeys.linkActivity,
      queryFn: async (context) => client.listLinkActivity({}, await signalOf(context)),
      retry: mayRetry,
      refetchInterval: 30_000,
    },
    queryClient,
  )
}

/** What happened on a record, newest first, page after page. */
export function useRecordActivity(record: RecordRef): UseInfiniteQueryResult<InfiniteData<ActivityPage>> {
  const { client, queryClient } = useServices()
  return useInfiniteQuery(
    {
      queryKey: queryKeys.recordActivity(record),
      queryFn: async (context) =>
        client.listRecordActivity(record, { before: context.pageParam }, await signalOf(context)),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
      retry: mayRetry,
    },
    queryClient,
  )
}
