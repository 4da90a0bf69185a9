import { type UseMutationResult, type UseQueryResult, useMutation, useQuery } from '@tanstack/react-query'
import type { Connection } from '@twinfolder/protocol'

import { mayRetry } from '../provider/may-retry.ts'
import { queryKeys } from '../provider/query-keys.ts'
import { useServices } from '../provider/twinfolder-context.ts'
import { usePollInterval } from '../provider/use-poll-interval.ts'
import { signalOf } from '../provider/signal-of.ts'

/** What the current user has linked. @param isWanted `false`: nothing is asked for */
export function useConnection(isWanted = true): UseQueryResult<Connection> {
  const { client, queryClient } = useServices()
  return useQuery(
    {
      queryKey: queryKeys.connection,
      queryFn: async (context) => client.getConnection(await signalOf(context)),
      enabled: isWanted,
      retry: mayRetry,
      staleTime: 10_000,
      refetchInterval: usePollInterval(false),
    },
    queryClient,
  )
}

/** Unlinks the current user's Dropbox; files stay on both sides. */
export function useUnlink(): UseMutationResult<Connection, Error, void> {
  const { client, queryClient } = useServices()
  return useMutation(
    {
      mutationFn: () => client.unlink(),
      onSuccess(connection) {
        queryClient.setQueryData(queryKeys.connection, connection)
        void queryClient.invalidateQueries({ queryKey: queryKeys.all })
      },
    },
    queryClient,
  )
}
