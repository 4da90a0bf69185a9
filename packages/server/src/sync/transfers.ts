import { type EngineEvent, type RecordKey, type RecordSync, recordKeyText } from '@twinfolder/core'

import type { PubSub } from '../ports/pub-sub.ts'

/**
 * What is being transferred now, in whatever process: passes tell each other's processes how far they are. Forgotten with each
 * pass; the stores know what is settled.
 */
export interface Transfers {
  note(event: EngineEvent): void
  /** How far the present pass is with a record. */
  progressOf(linkId: string, record: RecordKey): RecordSync['progress']
  /** Whether a file is being transferred. */
  transferOf(linkId: string, record: RecordKey, fileId: string): 'uploading' | 'downloading' | null
  close(): void
}

/** A pass that told nothing for so long has died with its process. */
const FORGOTTEN_AFTER_MS = 90_000

interface RecordTransfers {
  notedAt: number
  progress: NonNullable<RecordSync['progress']>
  readonly files: Map<string, 'uploading' | 'downloading'>
}

export function createTransfers(pubSub: PubSub): Transfers {
  const links = new Map<string, Map<string, RecordTransfers>>()
  const ofRecord = (linkId: string, record: RecordKey): RecordTransfers => {
    const records = links.get(linkId) ?? new Map<string, RecordTransfers>()
    links.set(linkId, records)
    const known = records.get(recordKeyText(record))
    if (known) {
      known.notedAt = performance.now()
      return known
    }
    const transfers: RecordTransfers = {
      notedAt: performance.now(),
      progress: { done: 0, total: 0, bytes: 0 },
      files: new Map(),
    }
    records.set(recordKeyText(record), transfers)
    return transfers
  }
  const read = (linkId: string, record: RecordKey): RecordTransfers | null => {
    const found = links.get(linkId)?.get(recordKeyText(record))
    return found && performance.now() - found.notedAt < FORGOTTEN_AFTER_MS ? found : null
  }
  const hear = (event: EngineEvent): void => {
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
  }
  const leave = pubSub.subscribe('progress', (message) => hear(JSON.parse(message) as EngineEvent))

  return {
    note(event) {
      if (toldTypes.has(event.type)) pubSub.publish('progress', JSON.stringify(event))
    },
    progressOf: (linkId, record) => {
      const progress = read(linkId, record)?.progress
      return progress && progress.total > 0 ? progress : null
    },
    transferOf: (linkId, record, fileId) => read(linkId, record)?.files.get(fileId) ?? null,
    close: leave,
  }
}

const toldTypes: ReadonlySet<EngineEvent['type']> = new Set([
  'recordProgress',
  'fileProgress',
  'passStarted',
  'passEnded',
])
