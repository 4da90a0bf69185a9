import type { RecordKey } from '../../domain/record-ref.ts'
import type { CreateHostFile, HostFile, HostFiles } from '../../ports/host-files.ts'
import type { Baseline } from '../../ports/sync-rows.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import type { ActivityCode } from '../../state/activity.ts'
import { instantOf } from '../../state/instant-of.ts'
import { SyncError, isSyncError } from '../../sync-error.ts'
import { boundBaseline } from './bookkeeping.ts'
import { markFile, settle, settlePath } from '../dirty-keys.ts'
import { namesMatch } from '../host-place.ts'
import type { Pass } from '../pass.ts'
import type { CopySource, PlanOp } from '../3-plan/plan-op.ts'
import {
  type Made,
  type NewHostFile,
  contentsOf,
  createInHost,
  createOnce,
  idempotencyKey,
  isUnbound,
  knownPlace,
  verifiedHash,
} from './create-in-host.ts'
import { storeVersion } from './store-version.ts'

type Op<Type extends PlanOp['type']> = Extract<PlanOp, { readonly type: Type }>

/** A new file of the remote comes into the host; copied there where the host has the same content already (S7). */
export async function importFile(pass: Pass, op: Op<'import'>): Promise<void> {
  const { cell, remote, view } = op
  const { record } = view
  const file: NewHostFile = { folder: op.folder, name: op.name, actor: pass.owner }
  const accepts = (found: HostFile): Promise<boolean> => isUnbound(pass, found, remote, cell.fileId)
  const { made, present: created } =
    (await copied(pass, op, file, accepts)) ?? (await createInHost(pass, { view, remote, file, accepts }))
  const contentHash = verifiedHash(created, remote)
  const baseline: Baseline = {
    ...boundBaseline(pass, record, created, remote, contentHash),
    hostName: made.name,
    hostFolder: made.folder,
  }
  const code: ActivityCode =
    op.why === 'returned' ? 'returnedAfterHostDelete' : op.why === 'renamed' ? 'importedFromRename' : 'imported'
  await pass.commit(
    [
      ...op.newMaps.map((folderMap): StoreWrite => ({ type: 'putFolderMap', folderMap })),
      ...(cell.fileId === null || cell.fileId === created.id
        ? []
        : [{ type: 'deleteBaseline', record, fileId: cell.fileId } satisfies StoreWrite]),
      { type: 'putBaseline', baseline },
      ...settle(cell),
      ...(namesMatch(created, baseline) ? [] : [markFile(record, created.id)]),
      pass.activity({
        record,
        fileId: created.id,
        subject: created.name,
        code,
        direction: 'toHost',
        details: { path: remote.path },
      }),
    ],
    [record],
  )
}

async function copied(
  pass: Pass,
  { source, remote, view }: Op<'import'>,
  file: NewHostFile,
  accepts: (found: HostFile) => Promise<boolean>,
): Promise<Made | null> {
  const { files } = pass
  if (!source || !files.createFrom || !view.capabilities.copy) return null
  const key = idempotencyKey(pass, remote)
  try {
    return await createOnce(
      remote,
      key,
      (idempotencyKey) => copyIn(files, view.record, { ...file, idempotencyKey }, source),
      async (fileId) => {
        const [present] = await files.get(view.record, [fileId])
        return present && (await accepts(present)) ? present : null
      },
    )
  } catch (error) {
    // What it was copied from changed meanwhile: the remote still has the content.
    if (isSyncError(error) && ['not_found', 'precondition_failed', 'hash_mismatch'].includes(error.code)) return null
    throw error
  }
}

async function copyIn(
  files: HostFiles,
  record: RecordKey,
  file: CreateHostFile,
  source: CopySource,
): Promise<HostFile> {
  if (!files.createFrom) throw new SyncError('not_found', 'The host makes no copies.')
  return files.createFrom(record, file, source)
}

