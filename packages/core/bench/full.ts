import { argv } from 'node:process'

import { recordKeyText } from '../src/domain/record-ref.ts'
import { differingKeys } from '../src/engine/2-record/expand-record.ts'
import { recordState, viewOf } from '../src/engine/2-record/record-state.ts'
import type { RecordView } from '../src/engine/3-plan/cell.ts'
import { loadBatch, planLoaded } from '../src/engine/3-plan/load.ts'
import { memorySyncStore } from '../src/memory/index.ts'
import type { DirtyMark } from '../src/ports/sync-rows.ts'
import type { SyncStore } from '../src/ports/sync-store.ts'
import { type BoundRecord, FILES_A_RECORD, boundRecord, link } from './account.ts'
import { benchPass, cpuMs, hostOf, rounded } from './bench-pass.ts'

/**
 * Everything anew, as after a lost cursor or a backup: each record is compared as a whole (`compare`), then every file of it is planned
 * as if all were dirty (`load`, `plan`). The rows come from memory, a few records at a time; making them is not counted.
 */
const files = Number(argv[2] ?? 100_000)
/** Together as many files as a round of a pass has. */
const RECORDS_A_ROUND = 5

const base = memorySyncStore()
await base.createLink(link)
const sum = { compare: 0, load: 0, plan: 0 }
let [ops, peak] = [0, 0]
for (let first = 0; first * FILES_A_RECORD < files; first += RECORDS_A_ROUND) {
  await planAnew(Array.from({ length: RECORDS_A_ROUND }, (_, at) => boundRecord(first + at)))
  peak = Math.max(peak, process.memoryUsage().heapUsed)
}
console.log(
  JSON.stringify({
    bench: 'full re-plan',
    files,
    ops,
    compareMs: rounded(sum.compare),
    loadMs: rounded(sum.load),
    planMs: rounded(sum.plan),
    comparePlusPlanMs: rounded(sum.compare + sum.plan),
    peakHeapMB: rounded(peak / 1024 / 1024),
  }),
)

async function planAnew(records: readonly BoundRecord[]): Promise<void> {
  const store = storeOf(records)
  const host = new Map(records.flatMap((bound) => bound.files.map((file) => [file.id, file])))
  const views = new Map<string, RecordView>()
  const marks: DirtyMark[] = []
  for (const bound of records) {
    const pass = benchPass(store, records, hostOf(host, bound.files))
    const state = await recordState(pass, bound.record)
    const view = state && (await viewOf(pass, state))
    if (!view) throw new Error('A record has no view.')
    views.set(recordKeyText(bound.record), view)
    const started = cpuMs()
    const differing = await differingKeys(pass, view)
    sum.compare += cpuMs() - started
    if (differing.length > 0) throw new Error('Files that are the same differ.')
    for (const { record, id } of bound.files) marks.push({ key: { type: 'file', record, fileId: id }, mark: 1 })
  }
  const pass = benchPass(store, records, hostOf(host))
  const started = cpuMs()
  const batch = await loadBatch(pass, views, marks)
  const loaded = cpuMs()
  ops += (await planLoaded(pass, batch)).length
  sum.load += loaded - started
  sum.plan += cpuMs() - loaded
}

/** A store that has just these records: reads by key are look-ups, as in a database with its pages in memory. */
function storeOf(records: readonly BoundRecord[]): SyncStore {
  const recordOf = new Map(records.map((bound) => [bound.record.id, bound]))
  const entryAt = new Map(records.flatMap(({ entries }) => entries.map((entry) => [entry.pathLower, entry])))
  const entryOf = new Map(records.flatMap(({ entries }) => entries.map((entry) => [entry.remoteId, entry])))
  const rows = records.flatMap(({ baselines }) => baselines)
  const baselineOf = new Map(rows.map((row) => [row.fileId, row]))
  const baselineAt = new Map(rows.map((row) => [row.pathLower, row]))
  return {
    ...base,
    enrolment: async (_, { id }) => recordOf.get(id)?.enrolment ?? null,
    enrolments: async () => records.map(({ enrolment }) => enrolment),
    mirror: async (_, _generation, paths) => paths.map((path) => entryAt.get(path) ?? null),
    mirrorById: async (_, _generation, ids) => ids.map((id) => entryOf.get(id) ?? null),
    mirrorTree: async (_, _generation, root) => records.find(({ folder }) => folder.pathLower === root)?.entries ?? [],
    baselinesOfRecord: async (_, { id }) => recordOf.get(id)?.baselines ?? [],
    baselines: async (_, _record, fileIds) => fileIds.map((id) => baselineOf.get(id) ?? null),
    baselinesByPath: async (_, paths) => paths.map((path) => baselineAt.get(path) ?? null),
  }
}
