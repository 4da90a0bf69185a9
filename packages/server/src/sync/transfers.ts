import { type EngineEvent, type RecordKey, type RecordSync, recordKeyText } from '@twinfolder/core'

/** What is being transferred in this process now. Forgotten with each pass; the stores know what is settled. */
export interface Transfers {
  note(event: EngineEvent): void
  /** How far the present pass is with a record. */
  progressOf(linkId: string, record: RecordKey): RecordSync['progress']
  /** Whether a file is being transferred. */
  transferOf(linkId: string, record: RecordKey, fileId: string): 'uploading' | 'downloading' | null
}

interface RecordTransfers {
  progress: NonNullable<RecordSync['progress']>
  readonly files: Map<string, 'uploading' | 'downloading'>
}

export function createTransfers(): Transfers {
  const links = new Map<string, Map<string, RecordTransfers>>()
  const ofRecord = (linkId: string, record: RecordKey): RecordTransfers => {
    const records = links.get(linkId) ?? new Map<string, RecordTransfers>()
    links.set(linkId, records)
    const known = records.get(recordKeyText(record))
    if (known) return known
    const transfers: RecordTransfers = { progress: { done: 0, total: 0, bytes: 0 }, files: new Map() }
    records.set(recordKeyText(record), transfers)
    return transfers
  }
  const read = (linkId: string, record: RecordKey) => links.get(linkId)?.get(recordKeyText(record))

  return {
    note(event) {
      switch (event.type) {
        case 'recordProgress': {
          const { done, total, bytes } = event
          const transfers = ofRecord(event.linkId, event.record)
          transfers.progress = { done, total, bytes }
          if (done >= total) links.get(event.linkId)?.delete(recordKeyText(event.record))
          return
        }
        case 'fileProgress': {
          if (event.fileId === null) return
          const { files } = ofRecord(event.linkId, event.record)
          if (event.sentBytes < event.totalBytes) files.set(event.fileId, event.state)
          else files.delete(event.fileId)
          return
        }
        case 'passStarted':
        case 'passEnded':
          links.delete(event.linkId)
          return
        case 'opDone':
        case 'recordChanged':
        case 'linkChanged':
          return
      }
    },
    progressOf: (linkId, record) => {
      const progress = read(linkId, record)?.progress
      return progress && progress.total > 0 ? progress : null
    },
    transferOf: (linkId, record, fileId) => read(linkId, record)?.files.get(fileId) ?? null,
  }
}
