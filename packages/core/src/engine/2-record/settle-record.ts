import { type PathLower, type RemotePath, pathLower, remotePath } from '../../domain/remote-path.ts'
import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import { numberedName } from '../../names/allocate-name.ts'
import { recordFolderNames } from '../../names/record-folder-name.ts'
import type { RecordAccess, RecordDescription } from '../../ports/host-records.ts'
import type { RemoteFolder } from '../../ports/remote.ts'
import type { DirtyKey, Enrolment, ModuleFolder, Problem, StoreWrite } from '../../ports/sync-store.ts'
import { SyncError } from '../../sync-error.ts'
import { type Place, type RecordView, isAtOrBelow } from '../3-plan/cell.ts'
import { putReply } from '../1-pull/mirror.ts'
import { type Pass, countOp, withFolder } from '../pass.ts'
import { type RecordOp, planRecord } from './plan-record.ts'
import { clearKeys, problemAfter } from '../4-execute/problems.ts'
import { pull } from '../1-pull/pull.ts'
import { guessLower, joinPath } from '../3-plan/remote-join.ts'

/** A record's own folder takes at most: module folder, folder, follow, name. More is a circle. */
const MAX_STEPS = 8

/**
 * Brings a record's folder in order, step by step, and answers how its files are to be planned; `null` when they are not, because the
 * record is gone, invisible, stopped or without its folder.
 */
export async function settleRecord(
  pass: Pass,
  record: RecordKey,
  keys: readonly DirtyKey[],
): Promise<RecordView | null> {
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const state = await recordState(pass, record)
    if (!state) {
      await pass.commit(clearKeys(keys))
      return null
    }
    const op = planRecord(state)
    if (op.type === 'ready') return viewOf(pass, state)
    await pass.assertGoingOn()
    const goesOn = await carryOut(pass, state, op, keys)
    if (!goesOn) return null
  }
  throw new SyncError('unexpected', `The folder of ${record.module}/${record.id} does not come to rest.`)
}

type State = Parameters<typeof planRecord>[0] & { readonly enrolment: Enrolment }

async function recordState(pass: Pass, record: RecordKey): Promise<State | null> {
  const { store, link, position } = pass
  const enrolment = await store.enrolment(link.id, record)
  if (!enrolment) return null
  const description = await descriptionOf(pass, record)
  const moduleFolder = await presentModuleFolder(pass, record)
  const names = description ? recordFolderNames(record, description) : []
  const [byId] = enrolment.folderId
    ? await store.mirrorById(link.id, position.mirrorGeneration, [enrolment.folderId])
    : [null]
  const [atPath] = enrolment.folderLower
    ? await store.mirror(link.id, position.mirrorGeneration, [enrolment.folderLower])
    : [null]
  const parent = enrolment.folder === null ? moduleFolder : parentOf(enrolment.folder, enrolment.folderLower)
  const taken = parent ? await takenNames(pass, parent, names, enrolment) : new Set<string>()
  return {
    enrolment,
    description,
    access: await accessOf(pass, record),
    folderById: byId ?? null,
    folderAtPath: atPath ?? null,
    moduleFolder,
    isFree: (name) => !taken.has(name),
    problem: await problemOf(pass, record),
    followRecordName: pass.followRecordName,
  }
}

async function descriptionOf(pass: Pass, record: RecordKey): Promise<RecordDescription | null> {
  const text = recordKeyText(record)
  if (!pass.descriptions.has(text)) {
    const [description] = await pass.records.describe([record], pass.link.locale)
    pass.descriptions.set(text, description ?? null)
  }
  return pass.descriptions.get(text) ?? null
}

/** What the link's user may do with a record now; asked once per pass. */
export async function accessOf(pass: Pass, record: RecordKey): Promise<RecordAccess> {
  const text = recordKeyText(record)
  const known = pass.accesses.get(text)
  if (known) return known
  const [access] = await pass.records.access(pass.link.user, [record], pass.link.locale)
  const answer = access ?? { read: false, write: false, missing: [] }
  pass.accesses.set(text, answer)
  return answer
}

/** The module's folder where it is now; `null` when it was never made or is gone. */
async function presentModuleFolder(pass: Pass, record: RecordKey): Promise<ModuleFolder | null> {
  const { store, link, position } = pass
  const row = (await store.moduleFolders(link.id)).find(({ module }) => module === record.module)
  if (!row) return null
  const [entry] = await store.mirrorById(link.id, position.mirrorGeneration, [row.folderId])
  return entry?.kind === 'folder' ? { ...row, folder: entry.path, folderLower: entry.pathLower } : null
}

interface Parent {
  readonly folder: RemotePath | ''
  readonly folderLower: PathLower | ''
}

