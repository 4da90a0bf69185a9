import { type UseMutationResult, useMutation } from '@tanstack/react-query'
import type { RecordRef, RecordSync, RecordView } from '@twinfolder/protocol'

import { queryKeys } from '../provider/query-keys.ts'
import { useServices } from '../provider/twinfolder-context.ts'

/** How the synchronisation of one record rests and goes on. */
export interface Pause {
  readonly pause: UseMutationResult<RecordSync, Error, void>
  readonly resume: UseMutationResult<RecordSync, Error, void>
  /** Both sides keep their files; the sync button takes it up again. */
  readonly stop: UseMutationResult<RecordSync, Error, void>
}

/** Pauses, resumes and stops a record for the current user. */
export function usePause(record: RecordRef): Pause {
  const { client, queryClient } = useServices()
  const onSuccess = (sync: RecordSync) => {
    queryClient.setQueryData<RecordView>(queryKeys.recordView(record), (old) => (old ? { ...old, sync } : old))
    void queryClient.invalidateQueries({ queryKey: queryKeys.record(record) })
  }
  return {
    pause: useMutation({ mutationFn: () => client.pauseSync(record), onSuccess }, queryClient),
    resume: useMutation({ mutationFn: () => client.resumeSync(record), onSuccess }, queryClient),
    stop: useMutation({ mutationFn: () => client.stopSync(record), onSuccess }, queryClient),
  }
}
