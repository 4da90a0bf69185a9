import type { ErrorCode, OperationId, RecordRef, RecordSync, ServerEvent } from '@twinfolder/protocol'

import { type ApiError, TwinfolderError, localError } from '../api-error.ts'
import type { AdapterResult, LiveStatus, SyncAdapter } from '../sync-adapter.ts'
import { type MemoryConnection, fullConnection } from './memory-connection.ts'
import type { MemoryFile } from './memory-file.ts'
import { memoryOperations } from './memory-operations.ts'
import type { MemoryRecord } from './memory-record.ts'
import { memoryUploads } from './memory-upload.ts'
import { type MemoryAdapterOptions, memoryWorld } from './memory-world.ts'
import type { MemoryRecordSettings } from './record-settings.ts'
import { serverError } from './refusal.ts'

/** What was asked of the adapter. */
export interface MemoryCall {
  readonly operation: OperationId
  /** The input of the operation; of an upload, the upload. */
  readonly input: unknown
}

/**
 * A {@link SyncAdapter} over a script, with a hand on everything. Where a method takes a `record` and gets none, it means the first
 * one: the only one, as long as all records are alike.
 */
export interface MemoryAdapter extends SyncAdapter {
  /** Changes a file, found by its path (`Contracts/quote.pdf`) or its name, and sends the hint. */
  setFile(pathOrName: string, patch: Partial<MemoryFile>, record?: RecordRef): void
  /** Adds a file as if somebody else had, and sends the hint. */
  addFile(file: MemoryFile, record?: RecordRef): void
  removeFile(pathOrName: string, record?: RecordRef): void
  setRecordSync(patch: Partial<RecordSync>, record?: RecordRef): void
  /** Changes names, rights, capabilities and limits. */
  setRecord(patch: MemoryRecordSettings, record?: RecordRef): void
  setConnection(connection: MemoryConnection): void
  /** Sends any hint. */
  emit(event: ServerEvent): void
  /** Breaks (`down`) or mends (`live`) the stream of hints. */
  setLive(status: LiveStatus): void
  /** The next such call fails; called twice, the next two. */
  failNext(operation: OperationId, code: ErrorCode, more?: Partial<ApiError>): void
  /** Everything that was asked, oldest first. */
  readonly calls: readonly MemoryCall[]
}

/**
 * A {@link SyncAdapter} without a server: files and scripted states in memory. It decides nothing about synchronisation. For first
 * steps, stories and tests; works in a browser, in Node and in jsdom.
 *
 * @example memoryAdapter({ files: [{ name: 'quote.pdf', sizeBytes: 48_213 }], latencyMs: 200 })
 */
export function memoryAdapter(options: MemoryAdapterOptions = {}): MemoryAdapter {
  const { latencyMs = 0 } = options
  const world = memoryWorld(options)
  const operations = memoryOperations(world)
  const upload = memoryUploads(world)
  const failures: { readonly operation: OperationId; readonly error: ApiError }[] = []
  const calls: MemoryCall[] = []

  async function answer<Value>(
    { operation, input }: MemoryCall,
    signal: AbortSignal | undefined,
    work: () => Value | Promise<Value>,
  ): Promise<AdapterResult<Value>> {
    calls.push({ operation, input })
    try {
      await pause(latencyMs, signal)
      const at = failures.findIndex((failure) => failure.operation === operation)
      const [failure] = at < 0 ? [] : failures.splice(at, 1)
      if (failure) return { ok: false, error: failure.error }
      const value = await work()
      if (signal?.aborted) return { ok: false, error: localError('aborted') }
      return { ok: true, value }
    } catch (error) {
      if (signal?.aborted) return { ok: false, error: localError('aborted') }
      if (error instanceof TwinfolderError) return { ok: false, error: error.error }
      throw error
    }
  }

  const call: SyncAdapter['call'] = (operation, input, { signal } = {}) =>
    answer({ operation, input }, signal, () => operations[operation](input))

  function change(ref: RecordRef | undefined, work: (record: MemoryRecord) => void): void {
    const record = ref ? world.recordOf(ref) : world.records[0]
    if (!record) throw new RangeError('There is no record.')
    work(record)
    world.changed(record)
  }

  return {
    call,
    upload: (file, { signal, onProgress } = {}) =>
      answer({ operation: 'uploadFile', input: file }, signal, () =>
        upload(
          file,
          () => pause(latencyMs, signal),
          (sent) => onProgress?.(sent),
        ),
      ),
    contentUrl: ({ record, fileId }, { inline, version, signal }) =>
      call(
        'getContentUrl',
        {
          path: { module: record.module, recordId: record.id, fileId },
          query: { inline: inline ? 'true' : 'false', ...(version !== undefined && { version }) },
        },
        { signal },
      ),
    subscribe: (listener) => world.hints.subscribe(listener),
    setFile: (name, patch, ref) => change(ref, (record) => record.patch(record.named(name), patch)),
    addFile: (file, ref) => change(ref, (record) => record.add(file)),
    removeFile: (name, ref) => change(ref, (record) => record.remove(record.named(name).entry.id)),
    setRecordSync: (patch, ref) => change(ref, (record) => (record.sync = { ...record.sync, ...patch })),
    setRecord: (patch, ref) => change(ref, (record) => (record.settings = { ...record.settings, ...patch })),
    setConnection(connection) {
      world.connection = fullConnection(connection)
      world.hints.send({ type: 'connection' })
    },
    emit: (event) => world.hints.send(event),
    setLive: (status) => world.hints.setStatus(status),
    failNext: (operation, code, more) => failures.push({ operation, error: serverError(code, more) }),
    calls,
  }
}

/** Resolves after `milliseconds`, never for `Infinity`. @throws `aborted` when the caller walks away */
async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    signal?.addEventListener('abort', () => resolve(), { once: true })
    if (milliseconds === 0 || signal?.aborted) resolve()
    else if (milliseconds !== Infinity) setTimeout(resolve, milliseconds)
  })
  if (signal?.aborted) throw new TwinfolderError(localError('aborted'))
}
