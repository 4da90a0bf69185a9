import type { RecordRef, ServerEvent } from '@twinfolder/protocol'

import { type Store, createStore } from './store.ts'

/** How far the transfer of one file is. */
export interface Transfer {
  readonly state: 'uploading' | 'downloading'
  readonly sentBytes: number
  readonly totalBytes: number
}

/** Transfers by record and file; only hints, so nothing here is ever the state of a file. */
export type Transfers = ReadonlyMap<string, Transfer>

type ProgressEvent = Extract<ServerEvent, { type: 'progress' }>

/** Makes the store of the transfers that the server tells about. */
export function createTransferStore(): Store<Transfers> {
  return createStore<Transfers>(new Map())
}

/** The key of a file in {@link Transfers}. */
export function transferKey(record: RecordRef, fileId: string): string {
  return JSON.stringify([record.module, record.id, fileId])
}

/** Notes how far a transfer is. */
export function noteProgress(store: Store<Transfers>, event: ProgressEvent): void {
  const { fileId, record, state, sentBytes, totalBytes } = event
  if (fileId === null) return
  store.set((transfers) => new Map(transfers).set(transferKey(record, fileId), { state, sentBytes, totalBytes }))
}

/** Forgets the finished transfers of a record: its files are about to be read anew. */
export function forgetFinished(store: Store<Transfers>, record: RecordRef): void {
  const ofRecord = JSON.stringify([record.module, record.id]).slice(0, -1)
  store.set((transfers) => {
    const kept = [...transfers].filter(
      ([key, { sentBytes, totalBytes }]) => sentBytes < totalBytes || !key.startsWith(ofRecord),
    )
    return kept.length === transfers.size ? transfers : new Map(kept)
  })
}
