import type { ErrorCode, OperationId, RecordRef, RecordSync, ServerEvent } from '@twinfolder/protocol'

import { type ApiError, TwinfolderError, localError } from '../api-error.ts'
import { type AdapterResult, type LiveStatus, type SyncAdapter, UPLOAD_PAUSED } from '../sync-adapter.ts'
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
  /**
   * Takes the network away (`lost`) and gives it back. Without it every call ends with `network`, an upload after the part that is on
   * its way: it goes on there when it is sent again with its key.
   */
  setNetwork(network: 'there' | 'lost'): void
  /** How many bytes of uploads have arrived: one that goes on where it was counts once. */
  readonly receivedBytes: () => number
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
  const uploads = memoryUploads(world)
  let isLost = false
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
      if (isLost) return { ok: false, error: localError('network', 'There is no network.') }
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

  const answered = new Map<string, unknown>()
  /** The same call with the same key gives the first answer again. */
  function once<Value>(key: string | null, work: () => Value): Value {
    if (key !== null && answered.has(key)) return answered.get(key) as Value
    const value = work()
    if (key !== null) answered.set(key, value)
    return value
  }

  const call: SyncAdapter['call'] = (operation, input, { signal, idempotencyKey } = {}) => {
    const key = idempotencyKey === undefined ? null : JSON.stringify([idempotencyKey, operation, input])
    return answer({ operation, input }, signal, () => once(key, () => operations[operation](input)))
  }

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
        uploads.upload(
          file,
          async () => {
            await pause(latencyMs, signal)
            if (isLost) throw new TwinfolderError(localError('network', 'There is no network.'))
          },
          (sent) => onProgress?.(sent),
        ),
      ).finally(() => {
        if (signal?.aborted && signal.reason !== UPLOAD_PAUSED) uploads.cancel(file.idempotencyKey)
      }),
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
    setNetwork(network) {
      isLost = network === 'lost'
    },
    receivedBytes: uploads.receivedBytes,
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
