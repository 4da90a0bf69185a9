import { type PathLower, parentLower } from '../../domain/remote-path.ts'
import type { RemoteFile } from '../../ports/remote.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import type { ActivityCode, Undo } from '../../state/activity.ts'
import { SyncError } from '../../sync-error.ts'
import { boundBaseline } from './bookkeeping.ts'
import { markPath, settle } from '../dirty-keys.ts'
import { isSameFolder, namesMatch } from '../host-place.ts'
import { dropMirror, putReply } from '../1-pull/mirror.ts'
import { type Pass, actorOf } from '../pass.ts'
import { pacedAfter } from '../3-plan/pace.ts'
import type { PlanOp } from '../3-plan/plan-op.ts'

type Op<Type extends PlanOp['type']> = Extract<PlanOp, { readonly type: Type }>

const activityOfUpload: Readonly<Record<Op<'upload'>['why'], ActivityCode>> = {
  new: 'uploaded',
  edited: 'updatedInRemote',
  putBack: 'putBackBecauseUpdated',
  asked: 'uploaded',
  beside: 'uploaded',
}

/** Writes a file of the host to the remote, over exactly the revision that the plan saw, or where nothing is. */
export async function upload(pass: Pass, op: Op<'upload'>): Promise<void> {
  const { cell, view } = op
  const { host } = cell
  if (!host) return
  if (pass.isFull) throw new SyncError('insufficient_space', 'The remote account is full.')
  assertWritable(pass, op.pathLower)
  const { record } = view
  const hash = host.contentHash ?? (await pass.hashOf(host)).hash
  const file = await pass.remoteAccount.upload(
    {
      path: op.path,
      open: () => pass.files.read({ record, id: host.id, version: host.version }, pass.call),
      sizeBytes: host.sizeBytes,
      contentHash: hash,
      precondition: op.over === null ? { type: 'add' } : { type: 'update', revision: op.over },
      onProgress(sentBytes) {
        void pass.keepLease()
        pass.onEvent({
          type: 'fileProgress',
          linkId: pass.link.id,
          record,
          fileId: host.id,
          state: 'uploading',
          sentBytes,
          totalBytes: host.sizeBytes,
        })
      },
    },
    pass.call,
  )
  if (file.contentHash !== hash) throw new SyncError('hash_mismatch', `The remote holds other bytes of "${host.name}".`)
  const renamed = op.over !== null && cell.baseline && !namesMatch(host, cell.baseline)
  const baseline = {
    ...boundBaseline(pass, record, host, bound(file), hash),
    pacedUntil: pacedAfter(cell.baseline, pass.clock.now()),
    ...(renamed && cell.baseline ? { hostName: cell.baseline.hostName, hostFolder: cell.baseline.hostFolder } : {}),
  }
  await pass.commit(
    [
      putReply(pass, file),
      { type: 'putBaseline', baseline },
      ...(renamed ? [] : settle(cell)),
      ...(op.why === 'beside' && op.met ? [markPath(record, op.met)] : []),
      pass.activity({
        record,
        fileId: host.id,
        subject: host.name,
        code: activityOfUpload[op.why],
        direction: 'toDropbox',
        actor: actorOf(host, pass),
        details: { path: file.path },
        undo: undoOfUpload(pass, op),
      }),
    ],
    [record],
  )
}

/** An edit that went to the remote is undone where it was made: the host's old version becomes current again. */
function undoOfUpload(pass: Pass, { why, cell, view }: Op<'upload'>): Undo | null {
  const { host, baseline } = cell
  if (why !== 'edited' || !host || !baseline || baseline.hostVersion === '') return null
  if (!view.capabilities.versions) return null
  const { module } = view.record
  return pass.undo(module, { type: 'restoreVersion', version: baseline.hostVersion, after: host.version })
}

/** Nothing more is tried in a folder that refused a write in this pass (C111). @throws SyncError `no_write_permission` */
function assertWritable(pass: Pass, path: PathLower): void {
  if (pass.readOnlyFolders.has(parentLower(path))) {
    throw new SyncError('no_write_permission', 'The folder may not be written to.')
  }
}

function bound(file: RemoteFile) {
  return { path: file.path, pathLower: file.pathLower, name: file.name, remoteId: file.id, revision: file.revision }
}

