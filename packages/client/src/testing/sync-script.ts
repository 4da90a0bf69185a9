import type { FileEntry, FileSync, RecordSync, ServerEvent } from '@twinfolder/protocol'

import { type MemoryFileSync, filePath } from './memory-file.ts'

/** One step of a script: what is so from then on. Each step sends a hint. */
export interface SyncStep {
  /** How long after the step before. @default `stepMs` of the adapter */
  readonly afterMs?: number | undefined
  readonly record?: Partial<RecordSync> | undefined
  /** New states by path from the record's root, e.g. `{ 'Contracts/quote.pdf': 'synced' }`. */
  readonly files?: Readonly<Record<string, MemoryFileSync>> | undefined
  /** How far the transfer of one file is. */
  readonly transfer?:
    | (Pick<Extract<ServerEvent, { type: 'progress' }>, 'state' | 'sentBytes' | 'totalBytes'> & {
        readonly path: string
      })
    | undefined
}

/** However many files there are, a press is over after about this many groups of them. */
const GROUPS = 20
/** What is shown of a transfer before it is done. */
const SHOWN_PART = 0.4

/** What a press does where no script is given: waiting, then each file uploading and synchronised, then settled. */
export function defaultScript(files: readonly FileEntry[]): readonly SyncStep[] {
  const pending = files.filter(isPending)
  const total = pending.length
  const size = Math.max(1, Math.ceil(total / GROUPS))
  const groups = Array.from({ length: Math.ceil(total / size) }, (_, at) => pending.slice(at * size, (at + 1) * size))
  let done = 0
  let bytes = 0
  return [
    { record: { phase: 'waiting', progress: null }, files: all(pending, 'waiting') },
    { record: { phase: 'syncing', progress: { done, total, bytes } } },
    ...groups.flatMap((group): SyncStep[] => {
      const first = group[0]
      done += group.length
      bytes += group.reduce((sum, file) => sum + file.sizeBytes, 0)
      const record = { progress: { done, total, bytes } }
      return [
        { files: all(group, 'uploading'), transfer: first && partOf(first) },
        { record, files: all(group, 'synced') },
      ]
    }),
    { record: { phase: 'settled', progress: null } },
  ]
}

const pendingStates: readonly FileSync['state'][] = ['waiting', 'uploading', 'downloading', 'failed', 'onlyInHost']

/** What waits for a person is left alone. */
function isPending({ sync }: FileEntry): boolean {
  if (sync === null) return true
  return pendingStates.includes(sync.state) && !(sync.state === 'onlyInHost' && sync.code !== null)
}

function partOf(file: FileEntry): SyncStep['transfer'] {
  const sentBytes = Math.round(file.sizeBytes * SHOWN_PART)
  return { path: filePath(file), state: 'uploading', sentBytes, totalBytes: file.sizeBytes }
}

function all(files: readonly FileEntry[], state: MemoryFileSync): NonNullable<SyncStep['files']> {
  return Object.fromEntries(files.map((file) => [filePath(file), state]))
}
