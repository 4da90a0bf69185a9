import { type UseMutationResult, type UseQueryResult, useMutation, useQuery } from '@tanstack/react-query'
import type { Conflict, RecordRef, RecordSync, RecordView } from '@twinfolder/protocol'

import { mayRetry } from '../provider/may-retry.ts'
import { queryKeys } from '../provider/query-keys.ts'
import { useServices } from '../provider/twinfolder-context.ts'
import { signalOf } from '../provider/signal-of.ts'

/** Which of two versions stays; `both` as two files. */
export interface ConflictChoice {
  readonly conflict: Conflict
  readonly keep: Conflict['choices'][number]
}

/** The files of a record with two versions that nobody has decided on. */
export function useConflicts(record: RecordRef): UseQueryResult<readonly Conflict[]> {
  const { client, queryClient } = useServices()
  return useQuery(
    {
      queryKey: queryKeys.conflicts(record),
      queryFn: async (context) => client.listConflicts(record, await signalOf(context)),
      retry: mayRetry,
    },
    queryClient,
  )
}

/** Decides which of two versions stays. */
export function useResolveConflict(record: RecordRef): UseMutationResult<RecordSync, Error, ConflictChoice> {
  const { client, queryClient } = useServices()
  return useMutation(
    {
      mutationFn: ({ conflict: { host, remote }, keep }: ConflictChoice) =>
        client.resolveConflict(record, { fileId: host.fileId, copyId: remote.fileId }, keep),
      onSuccess: (sync) =>
        queryClient.setQueryData<RecordView>(queryKeys.recordView(record), (old) => (old ? { ...old, sync } : old)),
      // Also when it failed: a version may have changed, or somebody else decided.
      onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.record(record) }),
    },
    queryClient,
  )
}

/** An address at which a version opens in a tab of its own; asked for anew before it ends. */
export function useOpenUrl(record: RecordRef, fileId: string): string | undefined {
  const { client, queryClient } = useServices()
  const { data } = useQuery(
    {
      queryKey: [...queryKeys.all, 'contentUrl', record.module, record.id, fileId],
      queryFn: async (context) => client.contentUrl(record, fileId, { inline: true }, await signalOf(context)),
      retry: mayRetry,
      gcTime: 0,
      refetchInterval: ({ state }) =>
        state.data ? Math.max(10_000, Date.parse(state.data.expiresAt) - Date.now() - 30_000) : false,
    },
    queryClient,
  )
  return data?.url
}
