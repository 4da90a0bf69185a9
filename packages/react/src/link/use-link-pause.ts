import { type UseMutationResult, useMutation } from '@tanstack/react-query'
import type { Connection } from '@twinfolder/protocol'

import { queryKeys } from '../provider/query-keys.ts'
import { useServices } from '../provider/twinfolder-context.ts'

/** How everything of the current user rests and goes on. */
export interface LinkPause {
  readonly pause: UseMutationResult<Connection, Error, void>
  readonly resume: UseMutationResult<Connection, Error, void>
  /** Many files were gone from Dropbox at once: send them again, or keep them here only. */
  readonly answerHold: UseMutationResult<Connection, Error, 'putBack' | 'stop'>
}

/** Pauses and resumes the current user's link, and answers what it waits for. */
export function useLinkPause(): LinkPause {
  const { client, queryClient } = useServices()
  const onSuccess = (connection: Connection) => {
    queryClient.setQueryData(queryKeys.connection, connection)
    void queryClient.invalidateQueries({ queryKey: queryKeys.connection })
    return queryClient.invalidateQueries({ queryKey: queryKeys.records })
  }
  return {
    pause: useMutation({ mutationFn: () => client.pauseLink(), onSuccess }, queryClient),
    resume: useMutation({ mutationFn: () => client.resumeLink(), onSuccess }, queryClient),
    answerHold: useMutation(
      { mutationFn: (answer: 'putBack' | 'stop') => client.answerHold(answer), onSuccess },
      queryClient,
    ),
  }
}
