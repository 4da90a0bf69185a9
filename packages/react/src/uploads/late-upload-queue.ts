import { TwinfolderError, localError } from '@twinfolder/client'
import type { RecordRef } from '@twinfolder/protocol'

import { createStore } from '../provider/store.ts'
import type { ChosenFile } from './chosen-file.ts'
import type { UploadState } from './upload.ts'
import type { UploadQueue, UploadTarget } from './upload-queue.ts'
import { type UploadView, noUploads } from './upload-view.ts'

/** The queue of uploads as the provider has it: its code comes with the first file. */
export interface LateUploadQueue extends Pick<
  UploadQueue,
  'isWaiting' | 'isKept' | 'retry' | 'sendAnyway' | 'remove' | 'start' | 'stop'
> {
  readonly view: (record: RecordRef) => UploadView
  readonly idsOf: (record: RecordRef, states: readonly UploadState[]) => readonly string[]
  readonly subscribe: (listener: () => void) => () => void
  /** @throws TwinfolderError `network` when the code could not be loaded: then nothing is sent, and it can be tried again */
  readonly add: (files: readonly ChosenFile[], target: UploadTarget) => Promise<void>
}

/**
 * A queue that is loaded with the first file, or at once where an earlier page may have left something behind.
 *
 * @param load makes the queue; tried again when it failed
 * @param mayBeKept whether uploads outlive a page
 */
export function lateUploadQueue(load: () => Promise<UploadQueue>, mayBeKept: boolean): LateUploadQueue {
  const changes = createStore(0)
  const isWaiting = createStore(false)
  const isKept = createStore(false)
  let queue: UploadQueue | null = null
  let loading: Promise<UploadQueue> | null = null
  let isStarted = false

  function loaded(): Promise<UploadQueue> {
    loading ??= load().then(
      (made) => {
        queue = made
        made.list.subscribe(() => changes.set((count) => count + 1))
        made.isWaiting.subscribe(() => isWaiting.set(made.isWaiting.get))
        made.isKept.subscribe(() => isKept.set(made.isKept.get))
        if (isStarted) made.start()
        return made
      },
      () => {
        loading = null
        throw new TwinfolderError(localError('network', 'The code that uploads files was not loaded.'))
      },
    )
    return loading
  }

  return {
    isWaiting,
    isKept,
    view: (record) => queue?.list.view(record) ?? noUploads,
    idsOf: (record, states) => queue?.list.idsOf(record, states) ?? [],
    subscribe: changes.subscribe,
    async add(files, target) {
      const ready = queue ?? (await loaded())
      // The page went on to something else meanwhile.
      if (isStarted) ready.add(files, target)
    },
    retry: (ids) => queue?.retry(ids),
    sendAnyway: (ids) => queue?.sendAnyway(ids),
    remove: (ids) => queue?.remove(ids),
    start() {
      isStarted = true
      if (queue) queue.start()
      // What is left behind waits for a page that can load its code.
      else if (mayBeKept) void loaded().catch(() => undefined)
    },
    stop() {
      isStarted = false
      queue?.stop()
    },
  }
}
