import { type UseMutationResult, type UseQueryResult, useMutation, useQuery } from '@tanstack/react-query'
import type { FileDetails, FileEntry, RecordRef } from '@twinfolder/protocol'

import { mayRetry } from '../provider/may-retry.ts'
import { queryKeys } from '../provider/query-keys.ts'
import { useServices } from '../provider/twinfolder-context.ts'
import { signalOf } from '../provider/signal-of.ts'

/** A file with its versions and who has a copy. */
export function useFile(record: RecordRef, fileId: string): UseQueryResult<FileDetails> {
  const { client, queryClient } = useServices()
  return useQuery(
    {
      queryKey: queryKeys.file(record, fileId),
      queryFn: async (context) => client.getFile(record, fileId, await signalOf(context)),
      retry: mayRetry,
    },
    queryClient,
  )
}

/** Which old contents become the present ones. */
export interface VersionChoice {
  /** The file as it was seen. */
  readonly file: Pick<FileEntry, 'id' | 'version'>
  readonly version: string
}

/** Makes old contents of a file the present ones. What was present stays as a version. */
export function useRestoreVersion(record: RecordRef): UseMutationResult<FileEntry, Error, VersionChoice> {
  const { client, queryClient } = useServices()
  return useMutation(
    {
      mutationFn: ({ file, version }: VersionChoice) => client.restoreVersion(record, file, version),
      // Also when it failed: somebody may have changed the file.
      onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.record(record) }),
    },
    queryClient,
  )
}
