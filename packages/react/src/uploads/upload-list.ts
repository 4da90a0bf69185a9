import type { RecordRef } from '@twinfolder/protocol'

import { type TransferRate, createTransferRate } from './transfer-rate.ts'
import { type Upload, type UploadState, isActive } from './upload.ts'
import { type UploadView, noUploads } from './upload-view.ts'

/** How many rows of one sort a record shows; of more there is a number. */
const SHOWN = 4
/** Bytes arrive more often than a person can read, and ten thousand files change ten thousand times. */
const TELL_MS = 100

/** Uploads by id, with what each record shows of them. Every change costs the same however many there are. */
export interface UploadList {
  readonly get: (id: string) => Upload | undefined
  readonly add: (uploads: readonly Upload[]) => void
  readonly change: (id: string, patch: Partial<Pick<Upload, 'state' | 'sentBytes' | 'code' | 'hereAs'>>) => void
  readonly remove: (ids: Iterable<string>) => void
  /** Every upload of a record in these states, in order. */
  readonly idsOf: (record: RecordRef, states: readonly UploadState[]) => readonly string[]
  /** Every upload that waits for the network. */
  readonly paused: () => readonly string[]
  /** The next one that waits to be sent. */
  readonly nextQueued: () => Upload | undefined
  readonly clear: () => void
  /** The same object until {@link UploadList.subscribe} told of a change. */
  readonly view: (record: RecordRef) => UploadView
  readonly subscribe: (listener: () => void) => () => void
}

const states: readonly UploadState[] = ['sending', 'paused', 'queued', 'checking', 'found', 'failed', 'refused', 'done']

/** The uploads of one record. */
interface Group {
  readonly ids: Readonly<Record<UploadState, Set<string>>>
  /** Of those that are active. */
  sizeBytes: number
  sentBytes: number
  done: { count: number; bytes: number }
  rate: TransferRate
  view: UploadView
  isChanged: boolean
}

/** Makes an empty {@link UploadList}. */
export function createUploadList(now: () => number = () => Date.now()): UploadList {
  const uploads = new Map<string, Upload>()
  const queued = new Set<string>()
  const groups = new Map<string, Group>()
  const listeners = new Set<() => void>()
  let timer: ReturnType<typeof setTimeout> | null = null
  let toldAt = -Infinity

  const groupOf = (record: RecordRef): Group => {
    const key = keyOf(record)
    const group = groups.get(key) ?? newGroup()
    groups.set(key, group)
    return group
  }

  /** Takes an upload out of the sums, or puts it in. */
  function count(group: Group, upload: Upload, sign: 1 | -1): void {
    if (sign > 0) group.ids[upload.state].add(upload.id)
    else group.ids[upload.state].delete(upload.id)
    if (upload.state === 'queued' && sign > 0) queued.add(upload.id)
    else queued.delete(upload.id)
    if (isActive(upload)) {
      group.sizeBytes += sign * upload.sizeBytes
      group.sentBytes += sign * upload.sentBytes
    }
    group.isChanged = true
  }

  /** At once, then at most every 100 ms. */
  function tell(): void {
    if (timer !== null) return
    timer = setTimeout(tellNow, Math.max(0, toldAt + TELL_MS - now()))
  }

  function tellNow(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    toldAt = now()
    for (const group of groups.values()) {
      if (!group.isChanged) continue
      group.isChanged = false
      group.view = viewOf(group, uploads, now())
    }
    for (const listener of listeners) listener()
  }

  return {
    get: (id) => uploads.get(id),
    add(added) {
      for (const upload of added) {
        const group = groupOf(upload.record)
        if (isActive(upload) && activeCount(group) === 0) {
          group.done = { count: 0, bytes: 0 }
          group.rate = createTransferRate()
        }
        uploads.set(upload.id, upload)
        count(group, upload, 1)
      }
      if (added.length > 0) tell()
    },
    change(id, patch) {
      const before = uploads.get(id)
      if (!before) return
      const after = { ...before, ...patch }
      const group = groupOf(before.record)
      count(group, before, -1)
      uploads.set(id, after)
      count(group, after, 1)
      if (after.state === 'done' && before.state !== 'done') {
        group.done.count += 1
        group.done.bytes += after.sizeBytes
      }
      tell()
    },
    remove(ids) {
      for (const id of ids) {
        const upload = uploads.get(id)
        if (!upload) continue
        count(groupOf(upload.record), upload, -1)
        uploads.delete(id)
      }
      // Who takes something off the list sees it go at once.
      tellNow()
    },
    idsOf: (record, wanted) => wanted.flatMap((state) => [...groupOf(record).ids[state]]),
    paused: () => [...groups.values()].flatMap(({ ids }) => [...ids.paused]),
    nextQueued() {
      const [id] = queued
      return id === undefined ? undefined : uploads.get(id)
    },
    clear() {
      uploads.clear()
      queued.clear()
      if (groups.size === 0) return
      groups.clear()
      tell()
    },
    view: (record) => groups.get(keyOf(record))?.view ?? noUploads,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function newGroup(): Group {
  const ids = Object.fromEntries(states.map((state) => [state, new Set<string>()])) as Record<UploadState, Set<string>>
  return {
    ids,
    sizeBytes: 0,
    sentBytes: 0,
    done: { count: 0, bytes: 0 },
    rate: createTransferRate(),
    view: noUploads,
    isChanged: false,
  }
}

function activeCount({ ids }: Group): number {
  return ids.sending.size + ids.paused.size + ids.queued.size + ids.checking.size
}

function viewOf(group: Group, uploads: ReadonlyMap<string, Upload>, now: number): UploadView {
  const { ids, done } = group
  const sentBytes = group.sentBytes + done.bytes
  const sizeBytes = group.sizeBytes + done.bytes
  return {
    active: first(uploads, [ids.sending, ids.paused, ids.queued, ids.checking]),
    troubled: first(uploads, [ids.failed, ids.refused]),
    found: first(uploads, [ids.found]),
    foundCount: ids.found.size,
    activeCount: activeCount(group),
    checkingCount: ids.checking.size,
    failedCount: ids.failed.size,
    refusedCount: ids.refused.size,
    batch: { doneCount: done.count, sentBytes, sizeBytes },
    secondsLeft: ids.sending.size > 0 ? group.rate.secondsLeft(now, sentBytes, sizeBytes) : null,
  }
}

function first(uploads: ReadonlyMap<string, Upload>, sets: readonly ReadonlySet<string>[]): readonly Upload[] {
  const found: Upload[] = []
  for (const set of sets) {
    for (const id of set) {
      if (found.length === SHOWN) return found
      const upload = uploads.get(id)
      if (upload) found.push(upload)
    }
  }
  return found
}

function keyOf({ module, id }: RecordRef): string {
  return JSON.stringify([module, id])
}
