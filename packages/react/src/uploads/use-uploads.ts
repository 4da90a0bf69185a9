import type { RecordRef } from '@twinfolder/protocol'
import { useEffect, useMemo } from 'react'

import { useStore } from '../provider/store.ts'
import { useServices } from '../provider/twinfolder-context.ts'
import type { ChosenFile } from './chosen-file.ts'
import type { Upload, UploadTarget } from './upload-queue.ts'

/** The uploads of a record, and what can be done with them. */
export interface RecordUploads {
  readonly uploads: readonly Upload[]
  /** Whether bytes are on their way or about to be. */
  readonly isBusy: boolean
  /** Sends what can be sent; the rest is listed as `refused` with its code. */
  readonly add: (files: readonly ChosenFile[], target: Omit<UploadTarget, 'record'>) => void
  readonly retry: (id: string) => void
  /** Cancels or dismisses. */
  readonly remove: (ids: readonly string[]) => void
}

/** The uploads of a record. They go on when the component unmounts; leaving the page asks the user first. */
export function useUploads(record: RecordRef): RecordUploads {
  const { uploads: queue } = useServices()
  const { module, id } = record
  const all = useStore(queue.uploads, (state) => state)
  const uploads = useMemo(
    () => all.filter((upload) => upload.record.module === module && upload.record.id === id),
    [all, module, id],
  )
  const isBusy = uploads.some(isActive)
  useEffect(() => {
    if (!isBusy) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isBusy])
  return {
    uploads,
    isBusy,
    add: (files, target) => queue.add(files, { ...target, record: { module, id } }),
    retry: queue.retry,
    remove: queue.remove,
  }
}

/** Whether an upload is still on its way. */
export function isActive({ state }: Upload): boolean {
  return state === 'queued' || state === 'sending'
}
