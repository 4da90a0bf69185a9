import type { RecordKey } from '../../domain/record-ref.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import type { Settings } from '../pass.ts'

/** Files that were removed in the remote go up again with the next pass, under the names that they had there (S5, S12, C22). */
export async function putBackFiles(
  { store }: Settings,
  linkId: string,
  record: RecordKey,
  fileIds: readonly string[],
): Promise<number> {
  const rows = await store.baselines(linkId, record, fileIds)
  const detached = rows.filter((row) => row !== null).filter(({ status }) => status === 'detached')
  const writes = detached.flatMap((row): StoreWrite[] => [
    { type: 'putBaseline', baseline: { ...row, status: 'putBack' } },
    { type: 'markDirty', key: { type: 'file', record, fileId: row.fileId } },
  ])
  if (writes.length > 0) await store.commitUserRequest(linkId, writes)
  return detached.length
}
