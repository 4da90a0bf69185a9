import { type UseMutationResult, useMutation } from '@tanstack/react-query'
import type { Activity, RecordSync } from '@twinfolder/protocol'

import { queryKeys } from '../provider/query-keys.ts'
import { useServices } from '../provider/twinfolder-context.ts'

/** A row of activity that may be undone. */
export type UndoableActivity = Activity & {
  readonly record: NonNullable<Activity['record']>
  readonly undo: NonNullable<Activity['undo']>
}

/** Whether a row can be undone, as far as the page knows. */
export function isUndoable(row: Activity, nowMs: number): row is UndoableActivity {
  return row.record !== null && row.undo !== null && Date.parse(row.undo.until) > nowMs
}

/** Undoes what a row of activity tells. */
export function useUndo(): UseMutationResult<RecordSync, Error, UndoableActivity> {
  const { client, queryClient } = useServices()
  return useMutation(
    {
      mutationFn: ({ record, id }: UndoableActivity) => client.undoActivity(record, id),
      // Also when it failed: somebody else may have undone it.
      onSettled: (_sync, _error, { record }) =>
        Promise.all([
          queryClient.invalidateQueries({ queryKey: queryKeys.record(record) }),
          queryClient.invalidateQueries({ queryKey: queryKeys.linkActivity }),
        ]),
    },
    queryClient,
  )
}
