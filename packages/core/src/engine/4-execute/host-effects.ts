import type { ByteStream } from '../../domain/byte-stream.ts'
import type { RecordKey } from '../../domain/record-ref.ts'
import type { CreateHostFile, HostContents, HostFile, HostFiles } from '../../ports/host-files.ts'
import type { Baseline, StoreWrite } from '../../ports/sync-store.ts'
import type { ActivityCode } from '../../state/activity.ts'
import { instantOf } from '../../state/instant-of.ts'
import { SyncError, isSyncError } from '../../sync-error.ts'
import type { MirrorFile } from '../3-plan/cell.ts'
import { boundBaseline, markFile, namesMatch } from './bookkeeping.ts'
import { type Pass, fileText } from '../pass.ts'
import type { CopySource, PlanOp } from '../3-plan/plan-op.ts'
import { settle, settlePath } from './problems.ts'

type Op<Type extends PlanOp['type']> = Extract<PlanOp, { readonly type: Type }>

/** How often a key that was used for something else since is changed for another. */
const MAX_KEYS = 4

/**
 * Exactly-once: one version of a path makes one file in the host, however often it is tried and whatever it is by then: new, a copy of
 * another file, or the other side of a conflict (C75, I8).
 */
function idempotencyKey({ link }: Pass, { pathLower, revision }: MirrorFile): string {
  return JSON.stringify([link.id, pathLower, revision])
}

/** A file as it was made, and as it is: a user may have renamed it since an attempt whose reply was lost. */
interface Made {
  readonly made: HostFile
  readonly present: HostFile
}

/**
 * Makes a file once, and makes sure that it is there: a repeated request may be answered with a file that was deleted or edited
 * after an attempt whose reply was lost. Such a file is left to its fate, and the content is stored anew.
 */
async function createOnce(
  remote: MirrorFile,
  key: string,
  make: (idempotencyKey: string) => Promise<HostFile>,
  find: (fileId: string) => Promise<HostFile | null>,
): Promise<Made> {
  for (let number = 1; number <= MAX_KEYS; number += 1) {
    const made = await make(number === 1 ? key : `${key}#${number}`)
    const present = await find(made.id)
    const hash = present && (present.contentHash ?? (present.version === made.version ? remote.contentHash : null))
    if (present && hash !== null && hash === remote.contentHash) return { made, present }
  }
  throw new SyncError('hash_mismatch', `The host does not hold what "${remote.path}" has.`)
}

function contentsOf(pass: Pass, record: RecordKey, fileId: string | null, remote: MirrorFile): HostContents {
  const { revision, contentHash } = remote
  return {
    sizeBytes: remote.sizeBytes,
    contentHash,
    open: async () =>
      counted(pass, record, fileId, remote, await pass.remoteAccount.download({ revision, contentHash }, pass.call)),
  }
}

async function* counted(
  pass: Pass,
  record: RecordKey,
  fileId: string | null,
  remote: MirrorFile,
  body: ByteStream,
): ByteStream & AsyncGenerator<Uint8Array> {
  let sentBytes = 0
  for await (const bytes of body) {
    yield bytes
    sentBytes += bytes.byteLength
    await pass.keepLease()
    pass.onEvent({
      type: 'fileProgress',
      linkId: pass.link.id,
      record,
      fileId,
      state: 'downloading',
      sentBytes,
      totalBytes: remote.sizeBytes,
    })
  }
}

/** A new file of the remote comes into the host; copied there where the host has the same content already (S7). */
export async function importFile(pass: Pass, op: Op<'import'>): Promise<void> {
  const { cell, remote, view } = op
  const { record } = view
  const file = { folder: op.folder, name: op.name, actor: pass.owner }
  const find = async (fileId: string): Promise<HostFile | null> => {
    const [bound] = await pass.store.baselines(pass.link.id, record, [fileId])
    // Renamed and uploaded since an attempt whose reply was lost: it is another file of the remote now.
    if (bound && bound.pathLower !== remote.pathLower) return null
    if (fileId !== cell.fileId && pass.planned.has(fileText(record, fileId))) {
      throw new SyncError('content_changed', `The file that "${remote.path}" became has an op of its own in this plan.`)
    }
    return (await pass.files.get(record, [fileId]))[0] ?? null
  }
  const { made, present: created } =
    (await copied(pass, op, file, find)) ??
    (await createOnce(
      remote,
      idempotencyKey(pass, remote),
      (key) =>
        pass.files.create(record, { ...file, idempotencyKey: key }, contentsOf(pass, record, null, remote), pass.call),
      find,
    ))
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
  file: Omit<CreateHostFile, 'idempotencyKey'>,
  find: (fileId: string) => Promise<HostFile | null>,
): Promise<Made | null> {
  const { files } = pass
  if (!source || !files.createFrom || !view.capabilities.copy) return null
  const key = idempotencyKey(pass, remote)
  try {
    return await createOnce(
      remote,
      key,
      (idempotencyKey) => copyIn(files, view.record, { ...file, idempotencyKey }, source),
      find,
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

/** What the host stored must be what the remote has; anything else is never called synchronised. */
function verifiedHash(file: HostFile, remote: MirrorFile): Baseline['contentHash'] {
  const hash = file.contentHash ?? remote.contentHash
  if (hash === null || hash !== remote.contentHash) {
    throw new SyncError('hash_mismatch', `The host holds other bytes of "${file.name}" than the remote.`)
  }
  return hash
}

/** A new version of the remote becomes a new version in the host (S3). */
export async function updateHost(pass: Pass, op: Op<'updateHost'>): Promise<void> {
  const { cell, remote, view } = op
  const { host } = cell
  if (!host) return
  if (!pass.files.replace || !view.capabilities.replace) {
    throw new SyncError('host_refused', `The host cannot take a new version of "${host.name}".`)
  }
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
        code: before?.status === 'detached' ? 'reattached' : 'updatedInHost',
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
  const { present: copy } = await createOnce(
    remote,
    idempotencyKey(pass, remote),
    (key) =>
      pass.files.create(
        record,
        { folder: host.folder, name: op.name, actor: pass.owner, idempotencyKey: key },
        contentsOf(pass, record, null, remote),
        pass.call,
      ),
    async (fileId) => (await pass.files.get(record, [fileId]))[0] ?? null,
  )
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
