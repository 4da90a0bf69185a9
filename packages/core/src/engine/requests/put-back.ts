import type { RecordKey } from '../../domain/record-ref.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import type { Settings } from '../pass.ts'

/** Forgets that files were removed in the remote: they are new to it again, and go up with the next pass (S5, C22). */
export async function putBackFiles(
  { store }: Settings,
  linkId: string,
  record: RecordKey,
  fileIds: readonly string[],
): Promise<number> {
  const rows = await store.baselines(linkId, record, fileIds)
  const detached = rows.filter((row) => row !== null).filter(({ status }) => status === 'detached')
  const writes = detached.flatMap(({ fileId }): StoreWrite[] => [
    { type: 'deleteBaseline', record, fileId },
    { type: 'markDirty', key: { type: 'file', record, fileId } },
  ])
  if (writes.length > 0) await store.commitUserRequest(linkId, writes)
  return detached.length
}
