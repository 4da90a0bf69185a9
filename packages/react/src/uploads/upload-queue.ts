import type { SyncClient } from '@twinfolder/client'
import type { ErrorCode, FileEntry, RecordRef } from '@twinfolder/protocol'

import { codeOf } from '../messages/code-of.ts'
import { type Store, createStore } from '../provider/store.ts'
import { checkUpload } from './check-upload.ts'
import type { ChosenFile } from './chosen-file.ts'
import { randomId } from './random-id.ts'

/** One file on its way into the CRM. */
export interface Upload {
  readonly id: string
  readonly record: RecordRef
  readonly folder: readonly string[]
  readonly name: string
  readonly sizeBytes: number
  readonly sentBytes: number
  /** `refused`: found to be impossible before a byte was sent. */
  readonly state: 'queued' | 'sending' | 'done' | 'failed' | 'refused'
  /** Why it failed or was refused. */
  readonly code: ErrorCode | null
}

/** Where chosen files go. */
export interface UploadTarget {
  readonly record: RecordRef
  readonly folder: readonly string[]
  readonly maxFileBytes: number
}

/** Sends files, a few at a time. It lives in the provider, so uploads go on while the user walks through the app. */
export interface UploadQueue {
  readonly uploads: Store<readonly Upload[]>
  readonly add: (files: readonly ChosenFile[], target: UploadTarget) => void
  readonly retry: (id: string) => void
  /** Stops an upload and takes it off the list. */
  readonly remove: (ids: readonly string[]) => void
  /** Stops everything. */
  readonly stop: () => void
}

const atOnce = 3
/** Bytes arrive more often than a person can read them. */
const progressMs = 100

/** Makes a queue. `onUploaded` is told after each file; an upload stays on the list until it has looked. */
export function createUploadQueue(
  client: SyncClient,
  onUploaded: (record: RecordRef, file: FileEntry) => Promise<unknown>,
): UploadQueue {
  const uploads = createStore<readonly Upload[]>([])
  const bodies = new Map<string, File>()
  const running = new Map<string, AbortController>()

  function change(id: string, patch: Partial<Upload>): void {
    uploads.set((all) => all.map((upload) => (upload.id === id ? { ...upload, ...patch } : upload)))
  }

  function startNext(): void {
    for (const upload of uploads.get()) {
      if (running.size >= atOnce) return
      if (upload.state === 'queued' && !running.has(upload.id)) void send(upload)
    }
  }

  async function send({ id, record, folder, name }: Upload): Promise<void> {
    const body = bodies.get(id)
    if (!body) return
    const controller = new AbortController()
    running.set(id, controller)
    change(id, { state: 'sending' })
    let shownAt = 0
    try {
      const file = await client.uploadFile(
        { record, folder, name, body, idempotencyKey: id },
        {
          signal: controller.signal,
          onProgress(sentBytes) {
            if (Date.now() - shownAt < progressMs) return
            shownAt = Date.now()
            change(id, { sentBytes })
          },
        },
      )
      change(id, { state: 'done', sentBytes: body.size })
      bodies.delete(id)
      // The row of the file takes over from the row of the upload, without a moment with neither.
      void onUploaded(record, file).finally(() => forget([id]))
    } catch (error) {
      if (!controller.signal.aborted) change(id, { state: 'failed', sentBytes: 0, code: codeOf(error) })
    } finally {
      if (running.get(id) === controller) running.delete(id)
      startNext()
    }
  }

  function forget(ids: readonly string[]): void {
    uploads.set((all) => all.filter(({ id }) => !ids.includes(id)))
    for (const id of ids) bodies.delete(id)
  }

  return {
    uploads,
    add(files, { record, folder, maxFileBytes }) {
      const added = files.map(({ file, folder: below }): Upload => {
        const candidate = { name: file.name, folder: [...folder, ...below], sizeBytes: file.size }
        const code = checkUpload(candidate, maxFileBytes)
        const id = randomId()
        if (!code) bodies.set(id, file)
        return { ...candidate, id, record, sentBytes: 0, state: code ? 'refused' : 'queued', code }
      })
      uploads.set((all) => [...all, ...added])
      startNext()
    },
    retry(id) {
      change(id, { state: 'queued', code: null, sentBytes: 0 })
      startNext()
    },
    remove(ids) {
      for (const id of ids) {
        running.get(id)?.abort()
        running.delete(id)
      }
      forget(ids)
      startNext()
    },
    stop() {
      for (const controller of running.values()) controller.abort()
      running.clear()
      bodies.clear()
      uploads.set((all) => (all.length === 0 ? all : []))
    },
  }
}
