import { remotePath, revision } from '../../domain/remote-path.ts'
import type { RecordKey } from '../../domain/record-ref.ts'
import type { Actor, HostFile } from '../../ports/host-files.ts'
import type { ActivityEntry, Inverse } from '../../state/activity.ts'
import { epochMsOf } from '../../state/instant-of.ts'
import { SyncError } from '../../sync-error.ts'
import { isSameFolder } from '../host-place.ts'
import type { Settings } from '../pass.ts'
import { putBackFiles } from './put-back.ts'
import { requestActivity, requireLink } from './request-activity.ts'

/** Undoes what a row tells, if it can still be undone and the file is still as the row left it. */
export async function undoActivity(
  settings: Settings,
  { tenantId, id }: { readonly tenantId: string; readonly id: string },
  actor: Actor,
): Promise<ActivityEntry> {
  const { store, clock } = settings
  const row = await store.activityEntry(tenantId, id)
  if (!row) throw new SyncError('not_found', `There is no activity "${id}".`)
  const { record, fileId, undo } = row
  if (!undo || !record || fileId === null || epochMsOf(undo.until) < clock.now()) {
    throw new SyncError('undo_expired', 'This can no longer be undone.')
  }
  const link = await requireLink(settings, row.linkId)
  await apply(settings, link.id, { record, fileId }, undo.inverse, actor)
  await store.commitUserRequest(link.id, [
    { type: 'endUndo', activityId: id },
    { type: 'markDirty', key: { type: 'file', record, fileId } },
    requestActivity(settings, link, {
      record,
      fileId,
      subject: row.subject,
      code: 'undone',
      direction: null,
      actor,
      details: { of: row.code },
    }),
  ])
  return { ...row, undo: null }
}

async function apply(
  settings: Settings,
  linkId: string,
  file: { readonly record: RecordKey; readonly fileId: string },
  inverse: Inverse,
  actor: Actor,
): Promise<void> {
  const { files } = settings
  const { record, fileId } = file
  switch (inverse.type) {
    case 'putBack': {
      const count = await putBackFiles(settings, linkId, record, [fileId])
      if (count === 0) throw changed()
      return
    }
    case 'restoreFile':
      if (!files.restore) throw refused()
      await files.restore({ record, id: fileId }, actor)
      return
    case 'restoreRemote': {
      const link = await requireLink(settings, linkId)
      const remote = await settings.remote(link)
      const path = remotePath(inverse.path)
      if (await remote.get(path)) throw changed()
      await remote.restore({ path, revision: revision(inverse.revision) })
      return
    }
    case 'restoreVersion': {
      const { id, version: expectedVersion } = await unchanged(settings, file, inverse.after)
      if (!files.restoreVersion) throw refused()
      await files.restoreVersion({ record, id, expectedVersion }, inverse.version, actor)
      return
    }
    case 'place':
      await place(settings, await unchanged(settings, file, inverse.after), inverse, actor)
  }
}

async function place(
  { files }: Settings,
  file: HostFile,
  { name, folder }: Extract<Inverse, { readonly type: 'place' }>,
  actor: Actor,
): Promise<void> {
  let present = file
  const target = () => ({ record: present.record, id: present.id, expectedVersion: present.version })
  if (!isSameFolder(present.folder, folder)) {
    if (!files.move) throw refused()
    present = await files.move(target(), folder, actor)
  }
  if (present.name !== name) {
    if (!files.rename) throw refused()
    await files.rename(target(), name, actor)
  }
}

async function unchanged(
  { files }: Settings,
  { record, fileId }: { readonly record: RecordKey; readonly fileId: string },
  version: string,
): Promise<HostFile> {
  const [file] = await files.get(record, [fileId])
  if (!file) throw new SyncError('not_found', 'The file is gone.')
  if (file.version !== version) throw changed()
  return file
}

function changed(): SyncError {
  return new SyncError('precondition_failed', 'The file is not as it was: look at it before you undo.')
}

function refused(): SyncError {
  return new SyncError('host_refused', 'This host cannot undo that.')
}
