import type { BulkEnd, BulkPreflight, BulkRecord, BulkRun, RecordRef, SegmentRef } from '@twinfolder/protocol'

import { refusal } from './refusal.ts'
import type { Scheduler } from './scheduler.ts'

/** A record of a saved selection, with the end that a run over it comes to. */
export type MemoryBulkRecord = Partial<BulkRecord> & Pick<BulkRecord, 'record'>

/** How runs over many records end. */
export interface MemoryBulkOptions {
  /** What every saved selection holds. A record that is not here ends as `synced`. @default 12 companies */
  readonly records?: readonly MemoryBulkRecord[] | undefined
  readonly preflight?: Partial<BulkPreflight> | undefined
  /** How many records end with each step. @default a tenth of them */
  readonly recordsPerStep?: number | undefined
}

interface StoredRun {
  readonly run: BulkRun
  readonly records: readonly BulkRecord[]
  readonly planned: readonly MemoryBulkRecord[]
}

/** The runs of one user. */
export interface MemoryBulk {
  preflight(segment: SegmentRef): BulkPreflight
  start(segment: SegmentRef): BulkRun
  list(filter: { readonly module?: BulkRun['module'] | undefined; readonly limit?: number | undefined }): BulkRun[]
  /** @throws `bulk_unknown`, as do the others that take an id */
  get(bulkId: string): BulkRun
  records(bulkId: string): readonly BulkRecord[]
  cancel(bulkId: string): BulkRun
  retry(bulkId: string): BulkRun
}

const noEnds: BulkRun['ends'] = {
  synced: 0,
  emptyFolder: 0,
  oneWay: 0,
  nothingToDo: 0,
  skipped: 0,
  failed: 0,
  cancelled: 0,
}

const twelveCompanies: readonly MemoryBulkRecord[] = Array.from({ length: 12 }, (_, at) => {
  const id = String(1001 + at)
  return { record: { module: 'companies', id }, name: `Company ${at + 1}`, number: id }
})

/** Makes a {@link MemoryBulk}; `changed` is told the id of each run that moved on. */
export function memoryBulk(
  options: MemoryBulkOptions,
  world: {
    readonly now: () => string
    readonly scheduler: Scheduler
    readonly stepMs: number
    readonly changed: (bulkId: string) => void
  },
): MemoryBulk {
  const runs = new Map<string, StoredRun>()
  const scripted = options.records ?? twelveCompanies

  function stored(bulkId: string): StoredRun {
    const found = runs.get(bulkId)
    if (!found) throw refusal('bulk_unknown')
    return found
  }

  function put(stored: StoredRun): BulkRun {
    runs.set(stored.run.id, stored)
    world.changed(stored.run.id)
    return stored.run
  }

  function begin(planned: readonly MemoryBulkRecord[], retryOf: string | null): BulkRun {
    const modules = new Set(planned.map(({ record }) => record.module))
    const [module = null] = modules.size === 1 ? modules : []
    const run: BulkRun = {
      id: `bulk-${runs.size + 1}`,
      module,
      state: 'running',
      total: planned.length,
      ends: noEnds,
      startedAt: world.now(),
      endedAt: null,
      retryOf,
    }
    const records = planned.map(({ record, name = null, number = null }) => ({
      record,
      name,
      number,
      end: null,
      code: null,
    }))
    put({ run, records, planned })
    moveOnLater(run.id)
    return run
  }

  function moveOnLater(bulkId: string): void {
    world.scheduler.after(world.stepMs, () => {
      const before = stored(bulkId)
      if (before.run.state !== 'running') return
      const count = options.recordsPerStep ?? Math.max(1, Math.ceil(before.run.total / 10))
      if (put(ended(before, count, endOf, world.now())).state === 'running') moveOnLater(bulkId)
    })
  }

  return {
    preflight(segment) {
      const records = recordsOf(segment, scripted).length
      return { records, files: null, bytes: null, estimatedSeconds: null, excluded: [], ...options.preflight }
    },
    start: (segment) => begin(recordsOf(segment, scripted), null),
    list: ({ module, limit = 100 }) =>
      [...runs.values()]
        .map(({ run }) => run)
        .filter((run) => module === undefined || run.module === module)
        .reverse()
        .slice(0, limit),
    get: (bulkId) => stored(bulkId).run,
    records: (bulkId) => stored(bulkId).records,
    cancel(bulkId) {
      const before = stored(bulkId)
      if (before.run.state !== 'running') return before.run
      const after = ended(before, before.run.total, () => ({ end: 'cancelled', code: null }), world.now())
      return put({ ...after, run: { ...after.run, state: 'cancelled' } })
    },
    retry(bulkId) {
      const failed = stored(bulkId).records.filter(({ end }) => end === 'failed')
      return begin(
        failed.map(({ record, name, number }) => ({ record, name, number })),
        bulkId,
      )
    },
  }
}

function endOf(planned: MemoryBulkRecord): Pick<BulkRecord, 'end' | 'code'> {
  return { end: planned.end ?? 'synced', code: planned.code ?? null }
}

/** The run after the next `count` records that wait have ended. */
function ended(
  before: StoredRun,
  count: number,
  endOf: (planned: MemoryBulkRecord) => Pick<BulkRecord, 'end' | 'code'>,
  now: string,
): StoredRun {
  let left = count
  const records = before.records.map((record, at) => {
    const planned = before.planned[at]
    if (record.end !== null || left === 0 || !planned) return record
    left -= 1
    return { ...record, ...endOf(planned) }
  })
  const counts: Record<BulkEnd, number> = { ...noEnds }
  for (const { end } of records) if (end) counts[end] += 1
  const isDone = records.every(({ end }) => end !== null)
  const run: BulkRun = { ...before.run, ends: counts, state: isDone ? 'done' : 'running', endedAt: isDone ? now : null }
  return { ...before, run, records }
}

function recordsOf(segment: SegmentRef, scripted: readonly MemoryBulkRecord[]): readonly MemoryBulkRecord[] {
  if (!('records' in segment)) return scripted
  const known = new Map(scripted.map((one) => [keyOf(one.record), one]))
  return segment.records.map((record) => known.get(keyOf(record)) ?? { record })
}

function keyOf({ module, id }: RecordRef): string {
  return `${module}/${id}`
}
