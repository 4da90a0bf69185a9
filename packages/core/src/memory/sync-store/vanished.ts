import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import type { Baseline } from '../../ports/sync-rows.ts'
import type { StoreState } from './state.ts'

/** Baselines that are `on` and dirty by their path or record while the mirror has their file nowhere. */
export function vanishedBaselines(state: StoreState, linkId: string, generation: number): readonly Baseline[] {
  const { baselines, dirty, mirror } = state
  const records = new Map<string, RecordKey>()
  const found = new Map<string, Baseline>()
  const look = (row: Baseline | null): void => {
    if (row?.status !== 'on' || mirror.get(linkId, generation, row.pathLower)?.kind === 'file') return
    if (mirror.byId(linkId, generation, row.remoteId)) return
    found.set(JSON.stringify([recordKeyText(row.record), row.fileId]), row)
  }
  for (const { key } of dirty.ofLink(linkId)) {
    if (key.type === 'path') look(baselines.onAt(linkId, key.pathLower))
    if (key.type === 'record') records.set(recordKeyText(key.record), key.record)
  }
  for (const record of records.values()) for (const row of baselines.ofRecord(linkId, record)) look(row)
  return [...found.values()]
}
