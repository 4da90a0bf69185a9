import { type PathLower, type RemotePath, isAtOrBelow, pathLower, remotePath } from '../../domain/remote-path.ts'
import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import { numberedName } from '../../names/allocate-name.ts'
import type { RemoteFolder } from '../../ports/remote.ts'
import type { Enrolment, ModuleFolder } from '../../ports/sync-rows.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import { SyncError } from '../../sync-error.ts'
import { putReply } from '../1-pull/mirror.ts'
import { pull } from '../1-pull/pull.ts'
import type { Place } from '../3-plan/cell.ts'
import { guessLower, joinPath } from '../../names/remote-join.ts'
import { type Pass, countOp } from '../pass.ts'
import type { RecordOp } from './plan-record.ts'

/** The module's folder, made with its first record; a name that a file or another module has gets a number. */
export async function createModuleFolder(pass: Pass, record: RecordKey): Promise<void> {
  const { store, link, position } = pass
  const others = (await store.moduleFolders(link.id)).filter(({ module }) => module !== record.module)
  const name = pass.moduleFolderName(record.module, link.locale)
  for (let number = 1; ; number += 1) {
    const path = joinPath('', numberedName(name, number))
    const guess = guessLower('', numberedName(name, number))
    const [entry] = await store.mirror(link.id, position.mirrorGeneration, [guess])
    if (entry?.kind === 'file' || others.some(({ folderLower }) => folderLower === guess)) continue
    const folder = await pass.remoteAccount.createFolder(path, pass.call)
    countOp(pass, 'createModuleFolder', null, folder.path)
    const row: ModuleFolder = {
      linkId: link.id,
      module: record.module,
      folderId: folder.id,
      folder: folder.path,
      folderLower: folder.pathLower,
    }
    await pass.commit([putReply(pass, folder), { type: 'putModuleFolder', moduleFolder: row }])
    return
  }
}

/** A record's folder is made, or one that is there and nobody's is taken; then the record is looked at as a whole. */
export async function createRecordFolder(
  pass: Pass,
  record: RecordKey,
  op: Extract<RecordOp, { readonly type: 'createFolder' }>,
): Promise<void> {
  const { folder, name } = await ownFolder(pass, record, op)
  countOp(pass, 'createRecordFolder', record, folder.path)
  const { id: folderId, path, pathLower: folderLower } = folder
  await pass.commit(
    [
      putReply(pass, folder),
      {
        type: 'updateEnrolment',
        record,
        set: { folderId, folder: path, folderLower, lastNameWeSet: name },
      },
      ...(await forgetStraysBelow(pass, folderLower)),
      { type: 'markDirty', key: { type: 'record', record } },
      pass.activity({
        record,
        subject: folder.name,
        code: 'recordFolderCreated',
        direction: 'toDropbox',
        actor: { ...pass.owner, via: 'host' },
        details: { path },
      }),
    ],
    [record],
  )
}

/**
 * The folder of the first name that leads to none of another record: two names that we tell apart may be one to the remote (X41).
 *
 * @throws SyncError `folder_name_taken` when all do
 */
async function ownFolder(
  pass: Pass,
  record: RecordKey,
  { parent, names }: Extract<RecordOp, { readonly type: 'createFolder' }>,
): Promise<{ readonly folder: RemoteFolder; readonly name: string }> {
  for (const name of names) {
    const folder = await pass.remoteAccount.createFolder(joinPath(parent, name), pass.call)
    const holder = (await pass.enrolments()).holderOf(folder.id) ?? pass.takenFolders.get(folder.id)
    if (holder && recordKeyText(holder) !== recordKeyText(record)) continue
    // Folders are made side by side: it is taken before it is written whose it is.
    pass.takenFolders.set(folder.id, record)
    return { folder, name }
  }
  throw new SyncError('folder_name_taken', 'Every name for the folder leads to the folder of another record.')
}

