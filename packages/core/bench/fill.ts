import type { Link } from '../src/ports/sync-rows.ts'
import type { SyncStore } from '../src/ports/sync-store.ts'
import { type BoundRecord, FILES_A_RECORD, boundRecord } from './account.ts'

/** So many records that they have so many files. */
export function boundRecords(files: number): readonly BoundRecord[] {
  return Array.from({ length: Math.ceil(files / FILES_A_RECORD) }, (_, number) => boundRecord(number))
}

/** Stores a link with records at rest. */
export async function fill(store: SyncStore, records: readonly BoundRecord[], link: Link): Promise<void> {
  await store.createLink(link)
  for (const { enrolment, entries, baselines } of records) {
    await store.commitUserRequest(link.id, [
      { type: 'putEnrolment', enrolment },
      ...entries.map((entry) => ({ type: 'putMirror', entry }) as const),
      ...baselines.map((baseline) => ({ type: 'putBaseline', baseline }) as const),
    ])
  }
}
