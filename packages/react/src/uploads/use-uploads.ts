import type { RecordRef } from '@twinfolder/protocol'
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'

import { useStore } from '../provider/store.ts'
import { useServices } from '../provider/twinfolder-context.ts'
import type { ChosenFile } from './chosen-file.ts'
import { type UploadView, noUploads } from './upload-view.ts'
import type { UploadTarget } from './upload-queue.ts'

/** The uploads of a record, and what can be done with them. */
export interface RecordUploads {
  /** What to show: a few rows, and numbers for all. */
  readonly view: UploadView
  /** Whether bytes are on their way or about to be. */
  readonly isBusy: boolean
  /** Whether they wait for the network. They go on by themselves. */
  readonly isWaiting: boolean
  /**
   * Sends what can be sent; the rest is listed as `refused` with its code.
   *
   * @throws TwinfolderError `network` when the code that uploads could not be loaded: nothing is sent then
   */
  readonly add: (files: readonly ChosenFile[], target: Omit<UploadTarget, 'record'>) => Promise<void>
  readonly retry: (id: string) => void
  /** Tries everything again that failed. */
  readonly retryAll: () => void
  /** Sends all the same what is here already. */
  readonly sendAnyway: (ids: readonly string[]) => void
  /** The same for everything that is here already. */
  readonly sendAllAnyway: () => void
  /** Leaves out everything that is here already. */
  readonly skipAll: () => void
  /** Cancels or dismisses. */
  readonly remove: (ids: readonly string[]) => void
  /** Cancels everything that is on its way. */
  readonly cancelAll: () => void
  /** Takes what failed or was refused off the list. */
  readonly dismiss: () => void
}

/**
 * The uploads of a record. They go on when the component unmounts, and after a reload where the provider knows its `user`; elsewhere
 * leaving the page asks the user first.
 */
export function useUploads(record: RecordRef): RecordUploads {
  const { uploads: queue } = useServices()
  const { module, id } = record
  const ref = useMemo(() => ({ module, id }), [module, id])
  const view = useSyncExternalStore(
    queue.subscribe,
    useCallback(() => queue.view(ref), [queue, ref]),
    () => noUploads,
  )
  const isWaiting = useStore(queue.isWaiting, (state) => state)
  const isKept = useStore(queue.isKept, (state) => state)
  const isBusy = view.activeCount > 0
  const isChecking = view.checkingCount > 0
  useEffect(() => {
    if (!isBusy || (isKept && !isChecking)) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isBusy, isKept, isChecking])
  return {
    view,
    isBusy,
    isWaiting: isWaiting && isBusy,
    add: (files, target) => queue.add(files, { ...target, record: ref }),
    retry: (uploadId) => queue.retry([uploadId]),
    retryAll: () => queue.retry(queue.idsOf(ref, ['failed'])),
    remove: queue.remove,
    cancelAll: () => queue.remove(queue.idsOf(ref, ['sending', 'paused', 'queued', 'checking'])),
    sendAnyway: queue.sendAnyway,
    sendAllAnyway: () => queue.sendAnyway(queue.idsOf(ref, ['found'])),
    skipAll: () => queue.remove(queue.idsOf(ref, ['found'])),
    dismiss: () => queue.remove(queue.idsOf(ref, ['failed', 'refused'])),
  }
}
