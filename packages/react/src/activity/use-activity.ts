import {
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseQueryResult,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query'
import type { Activity, ActivityPage, RecordRef } from '@twinfolder/protocol'

import { mayRetry } from '../provider/may-retry.ts'
import { queryKeys } from '../provider/query-keys.ts'
import { useServices } from '../provider/twinfolder-context.ts'
import { signalOf } from '../provider/signal-of.ts'

/** What happened lately on the current user's link, newest first, page after page. */
export function useLinkActivity(): UseInfiniteQueryResult<InfiniteData<ActivityPage>> {
  const { client, queryClient } = useServices()
  return useInfiniteQuery(
    {
      queryKey: queryKeys.linkActivity,
      queryFn: async (context) => client.listLinkActivity({ before: context.pageParam }, await signalOf(context)),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
      retry: mayRetry,
      refetchInterval: 30_000,
    },
    queryClient,
  )
}

/** The newest that happened to a file; `null` when nothing did. */
export function useLastOfFile(record: RecordRef, fileId: string): UseQueryResult<Activity | null> {
  const { client, queryClient } = useServices()
  return useQuery(
    {
      queryKey: [...queryKeys.recordActivity(record, fileId), 'last'],
      queryFn: async (context) =>
        (await client.listRecordActivity(record, { fileId, limit: 1 }, await signalOf(context))).rows[0] ?? null,
      retry: mayRetry,
    },
    queryClient,
  )
}

/** What happened on a record, or to one file of it, newest first, page after page. */
export function useRecordActivity(
  record: RecordRef,
  fileId?: string,
): UseInfiniteQueryResult<InfiniteData<ActivityPage>> {
  const { client, queryClient } = useServices()
  return useInfiniteQuery(
    {
      queryKey: queryKeys.recordActivity(record, fileId),
      queryFn: async (context) =>
        client.listRecordActivity(record, { before: context.pageParam, fileId }, await signalOf(context)),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
      retry: mayRetry,
    },
    queryClient,
  )
}
