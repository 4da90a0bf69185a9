import type { RecordKey } from '../../domain/record-ref.ts'
import type { Actor, HostFile } from '../../ports/host-files.ts'
import type { Conflict } from '../../ports/sync-rows.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import { SyncError } from '../../sync-error.ts'
import type { ConflictChoice } from '../engine.ts'
import type { Settings } from '../pass.ts'
import { requestActivity } from './request-activity.ts'

/**
 * Carries a person's choice between two versions out in the host (S4). What does not stay is removed there like anything else, and
 * the passes do the rest; with both nothing moves.
 */
export async function resolveConflict(
  settings: Settings,
  { record, fileId, copyId }: { readonly record: RecordKey; readonly fileId: string; readonly copyId: string },
  keep: ConflictChoice,
  actor: Actor,
): Promise<void> {
  const { store, files } = settings
  const rows = (await store.conflicts(record)).filter((row) => row.fileId === fileId && row.copyId === copyId)
  if (rows.length === 0) throw new SyncError('not_found', 'This conflict is decided already.')
  const [file, copy] = await files.get(record, [fileId, copyId])
  if (file && copy) await settle(settings, file, copy, keep, actor)
  for (const row of rows) await close(settings, row, keep, actor)
}

async function settle(
  { files }: Settings,
  file: HostFile,
  copy: HostFile,
  keep: ConflictChoice,
  actor: Actor,
): Promise<void> {
  if (keep === 'both') return
  if (keep === 'remote') {
    const { conditional, replace } = files.capabilities(file.record.module)
    if (!files.replace || !replace || !conditional) {
      throw new SyncError('host_refused', 'This host cannot give a file new contents: keep both.')
    }
    await files.replace(
      { record: file.record, id: file.id, expectedVersion: file.version },
      {
        open: () => files.read({ record: copy.record, id: copy.id, version: copy.version }),
        sizeBytes: copy.sizeBytes,
        contentHash: copy.contentHash,
      },
      { actor, idempotencyKey: JSON.stringify(['resolve', file.id, file.version, copy.id, copy.version]) },
    )
  }
  await files.remove({ record: copy.record, id: copy.id, expectedVersion: copy.version }, actor)
}

async function close(settings: Settings, row: Conflict, keep: ConflictChoice, actor: Actor): Promise<void> {
  const { record, fileId, copyId, linkId } = row
  const link = await settings.store.link(linkId)
  if (!link) return
  await settings.store.commitUserRequest(linkId, [
    { type: 'deleteConflicts', record, fileId: copyId },
    ...[fileId, copyId].map((id): StoreWrite => ({ type: 'markDirty', key: { type: 'file', record, fileId: id } })),
    requestActivity(settings, link, {
      record,
      fileId,
      subject: row.name,
      code: 'conflictResolved',
      direction: null,
      actor,
      details: {
        keep,
        of: row.copyName,
        ...(row.contentHash && { contentHash: row.contentHash }),
        copyHash: row.copyHash,
      },
    }),
  ])
}