/** A new folder may take a name that only a folder of nobody has; a renamed one needs a name that is free altogether (C47). */
async function takenNames(
  pass: Pass,
  parent: Parent,
  names: readonly string[],
  enrolment: Enrolment,
): Promise<ReadonlySet<string>> {
  const index = await pass.enrolments()
  const guesses = names.map((name) => guessLower(parent.folderLower, name))
  const entries = await pass.store.mirror(pass.link.id, pass.position.mirrorGeneration, guesses)
  const taken = names.filter((_, at) => {
    const entry = entries[at]
    const guess = guesses[at]
    const holder = guess ? index.isFolderOf(guess) : null
    if (holder && recordKeyText(holder) !== recordKeyText(enrolment.record)) return true
    return enrolment.folder === null ? entry?.kind === 'file' : entry !== null && entry !== undefined
  })
  return new Set(taken)
}

async function problemOf(pass: Pass, record: RecordKey): Promise<Problem | null> {
  const problems = await pass.store.problems(pass.link.id, record)
  return problems.find(({ key }) => key.type === 'record') ?? null
}

function viewOf(pass: Pass, { enrolment, description, access }: State): Promise<RecordView | null> {
  return buildView(pass, enrolment, description, access)
}

async function buildView(
  pass: Pass,
  enrolment: Enrolment,
  description: RecordDescription | null,
  access: RecordAccess,
): Promise<RecordView | null> {
  if (!description || enrolment.folder === null || enrolment.folderLower === null) return null
  const capabilities = pass.files.capabilities(enrolment.record.module)
  const importBlock = !capabilities.upload ? 'upload_unsupported' : access.write ? null : 'missing_right'
  return {
    record: enrolment.record,
    enrolment,
    description,
    access,
    capabilities,
    rules: {
      importBlock,
      maxFileBytes: Math.min(pass.maxFileBytes, capabilities.maxFileBytes),
      reattachOn: pass.reattachOn,
    },
    root: { path: enrolment.folder, pathLower: enrolment.folderLower },
    folderMaps: await pass.store.folderMaps(pass.link.id, enrolment.record),
  }
}

/** Carries one step out; `false` when the record's files are not to be planned now. */
async function carryOut(
  pass: Pass,
  state: State,
  op: Exclude<RecordOp, { type: 'ready' }>,
  keys: readonly DirtyKey[],
): Promise<boolean> {
  const { enrolment } = state
  const { record } = enrolment
  const put = async (set: Parameters<typeof withFolder>[2]): Promise<StoreWrite> => ({
    type: 'putEnrolment',
    enrolment: await withFolder(pass, enrolment, set),
  })
  switch (op.type) {
    case 'rest':
      await pass.commit(clearKeys(keys))
      // Whoever pressed the button just now is heard.
      if ((await pass.store.enrolment(pass.link.id, record))?.status === 'active') {
        await pass.commit([{ type: 'markDirty', key: { type: 'record', record } }])
      }
      return false
    case 'orphan':
      await pass.commit([await put({ status: 'orphaned' }), ...clearKeys(keys)], [record])
      return false
    case 'hide': {
      const failure = new SyncError('record_invisible', 'The user may not read this record any more.')
      await pass.commit([problemWrite(pass, state, failure, 'access'), ...clearKeys(keys)], [record])
      return false
    }
    case 'createModuleFolder':
      await createModuleFolder(pass, record)
      return true
    case 'createFolder': {
      const folder = await pass.remoteAccount.createFolder(op.path, pass.call)
      countOp(pass, 'createRecordFolder', record)
      await pass.commit(
        [
          ...putFolderReply(pass, folder),
          await put({
            folderId: folder.id,
            folder: folder.path,
            folderLower: folder.pathLower,
            lastNameWeSet: op.name,
          }),
          ...(await forgetStraysBelow(pass, folder.pathLower)),
          { type: 'markDirty', key: { type: 'record', record } },
          pass.activity({
            record,
            fileId: null,
            subject: folder.name,
            code: 'recordFolderCreated',
            direction: 'toDropbox',
            actor: { ...pass.owner, via: 'host' },
            details: { path: folder.path },
          }),
        ],
        [record],
      )
      return true
    }
    case 'followFolder': {
      const to = { path: op.entry.path, pathLower: op.entry.pathLower }
      await pass.commit(
        [
          ...(await rebased(pass, enrolment, to)),
          await put({
            folderId: op.entry.remoteId,
            folder: to.path,
            folderLower: to.pathLower,
            ...(op.isOurName ? { lastNameWeSet: op.entry.name } : {}),
          }),
          ...(await forgetStraysBelow(pass, to.pathLower)),
          { type: 'markDirty', key: { type: 'record', record } },
          pass.activity({
            record,
            fileId: null,
            subject: op.entry.name,
            code: 'recordFolderFollowed',
            direction: null,
            actor: pass.owner,
            details: { path: to.path },
          }),
        ],
        [record],
      )
      return true
    }
    case 'loseFolder':
      await loseFolder(pass, state, keys)
      return false
    case 'moveFolder':
      await moveFolder(pass, state, op.to, op.name)
      return true
    case 'noteName':
      await pass.commit([await put({ lastNameWeSet: op.name })])
      return true
    case 'blockName': {
      const failure = new SyncError('name_refused', `There is something called "${op.name}" already.`)
      await pass.commit([problemWrite(pass, state, failure, op.name)], [record])
      return true
    }
  }
}

