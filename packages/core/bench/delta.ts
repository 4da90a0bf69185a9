import { argv } from 'node:process'

import { contentHash } from '../src/domain/content-hash.ts'
import { pathLower, remoteId, remotePath, revision } from '../src/domain/remote-path.ts'
import { recordState, viewOf } from '../src/engine/2-record/record-state.ts'
import type { RecordView } from '../src/engine/3-plan/cell.ts'
import { loadBatch, planLoaded } from '../src/engine/3-plan/load.ts'
import { recordKeyText } from '../src/domain/record-ref.ts'
import { memorySyncStore } from '../src/memory/index.ts'
import type { HostFile } from '../src/ports/host-files.ts'
import type { DirtyMark } from '../src/ports/sync-rows.ts'
import type { StoreWrite } from '../src/ports/sync-store.ts'
import { type BoundRecord, link } from './account.ts'
import { benchPass, cpuMs, hostOf, median, rounded } from './bench-pass.ts'
import { boundRecords, fill } from './fill.ts'

/**
 * Some changes in many bound files, in a hundred records: edits and new files in the remote, edits, renames and deletions in the host.
 * `load` reads what they are about from the store, `plan` makes the ops, names included.
 */
const [changes, files] = [Number(argv[2] ?? 1000), Number(argv[3] ?? 100_000)]
const REPETITIONS = 15
const KEYS_A_ROUND = 500
const RECORDS = 100

const records = boundRecords(files)
const store = memorySyncStore()
await fill(store, records, link)
const host = new Map(records.flatMap((record) => record.files.map((file) => [file.id, file])))
await store.commitUserRequest(link.id, Array.from({ length: changes }, (_, at) => change(at)).flat())

const pass = benchPass(store, records, hostOf(host))
const marks = await store.dirty(link.id, { records: null, limit: changes })
const views = await viewsOf(marks)
const times = { load: new Array<number>(), plan: new Array<number>() }
let ops = 0
for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
  const { load, plan } = await planChanges()
  times.load.push(load)
  times.plan.push(plan)
}
globalThis.gc?.()
const heapBefore = process.memoryUsage().heapUsed
await planChanges()
const heapMB = (process.memoryUsage().heapUsed - heapBefore) / 1024 / 1024
console.log(
  JSON.stringify({
    bench: 'changes',
    changes,
    files,
    ops,
    loadMs: median(times.load),
    planMs: median(times.plan),
    firstPlanMs: rounded(times.plan[0] ?? Number.NaN),
    heapMB: rounded(heapMB),
  }),
)

/** As the rounds of a pass do it, without carrying anything out. */
async function planChanges() {
  const sum = { load: 0, plan: 0 }
  ops = 0
  for (let at = 0; at < marks.length; at += KEYS_A_ROUND) {
    const started = cpuMs()
    const batch = await loadBatch(pass, views, marks.slice(at, at + KEYS_A_ROUND))
    const loaded = cpuMs()
    ops += (await planLoaded(pass, batch)).length
    sum.load += loaded - started
    sum.plan += cpuMs() - loaded
  }
  return sum
}

async function viewsOf(dirty: readonly DirtyMark[]): Promise<ReadonlyMap<string, RecordView>> {
  const found = new Map<string, RecordView>()
  for (const { key } of dirty) {
    if (!key.record || found.has(recordKeyText(key.record))) continue
    const state = await recordState(pass, key.record)
    const view = state && (await viewOf(pass, state))
    if (view) found.set(recordKeyText(key.record), view)
  }
  return found
}

function change(at: number): readonly StoreWrite[] {
  const bound = records[at % RECORDS]
  const number = Math.floor(at / RECORDS)
  const file = bound?.files[number]
  if (!bound || !file) throw new Error('There are fewer files than changes.')
  switch (at % 5) {
    case 0:
      return editedInRemote(bound, number)
    case 1:
      return newInRemote(bound, at)
    case 2:
      return changedInHost(file, { ...file, version: 'v2', contentHash: hashOf(at) })
    case 3:
      return changedInHost(file, { ...file, version: 'v2', name: `renamed ${file.name}` })
    default:
      return changedInHost(file, null)
  }
}

function editedInRemote({ record, entries }: BoundRecord, number: number): readonly StoreWrite[] {
  const entry = entries[number + 1]
  if (!entry) return []
  const edited = { ...entry, revision: revision(`${entry.revision}-edited`), contentHash: hashOf(number) }
  return [
    { type: 'putMirror', entry: edited },
    { type: 'markDirty', key: { type: 'path', record, pathLower: entry.pathLower } },
  ]
}

function newInRemote({ record, folder, entries }: BoundRecord, at: number): readonly StoreWrite[] {
  const [, like] = entries
  if (!like) return []
  const name = `new ${at}.pdf`
  const lower = pathLower(`${folder.pathLower}/${name}`)
  const entry = {
    ...like,
    name,
    path: remotePath(`${folder.path}/${name}`),
    pathLower: lower,
    remoteId: remoteId(`id:new-${at}`),
    revision: revision(`rev-new-${at}`),
    contentHash: hashOf(at),
  }
  return [
    { type: 'putMirror', entry },
    { type: 'markDirty', key: { type: 'path', record, pathLower: lower } },
  ]
}

function changedInHost({ id, record }: HostFile, file: HostFile | null): readonly StoreWrite[] {
  if (file) host.set(id, file)
  else host.delete(id)
  return [{ type: 'markDirty', key: { type: 'file', record, fileId: id } }]
}

function hashOf(seed: number): ReturnType<typeof contentHash> {
  return contentHash(`ff${seed.toString(16).padStart(62, '0')}`)
}
