import { type SyncClient, UPLOAD_PAUSED, randomId } from '@twinfolder/client'
import type { FileEntry, RecordRef, RecordView } from '@twinfolder/protocol'

import { codeOf } from '../messages/code-of.ts'
import { type Store, createStore } from '../provider/store.ts'
import { createArrivals } from './arrivals.ts'
import { checkUpload } from './check-upload.ts'
import type { ChosenFile } from './chosen-file.ts'
import { FIRST_CHECKED, findDuplicates, takeForCheck } from './find-duplicates.ts'
import { hostFolder } from './host-folder.ts'
import { type Network, browserNetwork } from './network.ts'
import type { Upload } from './upload.ts'
import type { KeptUpload, UploadKeeper } from './upload-keeper.ts'
import { type UploadList, createUploadList } from './upload-list.ts'

/** Where chosen files go. */
export interface UploadTarget {
  readonly record: RecordRef
  readonly folder: readonly string[]
  readonly maxFileBytes: number
  /** What becomes of the folders that files come in. @default 'nested' */
  readonly folders?: RecordView['capabilities']['folders'] | undefined
  /** Whether files are looked for among those that are here before they are sent. @default false */
  readonly findByHash?: boolean | undefined
}

/** What a queue may be made with. */
export interface UploadQueueOptions {
  /** Told now and then while files arrive; what has arrived stays on the list until it has looked. */
  readonly onUploaded: (record: RecordRef) => Promise<unknown>
  readonly network?: Network | undefined
  /** @default nothing outlives the page */
  readonly keeper?: UploadKeeper | undefined
}

/**
 * Sends files, a few at a time. It lives in the provider, so uploads go on while the user walks through the app. Without a network
 * it waits and goes on by itself.
 */
export interface UploadQueue {
  readonly list: UploadList
  /** Whether it waits for the network. */
  readonly isWaiting: Store<boolean>
  /** Whether what is unfinished goes on after a reload. */
  readonly isKept: Store<boolean>
  readonly add: (files: readonly ChosenFile[], target: UploadTarget) => void
  readonly retry: (ids: readonly string[]) => void
  /** Sends what is here already all the same. */
  readonly sendAnyway: (ids: readonly string[]) => void
  /** Cancels uploads, or takes what failed off the list. */
  readonly remove: (ids: readonly string[]) => void
  /** Begins: listens to the network, and takes up what an earlier page left behind. */
  readonly start: () => void
  /** Ends, as the page does: what is kept goes on in the next one. */
  readonly stop: () => void
}

const AT_ONCE = 3
/** How many are written to the keeper at a time, so that ten thousand files do not hold up the first. */
const KEPT_AT_ONCE = 50
/** When the browser sees a network and the server does not answer: so long until the next try, then twice that, up to a minute. */
const FIRST_WAIT_MS = 4000
const LONGEST_WAIT_MS = 60_000

