import type { Connection, FileEntry, LinkHealth, RecordRef, RecordSync } from '@twinfolder/protocol'

import { type Hints, createHints } from './hints.ts'
import { type ActivityLog, type MemoryActivity, activityLog } from './memory-activity.ts'
import { type MemoryBulk, type MemoryBulkOptions, memoryBulk } from './memory-bulk.ts'
import { type MemoryConnection, fullConnection } from './memory-connection.ts'
import { filePath } from './memory-file.ts'
import { type MemoryRecord, type MemoryRecordOptions, memoryRecord } from './memory-record.ts'
import { recordSyncOf } from './record-sync.ts'
import { refusal } from './refusal.ts'
import { type Scheduler, timerScheduler } from './scheduler.ts'
import { type SyncStep, defaultScript } from './sync-script.ts'

/** What `memoryAdapter` starts with. All of it has a default. */
export interface MemoryAdapterOptions extends MemoryRecordOptions {
  /** Records of their own; others are then unknown. @default every record shows the same files */
  readonly records?: readonly (MemoryRecordOptions & { readonly ref: RecordRef })[] | undefined
  /** @default linked */
  readonly connection?: MemoryConnection | undefined
  /** What linking leads to. @default linked */
  readonly afterLink?: MemoryConnection | undefined
  /** What a press goes through. @default waiting, each file uploading and synchronised, settled */
  readonly script?: readonly SyncStep[] | undefined
  readonly bulk?: MemoryBulkOptions | undefined
  /** Oldest first. */
  readonly activity?: readonly MemoryActivity[] | undefined
  /** The links of the whole tenant, in the order of their users' ids: the user is an administrator. @default they are not */
  readonly tenantLinks?: readonly LinkHealth[] | undefined
  /** How long a step of a script takes. @default `latencyMs` */
  readonly stepMs?: number | undefined
  /** How long an answer takes; `Infinity`: there is none. @default 0 */
  readonly latencyMs?: number | undefined
  /** What drives scripts. @default timers */
  readonly scheduler?: Scheduler | undefined
  readonly now?: (() => Date) | undefined
}

/** Everything that `memoryAdapter` holds. */
export interface MemoryWorld {
  connection: Connection
  readonly afterLink: MemoryConnection
  /** The `state` of the consent page that is open. */
  pendingLink: string | null
  readonly hints: Hints
  readonly activity: ActivityLog
  readonly bulk: MemoryBulk
  readonly records: readonly MemoryRecord[]
  readonly tenantLinks: readonly LinkHealth[] | null
  /** UTC ISO text. */
  now(plusMs?: number): string
  /** @throws `record_unknown` */
  recordOf(ref: RecordRef): MemoryRecord
  syncOf(record: MemoryRecord): RecordSync
  /** Sends the hint that a record is to be looked at again. */
  changed(record: MemoryRecord): void
  /** Goes through the script, unless that is what the record does already. @param steps instead of the story's own */
  runScript(record: MemoryRecord, ref: RecordRef, steps?: readonly SyncStep[]): void
  /** What waits in a record goes on, as after a press; nothing happens while it rests by its user's wish. */
  goOn(record: MemoryRecord, ref: RecordRef): void
  /** @param record all of them without one */
  stopScripts(record?: MemoryRecord): void
}

/** Makes a {@link MemoryWorld}. */
export function memoryWorld(options: MemoryAdapterOptions): MemoryWorld {
  const { scheduler = timerScheduler, stepMs = options.latencyMs ?? 0 } = options
  const now = (plusMs = 0): string => new Date((options.now?.() ?? new Date()).getTime() + plusMs).toISOString()
  const hints = createHints()
  const same = memoryRecord(options)
  const own = options.records && new Map(options.records.map((one) => [keyOf(one.ref), ownRecord(options, one)]))
  const running = new Map<MemoryRecord, () => void>()

  const world: MemoryWorld = {
    connection: fullConnection(options.connection ?? {}),
    afterLink: options.afterLink ?? { state: 'linked' },
    pendingLink: null,
    hints,
    activity: activityLog(now),
    bulk: memoryBulk(options.bulk ?? {}, {
      now,
      scheduler,
      stepMs,
      changed: (bulkId) => hints.send({ type: 'bulk', bulkId }),
    }),
    records: own ? [...own.values()] : [same],
    tenantLinks: options.tenantLinks ?? null,
    now,
    recordOf(ref) {
      const record = own ? own.get(keyOf(ref)) : same
      if (!record) throw refusal('record_unknown')
      record.refs.set(keyOf(ref), ref)
      return record
    },
    syncOf: (record) => recordSyncOf(record, world.connection),
    changed(record) {
      for (const ref of record.refs.values()) hints.send({ type: 'record', record: ref })
    },
    runScript(record, ref, steps = options.script ?? defaultScript(record.files())) {
      if (running.has(record)) return
      take(record, ref, [...steps])
    },
    goOn(record, ref) {
      const { phase } = world.syncOf(record)
      if (phase === 'settled' || phase === 'waiting') world.runScript(record, ref, defaultScript(record.files()))
    },
    stopScripts(record) {
      for (const [one, stop] of running) {
        if (record && one !== record) continue
        stop()
        running.delete(one)
      }
    },
  }

  function take(record: MemoryRecord, ref: RecordRef, [step, ...rest]: readonly SyncStep[]): void {
    running.delete(record)
    if (step) apply(record, ref, step)
    const [next] = rest
    if (next)
      running.set(
        record,
        scheduler.after(next.afterMs ?? stepMs, () => take(record, ref, rest)),
      )
  }

  function apply(record: MemoryRecord, ref: RecordRef, step: SyncStep): void {
    const lastSettledAt = step.record?.phase === 'settled' ? now() : record.sync.lastSettledAt
    const checkedAt = step.record?.phase === 'settled' ? now() : record.sync.checkedAt
    record.sync = { ...record.sync, lastSettledAt, checkedAt, ...step.record }
    for (const file of record.setStates(step.files ?? {})) noteUpload(file, ref)
    if (step.transfer) sendProgress(record, step.transfer)
    world.changed(record)
  }

  function noteUpload(file: FileEntry, ref: RecordRef): void {
    if (file.sync?.state !== 'synced') return
    world.activity.add({
      code: 'uploaded',
      subject: file.name,
      fileId: file.id,
      record: ref,
      direction: 'toDropbox',
      via: 'remote',
    })
  }

  function sendProgress(record: MemoryRecord, { path, ...transfer }: NonNullable<SyncStep['transfer']>): void {
    const file = record.files().find((file) => filePath(file) === path)
    for (const ref of record.refs.values()) {
      hints.send({ type: 'progress', record: ref, fileId: file?.id ?? null, ...transfer })
    }
  }

  for (const row of options.activity ?? []) world.activity.add(row)
  return world
}

/** What a record does not say itself is as it is for all. */
function ownRecord(shared: MemoryAdapterOptions, own: MemoryRecordOptions & { readonly ref: RecordRef }): MemoryRecord {
  const record = memoryRecord({ ...shared, ...own })
  record.refs.set(keyOf(own.ref), own.ref)
  return record
}

function keyOf({ module, id }: RecordRef): string {
  return `${module}/${id}`
}