/** Moves a file that was renamed in the host; its content stays where it is (S8). */
export async function moveFile(pass: Pass, op: Op<'move'>): Promise<void> {
  const { cell, from, view, left } = op
  const { host } = cell
  if (!host) return
  const { record } = view
  const present = await pass.remoteAccount.get(from.path, pass.call)
  if (present?.kind !== 'file' || present.revision !== op.revision) {
    throw new SyncError('precondition_failed', `"${from.path}" is not what it was.`)
  }
  const moved = await pass.remoteAccount.move(from.path, op.to, pass.call)
  if (moved.kind !== 'file') throw new SyncError('precondition_failed', `"${from.path}" is a folder now.`)
  const names = op.isFinal ? host : { name: from.hostName, folder: from.hostFolder }
  const isEdited = host.version !== from.hostVersion && host.contentHash !== from.contentHash
  const baseline = {
    ...boundBaseline(pass, record, host, bound(moved), from.contentHash),
    hostName: names.name,
    hostFolder: names.folder,
    ...(isEdited ? { hostVersion: '' } : {}),
  }
  // Somebody wrote it just before: the reply names a revision that we have not seen, and the next round takes it in.
  const isUnseen = moved.contentHash !== from.contentHash
  await pass.commit(
    [
      dropMirror(pass, from.pathLower),
      putReply(pass, moved),
      ...(left
        ? [{ type: 'deleteBaseline', record: left.record, fileId: from.fileId } satisfies StoreWrite, ...settle(left)]
        : []),
      { type: 'putBaseline', baseline: isUnseen ? { ...baseline, revision: from.revision } : baseline },
      ...(op.isFinal && !isUnseen && !isEdited ? settle(cell) : [markOf(op)]),
      pass.activity({
        record: view.record,
        fileId: host.id,
        subject: host.name,
        code: 'movedInRemote',
        direction: 'toDropbox',
        actor: actorOf(host, pass),
        details: { from: from.path, path: moved.path },
        undo: undoOfMove(pass, op),
      }),
    ],
    [view.record],
  )
}

/** A rename is undone in the host; moves between records are not. */
function undoOfMove(pass: Pass, { from, left, isFinal, view, cell }: Op<'move'>): Undo | null {
  const { host } = cell
  const { rename, move } = view.capabilities
  if (!host || left || !isFinal) return null
  const isPossible = (rename || host.name === from.hostName) && (move || isSameFolder(host.folder, from.hostFolder))
  if (!isPossible) return null
  const { hostName: name, hostFolder: folder } = from
  return pass.undo(view.record.module, { type: 'place', name, folder, after: host.version })
}

function markOf(op: Op<'move'>): StoreWrite {
  return { type: 'markDirty', key: { type: 'file', record: op.view.record, fileId: op.from.fileId } }
}

/** Deletes a file that was deleted in the host, if it is still the one that we know (S6). */
export async function deleteRemote(pass: Pass, op: Op<'deleteRemote'>): Promise<void> {
  const { baseline, view, cell, revision } = op
  const { path, fileId } = baseline
  assertWritable(pass, baseline.pathLower)
  await pass.remoteAccount.deleteFile({ path, revision }, pass.call)
  await pass.commit(
    [
      dropMirror(pass, baseline.pathLower),
      { type: 'deleteBaseline', record: view.record, fileId },
      { type: 'deleteConflicts', record: view.record, fileId },
      ...settle(cell),
      pass.activity({
        record: view.record,
        fileId,
        subject: baseline.hostName,
        code: op.confirmed ? 'deletedAfterConfirmation' : 'deletedInRemote',
        direction: 'toDropbox',
        actor: { userId: null, name: '', via: 'host' },
        details: { path },
        undo: pass.undo(
          view.record.module,
          view.capabilities.trash ? { type: 'restoreFile' } : { type: 'restoreRemote', path, revision },
        ),
      }),
    ],
    [view.record],
  )
}

/** Makes the folder that files of the host need; one that is there already is taken (S13). */
export async function createFolder(pass: Pass, op: Op<'createFolder'>): Promise<void> {
  const folder = await pass.remoteAccount.createFolder(op.path, pass.call)
  const { record, enrolment } = op.view
  await pass.commit([
    putReply(pass, folder),
    {
      type: 'putFolderMap',
      folderMap: {
        linkId: enrolment.linkId,
        record,
        remoteId: folder.id,
        pathLower: folder.pathLower,
        path: folder.path,
        hostFolder: op.hostFolder,
        createdByUs: true,
      },
    },
  ])
}