/** The user moved, renamed or made the folder anew: the record goes with it (S9). */
export async function followFolder(
  pass: Pass,
  enrolment: Enrolment,
  { entry, isOurName }: Extract<RecordOp, { readonly type: 'followFolder' }>,
): Promise<void> {
  const { record } = enrolment
  const to = { path: entry.path, pathLower: entry.pathLower }
  await pass.commit(
    [
      ...(await rebased(pass, enrolment, to)),
      {
        type: 'updateEnrolment',
        record,
        set: {
          folderId: entry.remoteId,
          folder: to.path,
          folderLower: to.pathLower,
          ...(isOurName && { lastNameWeSet: entry.name }),
        },
      },
      ...(await forgetStraysBelow(pass, to.pathLower)),
      { type: 'markDirty', key: { type: 'record', record } },
      pass.activity({
        record,
        subject: entry.name,
        code: 'recordFolderFollowed',
        direction: null,
        details: { path: to.path },
      }),
    ],
    [record],
  )
}

/**
 * The folder takes the record's new name: one move (S9). What is below it now only the feed can tell, as somebody may have changed
 * something just before: it is read at once, and the record is compared as a whole.
 */
export async function moveFolder(
  pass: Pass,
  enrolment: Enrolment,
  { to, name }: Extract<RecordOp, { readonly type: 'moveFolder' }>,
): Promise<void> {
  const { record, folder, folderLower } = enrolment
  if (folder === null || folderLower === null) return
  const moved = await pass.remoteAccount.move(folder, to, pass.call)
  countOp(pass, 'moveRecordFolder', record, moved.path)
  await pass.commit(
    [
      { type: 'deleteMirror', generation: pass.position.mirrorGeneration, pathLower: folderLower },
      putReply(pass, moved),
      ...(await rebased(pass, enrolment, { path: moved.path, pathLower: moved.pathLower })),
      {
        type: 'updateEnrolment',
        record,
        set: { folder: moved.path, folderLower: moved.pathLower, folderId: moved.id, lastNameWeSet: name },
      },
      // Keys of paths that were dirty lead nowhere now: everything below is compared once.
      { type: 'markDirty', key: { type: 'record', record } },
      pass.activity({
        record,
        subject: name,
        code: 'recordFolderMoved',
        direction: 'toDropbox',
        actor: { ...pass.owner, via: 'host' },
        details: { path: moved.path },
      }),
    ],
    [record],
  )
  await pull(pass)
}

function movedPath(path: RemotePath, from: Place, to: Place): RemotePath {
  return remotePath(to.path + path.slice(from.path.length))
}

function movedLower(path: PathLower, from: Place, to: Place): PathLower {
  return pathLower(to.pathLower + path.slice(from.pathLower.length))
}

/** Baselines and folder baselines of a record whose folder is now somewhere else. */
async function rebased(pass: Pass, enrolment: Enrolment, to: Place): Promise<readonly StoreWrite[]> {
  const { record, folder, folderLower } = enrolment
  if (folder === null || folderLower === null || folderLower === to.pathLower) return []
  const from = { path: folder, pathLower: folderLower }
  const baselines = await pass.store.baselinesOfRecord(pass.link.id, record)
  const maps = await pass.store.folderMaps(pass.link.id, record)
  return [
    ...baselines
      .filter((row) => isAtOrBelow(row.pathLower, folderLower))
      .map((row): StoreWrite => ({
        type: 'putBaseline',
        baseline: { ...row, path: movedPath(row.path, from, to), pathLower: movedLower(row.pathLower, from, to) },
      })),
    ...maps
      .filter((row) => isAtOrBelow(row.pathLower, folderLower))
      .flatMap((row): StoreWrite[] => [
        { type: 'deleteFolderMap', record, pathLower: row.pathLower },
        {
          type: 'putFolderMap',
          folderMap: { ...row, path: movedPath(row.path, from, to), pathLower: movedLower(row.pathLower, from, to) },
        },
      ]),
  ]
}

/** What was in no record is in this one now: it is no longer told about (C116). */
async function forgetStraysBelow(pass: Pass, root: PathLower): Promise<readonly StoreWrite[]> {
  const problems = await pass.known.strays.get(null)
  return problems
    .filter(({ key }) => key.type === 'path' && isAtOrBelow(key.pathLower, root))
    .flatMap(({ key }): StoreWrite[] => [
      { type: 'deleteProblem', key },
      { type: 'clearDirty', key, mark: null },
    ])
}