/** A new version of the remote becomes a new version in the host (S3), or a file beside it where the host cannot take one. */
export async function updateHost(pass: Pass, op: Op<'updateHost'>): Promise<void> {
  const { cell, remote, view } = op
  const { host } = cell
  const { replace, conditional } = view.capabilities
  if (!host) return
  if (!pass.files.replace || !replace || !conditional) return storeVersion(pass, op, host)
  const file = await pass.files.replace(
    { record: view.record, id: host.id, expectedVersion: host.version },
    contentsOf(pass, view.record, host.id, remote),
    { actor: pass.owner, idempotencyKey: `${idempotencyKey(pass, remote)} over ${host.version}` },
    pass.call,
  )
  const contentHash = verifiedHash(file, remote)
  const before = cell.baseline
  const names = before ? { name: before.hostName, folder: before.hostFolder } : { name: file.name, folder: file.folder }
  const baseline = {
    ...boundBaseline(pass, view.record, file, remote, contentHash),
    hostName: names.name,
    hostFolder: names.folder,
  }
  await pass.commit(
    [
      { type: 'putBaseline', baseline },
      ...(namesMatch(file, baseline) ? settle(cell) : []),
      pass.activity({
        record: view.record,
        fileId: file.id,
        subject: file.name,
        code: before?.status === 'detached' || before?.status === 'putBack' ? 'reattached' : 'updatedInHost',
        direction: 'toHost',
        details: { path: remote.path },
        undo: view.capabilities.versions
          ? pass.undo(view.record.module, { type: 'restoreVersion', version: host.version, after: file.version })
          : null,
      }),
    ],
    [view.record],
  )
}

/**
 * First half of a conflict (S4): the remote's version is stored in the host under another name. Only then does the baseline take up that
 * version, so that the next round may write ours over it. The keys stay dirty for that.
 */
export async function storeCopy(pass: Pass, op: Op<'storeCopy'>): Promise<void> {
  const { cell, remote, view } = op
  const { host } = cell
  if (!host) return
  const { record } = view
  const { present: copy } = await createInHost(pass, {
    view,
    remote,
    file: {
      folder: view.capabilities.createdId ? host.folder : knownPlace(cell.baseline, host).folder,
      name: op.name,
      actor: pass.owner,
    },
    accepts: async (found) => found.id !== host.id,
  })
  const contentHash = verifiedHash(copy, remote)
  const old = cell.baseline
  const baseline: Baseline = {
    ...boundBaseline(pass, record, host, remote, contentHash),
    // No version of the host equals it: ours is still to be uploaded.
    hostVersion: '',
    ...(old ? { hostName: old.hostName, hostFolder: old.hostFolder } : {}),
  }
  await pass.commit(
    [
      { type: 'putBaseline', baseline },
      {
        type: 'putConflict',
        conflict: {
          linkId: pass.link.id,
          record,
          fileId: host.id,
          copyId: copy.id,
          name: host.name,
          copyName: copy.name,
          contentHash: host.contentHash,
          copyHash: contentHash,
          at: instantOf(pass.clock.now()),
        },
      },
      markFile(record, copy.id),
      markFile(record, host.id),
      ...settlePath(record, remote),
      pass.activity({
        record,
        fileId: copy.id,
        subject: copy.name,
        code: 'conflictCopyStored',
        direction: 'toHost',
        details: { path: remote.path, of: host.name },
      }),
    ],
    [record],
  )
}

/** A folder that is new in the remote appears in the host (S13). */
export async function importFolder(pass: Pass, op: Op<'importFolder'>): Promise<void> {
  const { record } = op.view
  if (pass.files.createFolder) await pass.files.createFolder(record, op.hostFolder, pass.owner)
  await pass.commit(
    [
      ...op.newMaps.map((folderMap): StoreWrite => ({ type: 'putFolderMap', folderMap })),
      ...settle(op.folder),
      pass.activity({
        record,
        subject: op.hostFolder.join(' / '),
        code: 'folderImported',
        direction: 'toHost',
        details: { path: op.folder.path },
      }),
    ],
    [record],
  )
}
