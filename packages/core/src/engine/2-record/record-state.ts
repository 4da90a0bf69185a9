import type { PathLower, RemoteId, RemotePath } from '../../domain/remote-path.ts'
import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import { recordFolderNames } from '../../names/record-folder-name.ts'
import type { RecordAccess, RecordDescription } from '../../ports/host-records.ts'
import type { Enrolment, ModuleFolder } from '../../ports/sync-store.ts'
import type { RecordView } from '../3-plan/cell.ts'
import { guessLower } from '../../names/remote-join.ts'
import type { Pass } from '../pass.ts'
import type { RecordState } from './plan-record.ts'

/** A record's folder as the store, the mirror and the host know it now; `null` when the record is not enrolled. */
export async function recordState(pass: Pass, record: RecordKey): Promise<RecordState | null> {
  const enrolment = await pass.store.enrolment(pass.link.id, record)
  return enrolment && stateOf(pass, enrolment)
}

/** The state of an enrolment, also of one that is only thought of. */
export async function stateOf(pass: Pass, enrolment: Enrolment): Promise<RecordState> {
  const { store, link, position } = pass
  const { record, folder, folderId, folderLower } = enrolment
  const [description, access, [byId], [atPath], moduleFolder] = await Promise.all([
    descriptionOf(pass, record),
    accessOf(pass, record),
    folderId ? store.mirrorById(link.id, position.mirrorGeneration, [folderId]) : [],
    folderLower ? store.mirror(link.id, position.mirrorGeneration, [folderLower]) : [],
    folder === null ? presentModuleFolder(pass, record) : null,
  ])
  const names = description ? recordFolderNames(record, description) : []
  // Names are looked up only where one may be taken: for a new folder, or for a record that has another name now.
  const isNamed = folder !== null && names.some((name) => name === enrolment.lastNameWeSet)
  const parent = folder === null ? moduleFolder : parentOf(folder, folderLower)
  const [taken, [problem]] = await Promise.all([
    parent && !isNamed ? takenNames(pass, parent, names, enrolment) : new Set<string>(),
    isNamed ? [] : store.problemsByKey(link.id, [{ type: 'record', record }]),
  ])
  return {
    enrolment,
    description,
    access,
    folderById: byId ?? null,
    folderAtPath: atPath && !(await isOfAnother(pass, record, atPath.remoteId)) ? atPath : null,
    moduleFolder,
    isFree: (name) => !taken.has(name),
    problem: problem ?? null,
    now: pass.clock.now(),
    followRecordName: pass.followRecordName,
    onRecordDeleted: pass.onRecordDeleted,
  }
}

/** Whether a folder belongs to another record: it may lie where this one's was, and is not taken for it. */
async function isOfAnother(pass: Pass, record: RecordKey, folderId: RemoteId): Promise<boolean> {
  const holder = (await pass.enrolments()).holderOf(folderId)
  return holder !== null && recordKeyText(holder) !== recordKeyText(record)
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

function parentOf(folder: RemotePath, lower: PathLower | null): Parent {
  return {
    folder: folder.slice(0, folder.lastIndexOf('/')) as RemotePath | '',
    folderLower: (lower ?? '').slice(0, (lower ?? '').lastIndexOf('/')) as PathLower | '',
  }
}

/** How the files of a record whose folder is in order are to be planned. */
export async function viewOf(pass: Pass, state: RecordState): Promise<RecordView | null> {
  const { enrolment, description, access } = state
  if (!description || enrolment.folder === null || enrolment.folderLower === null) return null
  const capabilities = pass.files.capabilities(enrolment.record.module)
  const importBlock = !capabilities.upload ? 'upload_unsupported' : access.write ? null : 'missing_right'
  return {
    record: enrolment.record,
    enrolment,
    access,
    capabilities,
    rules: {
      importBlock,
      maxFileBytes: Math.min(pass.maxFileBytes, capabilities.maxFileBytes),
      reattachOn: pass.reattachOn,
    },
    root: { path: enrolment.folder, pathLower: enrolment.folderLower },
    folderMaps: await pass.store.folderMaps(pass.link.id, enrolment.record),
    isGone: false,
  }
}