function problemWrite(pass: Pass, state: State, failure: SyncError, input: string): StoreWrite {
  const { record } = state.enrolment
  const problem = problemAfter(failure, {
    linkId: pass.link.id,
    record,
    key: { type: 'record', record },
    subject: state.description?.name ?? record.id,
    input,
    before: state.problem ? [state.problem] : [],
    now: pass.clock.now(),
  })
  return { type: 'putProblem', problem }
}

/** The module's folder, made with its first record; a name that a file or another module has gets a number. */
async function createModuleFolder(pass: Pass, record: RecordKey): Promise<void> {
  const { store, link, position } = pass
  const others = (await store.moduleFolders(link.id)).filter(({ module }) => module !== record.module)
  const name = pass.moduleFolderName(record.module, link.locale)
  for (let number = 1; ; number += 1) {
    const path = joinPath('', numberedName(name, number))
    const guess = guessLower('', numberedName(name, number))
    const [entry] = await store.mirror(link.id, position.mirrorGeneration, [guess])
    if (entry?.kind === 'file' || others.some(({ folderLower }) => folderLower === guess)) continue
    const folder = await pass.remoteAccount.createFolder(path, pass.call)
    countOp(pass, 'createModuleFolder', null)
    const row: ModuleFolder = {
      linkId: link.id,
      module: record.module,
      folderId: folder.id,
      folder: folder.path,
      folderLower: folder.pathLower,
    }
    await pass.commit([...putFolderReply(pass, folder), { type: 'putModuleFolder', moduleFolder: row }])
    return
  }
}

function putFolderReply(pass: Pass, folder: RemoteFolder): readonly StoreWrite[] {
  return [putReply(pass, folder)]
}

/** The user removed the folder: the record is no longer synchronised for this link, its files stay in the host (S10). */
async function loseFolder(pass: Pass, state: State, keys: readonly DirtyKey[]): Promise<void> {
  const { enrolment } = state
  const { record } = enrolment
  const baselines = await pass.store.baselinesOfRecord(pass.link.id, record)
  const detached = baselines
    .filter(({ status }) => status === 'on')
    .map((baseline): StoreWrite => ({ type: 'putBaseline', baseline: { ...baseline, status: 'detached' } }))
  const maps = (await pass.store.folderMaps(pass.link.id, record)).map(({ pathLower }): StoreWrite => ({
    type: 'deleteFolderMap',
    record,
    pathLower,
  }))
  const problems = (await pass.store.problems(pass.link.id, record)).map(({ key }): StoreWrite => ({
    type: 'deleteProblem',
    key,
  }))
  await pass.commit(
    [
      ...detached,
      ...maps,
      ...problems,
      { type: 'putEnrolment', enrolment: await withFolder(pass, enrolment, { status: 'folderMissing' }) },
      ...clearKeys(keys),
      pass.activity({
        record,
        fileId: null,
        subject: enrolment.lastNameWeSet ?? record.id,
        code: 'recordFolderRemoved',
        direction: null,
        actor: pass.owner,
        details: { path: enrolment.folder ?? '' },
      }),
    ],
    [record],
  )
}

/**
 * The folder takes the record's new name: one move (S9). What is below it now only the feed can tell, as somebody may have changed
 * something just before: it is read at once, and the record is compared as a whole.
 */
async function moveFolder(pass: Pass, state: State, to: RemotePath, name: string): Promise<void> {
  const { enrolment } = state
  const { record, folder, folderLower } = enrolment
  if (folder === null || folderLower === null) return
  const moved = await pass.remoteAccount.move(folder, to, pass.call)
  countOp(pass, 'moveRecordFolder', record)
  const place = { path: moved.path, pathLower: moved.pathLower }
  await pass.commit(
    [
      { type: 'deleteMirror', generation: pass.position.mirrorGeneration, pathLower: folderLower },
      putReply(pass, moved),
      ...(await rebased(pass, enrolment, place)),
      {
        type: 'putEnrolment',
        enrolment: await withFolder(pass, enrolment, {
          folder: moved.path,
          folderLower: moved.pathLower,
          folderId: moved.id,
          lastNameWeSet: name,
        }),
      },
      // Keys of paths that were dirty lead nowhere now: everything below is compared once.
      { type: 'markDirty', key: { type: 'record', record } },
      pass.activity({
        record,
        fileId: null,
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
  const problems = await pass.store.problems(pass.link.id, null)
  return problems
    .filter(({ key }) => key.type === 'path' && isAtOrBelow(key.pathLower, root))
    .flatMap(({ key }): StoreWrite[] => [
      { type: 'deleteProblem', key },
      { type: 'clearDirty', key },
    ])
}

function parentOf(folder: RemotePath, lower: PathLower | null): Parent {
  return {
    folder: folder.slice(0, folder.lastIndexOf('/')) as RemotePath | '',
    folderLower: (lower ?? '').slice(0, (lower ?? '').lastIndexOf('/')) as PathLower | '',
  }
}