/** Makes a queue; {@link UploadQueue.start} starts it. */
export function createUploadQueue(client: SyncClient, options: UploadQueueOptions): UploadQueue {
  const { onUploaded, network = browserNetwork, keeper } = options
  const list = createUploadList()
  const isWaiting = createStore(false)
  const isKept = createStore(false)
  const bodies = new Map<string, File>()
  const running = new Map<string, AbortController>()
  const toKeep: string[] = []
  const toCheck: string[] = []
  const arrived = createArrivals(onUploaded, (ids) => list.remove(ids))
  let leaveNetwork: (() => void) | null = null
  let wakeTimer: ReturnType<typeof setTimeout> | undefined
  let waitMs = FIRST_WAIT_MS
  let isKeeping = false
  let isChecking = false

  function startNext(): void {
    while (!isWaiting.get() && running.size < AT_ONCE) {
      const next = list.nextQueued()
      if (!next) return
      if (network.isOnline()) void send(next)
      else waitForNetwork()
    }
  }

  async function send({ id, record, folder, name }: Upload): Promise<void> {
    const body = bodies.get(id)
    // What was removed or stopped meanwhile is not sent.
    if (!body) return list.remove([id])
    const controller = new AbortController()
    running.set(id, controller)
    list.change(id, { state: 'sending', code: null })
    try {
      await client.uploadFile(
        { record, folder, name, body, idempotencyKey: id },
        { signal: controller.signal, onProgress: (sentBytes) => list.change(id, { sentBytes }) },
      )
      list.change(id, { state: 'done', sentBytes: body.size })
      waitMs = FIRST_WAIT_MS
      bodies.delete(id)
      keeper?.drop([id])
      arrived.add(record, id)
    } catch (error) {
      const code = codeOf(error)
      // Who aborts says what becomes of it.
      if (controller.signal.aborted) return
      if (code === 'network') {
        list.change(id, { state: 'paused' })
        waitForNetwork()
      } else list.change(id, { state: 'failed', sentBytes: 0, code })
    } finally {
      if (running.get(id) === controller) running.delete(id)
      startNext()
    }
  }

  /** Looks for files among those that are here, a few at a time, when there is a network. What cannot be looked for is sent. */
  async function checkAll(): Promise<void> {
    if (isChecking) return
    isChecking = true
    for (let count = FIRST_CHECKED; toCheck.length > 0 && !isWaiting.get(); count *= 4) {
      const ids = takeForCheck(toCheck, (id) => list.get(id)?.sizeBytes ?? 0, count)
      for (const [record, files] of byRecord(ids.flatMap((id) => withBody(list.get(id), bodies.get(id)) ?? []))) {
        await check(record, files)
      }
    }
    isChecking = false
  }

  async function check(record: RecordRef, files: readonly WithBody[]): Promise<void> {
    const ids = files.map(({ id }) => id)
    try {
      release(ids, await findDuplicates(client, record, files))
    } catch (error) {
      if (codeOf(error) !== 'network') return release(ids, null)
      toCheck.unshift(...ids)
      waitForNetwork()
    }
  }

  function release(ids: readonly string[], found: ReadonlyMap<string, FileEntry> | null): void {
    for (const id of ids) {
      if (list.get(id)?.state !== 'checking') continue
      const file = found?.get(id)
      if (file) list.change(id, { state: 'found', hereAs: [...file.folder, file.name].join(' / ') })
      else enqueue(id)
    }
    startNext()
    void keepAll()
  }

  function enqueue(id: string): void {
    list.change(id, { state: 'queued', code: null })
    toKeep.push(id)
  }

  function waitForNetwork(): void {
    for (const [id, controller] of running) {
      controller.abort(UPLOAD_PAUSED)
      list.change(id, { state: 'paused' })
    }
    running.clear()
    isWaiting.set(() => true)
    clearTimeout(wakeTimer)
    // The event tells of a network; a server that is away tells nothing.
    if (network.isOnline()) {
      wakeTimer = setTimeout(goOn, waitMs)
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
    }
  }

  function goOn(): void {
    clearTimeout(wakeTimer)
    isWaiting.set(() => false)
    for (const id of list.paused()) {
      const upload = list.get(id)
      if (upload) void send(upload)
    }
    startNext()
    void checkAll()
  }

  function onNetwork(): void {
    if (!network.isOnline()) return waitForNetwork()
    waitMs = FIRST_WAIT_MS
    if (isWaiting.get()) goOn()
  }

  function remove(ids: readonly string[]): void {
    list.remove(ids)
    for (const id of ids) {
      running.get(id)?.abort()
      running.delete(id)
      bodies.delete(id)
    }
    keeper?.drop(ids)
    startNext()
  }

  /** Writes what is not finished yet to the keeper, a few at a time. The first failure ends it: it is tried for each batch anew. */
  async function keepAll(): Promise<void> {
    if (!keeper || isKeeping) return
    isKeeping = true
    while (toKeep.length > 0) {
      const uploads = toKeep.splice(0, KEPT_AT_ONCE).flatMap((id) => keptUpload(list.get(id), bodies.get(id)) ?? [])
      if (uploads.length === 0) continue
      const isDone = await keeper.keep(uploads)
      isKept.set(() => isDone)
      if (!isDone) toKeep.length = 0
      // What ended meanwhile was dropped before it was there.
      const ended = uploads.filter(({ id }) => !bodies.has(id)).map(({ id }) => id)
      if (ended.length > 0 && leaveNetwork) keeper.drop(ended)
    }
    isKeeping = false
  }

  function takeUp(uploads: readonly KeptUpload[]): void {
    for (const { id, file } of uploads) bodies.set(id, file)
    list.add(
      uploads.map(({ id, record, folder, name, file }): Upload => {
        return {
          id,
          record,
          folder,
          name,
          sizeBytes: file.size,
          sentBytes: 0,
          state: 'queued',
          code: null,
          hereAs: null,
        }
      }),
    )
    isKept.set(() => true)
    startNext()
  }

  return {
    list,
    isWaiting,
    isKept,
    add(files, { record, folder, maxFileBytes, folders = 'nested', findByHash = false }) {
      const added = files.map(({ file, folder: below }): Upload => {
        const id = randomId()
        const sizeBytes = file.size
        const code = checkUpload({ name: file.name, folder: below, sizeBytes }, maxFileBytes)
        if (!code) bodies.set(id, file)
        if (!code) (findByHash ? toCheck : toKeep).push(id)
        const place = { record, folder: hostFolder(folder, below, folders), name: file.name }
        const state = code ? 'refused' : findByHash ? 'checking' : 'queued'
        return { ...place, id, sizeBytes, sentBytes: 0, state, code, hereAs: null }
      })
      list.add(added)
      startNext()
      void keepAll()
      void checkAll()
    },
    sendAnyway(ids) {
      for (const id of ids) if (list.get(id)?.state === 'found') enqueue(id)
      startNext()
      void keepAll()
    },
    retry(ids) {
      for (const id of ids) if (list.get(id)?.state === 'failed') list.change(id, { state: 'queued', code: null })
      startNext()
    },
    remove,
    start() {
      leaveNetwork ??= network.subscribe(onNetwork)
      keeper?.open(takeUp)
    },
    stop() {
      leaveNetwork?.()
      leaveNetwork = null
      clearTimeout(wakeTimer)
      // What nobody will take up is ended on the server, too.
      for (const controller of running.values()) controller.abort(isKept.get() ? UPLOAD_PAUSED : undefined)
      running.clear()
      bodies.clear()
      toKeep.length = 0
      toCheck.length = 0
      arrived.stop()
      list.clear()
      isWaiting.set(() => false)
      keeper?.close()
    },
  }
}

type WithBody = Pick<Upload, 'id' | 'record'> & { readonly body: File }

function withBody(upload: Upload | undefined, body: File | undefined): WithBody | null {
  return upload && body ? { id: upload.id, record: upload.record, body } : null
}

function byRecord(uploads: readonly WithBody[]): ReadonlyMap<RecordRef, readonly WithBody[]> {
  const groups = new Map<string, WithBody[]>()
  for (const upload of uploads) {
    const key = JSON.stringify([upload.record.module, upload.record.id])
    groups.set(key, [...(groups.get(key) ?? []), upload])
  }
  return new Map([...groups.values()].flatMap((group) => (group[0] ? [[group[0].record, group] as const] : [])))
}

function keptUpload(upload: Upload | undefined, file: File | undefined): KeptUpload | null {
  if (!upload || !file) return null
  const { id, record, folder, name } = upload
  return { id, record, folder, name, file }
}
