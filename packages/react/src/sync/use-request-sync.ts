import { useMutation } from '@tanstack/react-query'
import { isTwinfolderError } from '@twinfolder/client'
import type { RecordRef, RecordSync, RecordView } from '@twinfolder/protocol'
import { useEffect } from 'react'

import { useRecord } from '../files/use-record.ts'
import { takeIntent } from '../link/after-link.ts'
import { queryKeys } from '../provider/query-keys.ts'
import { useServices } from '../provider/twinfolder-context.ts'

/** The button without its looks. */
export interface RequestSync {
  /**
   * Asks for a pass over the record; without a Dropbox it links first and then goes on. Call it in the click itself. Pressing again
   * is harmless (P26).
   */
  readonly press: () => Promise<void>
  readonly isPending: boolean
  readonly error: Error | null
}

/** What is told of a press. */
interface Heard {
  readonly onRequested?: (() => void) | undefined
  /** Called beside `error`, also when the component is gone by then. */
  readonly onError?: ((error: Error) => void) | undefined
}

/** The press of the sync button of a record, and whether it came through. */
export function useRequestSync(record: RecordRef, heard: Heard = {}): RequestSync {
  const { data: view } = useRecord(record)
  return useRequestSyncOf(record, view?.sync.link, heard)
}

/** {@link useRequestSync} where the record is known. */
export function useRequestSyncOf(
  record: RecordRef,
  link: RecordSync['link'] | undefined,
  { onRequested, onError }: Heard,
): RequestSync {
  const { client, queryClient, linking } = useServices()
  const { mutateAsync, isPending, error } = useMutation(
    {
      mutationFn: () => client.requestSync(record),
      onSuccess(sync: RecordSync) {
        queryClient.setQueryData<RecordView>(queryKeys.recordView(record), (old) => (old ? { ...old, sync } : old))
        void queryClient.invalidateQueries({ queryKey: queryKeys.record(record) })
        onRequested?.()
      },
      onError(failure: Error) {
        if (!isUnlinked(failure)) onError?.(failure)
      },
    },
    queryClient,
  )

  async function linkFirst(): Promise<void> {
    const connection = await linking.link({ intent: { type: 'syncRecord', record } })
    if (connection?.state === 'linked') await request()
  }
  async function request(): Promise<void> {
    try {
      await mutateAsync()
    } catch {
      // It is in `error`.
    }
  }

  const isLinked = link === 'linked'
  const { module, id } = record
  useEffect(() => {
    if (!isLinked) return
    // Linking left the page after a press of this button, and now comes back to it.
    const isMine = takeIntent((it) => it.type === 'syncRecord' && it.record.module === module && it.record.id === id)
    if (isMine) void mutateAsync().catch(() => {})
  }, [isLinked, module, id, mutateAsync])

  return {
    async press() {
      if (link === undefined || isLinked) {
        try {
          await mutateAsync()
        } catch (failure) {
          if (isUnlinked(failure)) await linkFirst()
        }
      } else await linkFirst()
    },
    isPending,
    error,
  }
}

/** Linking is what comes next, not a failure. */
function isUnlinked(failure: unknown): boolean {
  return isTwinfolderError(failure) && (failure.code === 'not_linked' || failure.code === 'link_revoked')
}
