import type { PathLower, RemoteId, RemotePath } from '../../domain/remote-path.ts'
import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import { recordFolderNames } from '../../names/record-folder-name.ts'
import type { RecordAccess, RecordDescription } from '../../ports/host-records.ts'
import type { Enrolment, ModuleFolder } from '../../ports/sync-rows.ts'
import type { RecordView } from '../3-plan/cell.ts'
import { guessLower } from '../../names/remote-join.ts'
import type { Pass } from '../pass.ts'
import type { RecordState } from './plan-record.ts'

/** A record's folder as the store, the mirror and the host know it now; `null` when the record is not enrolled. */
export async function recordState(pass: Pass, record: RecordKey): Promise<RecordState | null> {
  const enrolment = await pass.known.enrolments.get(record)
  return enrolment && stateOf(pass, enrolment)
}

/** Reads what the states of some records are made of, at once for all of them. */
export async function readStatesAhead(pass: Pass, records: readonly RecordKey[]): Promise<void> {
  const { known } = pass
  if (records.length < 2) return
  await Promise.all([
    known.enrolments.read(records),
    known.recordProblems.read(records),
    known.moduleFolders.read([null]),
    describeAhead(pass, records),
    askAccessAhead(pass, records),
  ])
  const enrolments = (await known.enrolments.all(records)).filter((row) => row !== null)
  const modules = await known.moduleFolders.get(null)
  await known.entriesById.read([...enrolments, ...modules].flatMap(({ folderId }) => folderId ?? []))
  const paths: PathLower[] = []
  for (const enrolment of enrolments) {
    const moduleFolder = enrolment.folder === null ? await presentModuleFolder(pass, enrolment.record) : null
    const description = pass.descriptions.get(recordKeyText(enrolment.record)) ?? null
    const { parent, names } = choiceOf(enrolment, description, moduleFolder)
    paths.push(...guessesOf(parent, names))
    if (enrolment.folderLower) paths.push(enrolment.folderLower)
  }
  await known.entriesAt.read(paths)
}

/** The state of an enrolment, also of one that is only thought of. */
export async function stateOf(pass: Pass, enrolment: Enrolment): Promise<RecordState> {
  const { known } = pass
  const { record, folder, folderId, folderLower } = enrolment
  const [description, access, folderById, atPath, moduleFolder] = await Promise.all([
    descriptionOf(pass, record),
    accessOf(pass, record),
    folderId ? known.entriesById.get(folderId) : null,
    folderLower ? known.entriesAt.get(folderLower) : null,
    folder === null ? presentModuleFolder(pass, record) : null,
  ])
  const { isNamed, parent, names } = choiceOf(enrolment, description, moduleFolder)
  const [taken, problem] = await Promise.all([
    parent ? takenNames(pass, parent, names, enrolment) : new Set<string>(),
    isNamed ? null : known.recordProblems.get(record),
  ])
  return {
    enrolment,
    description,
    access,
    folderById,
    folderAtPath: atPath && !(await isOfAnother(pass, record, atPath.remoteId)) ? atPath : null,
    moduleFolder,
    isFree: (name) => !taken.has(name),
    problem,
    now: pass.clock.now(),
    followRecordName: pass.followRecordName,
    onRecordDeleted: pass.onRecordDeleted,
  }
}

interface NameChoice {
  /** Whether the folder has a name of the record already. */
  readonly isNamed: boolean
  /** Where names are looked up; `null` where none may be taken. */
  readonly parent: Parent | null
  readonly names: readonly string[]
}

/** Names are looked up only where one may be taken: for a new folder, or for a record that has another name now. */
function choiceOf(
  { record, folder, folderLower, lastNameWeSet }: Enrolment,
  description: RecordDescription | null,
  moduleFolder: ModuleFolder | null,
): NameChoice {
  const names = description ? recordFolderNames(record, description) : []
  const isNamed = folder !== null && names.some((name) => name === lastNameWeSet)
  const parent = folder === null ? moduleFolder : parentOf(folder, folderLower)
  return { isNamed, parent: isNamed ? null : parent, names }
}

function guessesOf(parent: Parent | null, names: readonly string[]): readonly PathLower[] {
  return parent ? names.map((name) => guessLower(parent.folderLower, name)) : []
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

/** Asks for many descriptions at once. Where that fails each is asked for by itself, and one that fails stops no other (S14). */
async function describeAhead(pass: Pass, records: readonly RecordKey[]): Promise<void> {
  const unknown = records.filter((record) => !pass.descriptions.has(recordKeyText(record)))
  if (unknown.length < 2) return
  const answers = await pass.records.describe(unknown, pass.link.locale).catch(() => null)
  for (const [at, record] of unknown.entries()) {
    if (answers) pass.descriptions.set(recordKeyText(record), answers[at] ?? null)
  }
}

async function askAccessAhead(pass: Pass, records: readonly RecordKey[]): Promise<void> {
  const unknown = records.filter((record) => !pass.accesses.has(recordKeyText(record)))
  if (unknown.length < 2) return
  const answers = await pass.records.access(pass.link.user, unknown, pass.link.locale).catch(() => null)
  for (const [at, record] of unknown.entries()) {
    if (answers) pass.accesses.set(recordKeyText(record), answers[at] ?? noAccess)
  }
}

const noAccess: RecordAccess = { read: false, write: false, missing: [] }

/** What the link's user may do with a record now; asked once per pass. */
export async function accessOf(pass: Pass, record: RecordKey): Promise<RecordAccess> {
  const text = recordKeyText(record)
  const known = pass.accesses.get(text)
  if (known) return known
  const [access] = await pass.records.access(pass.link.user, [record], pass.link.locale)
  const answer = access ?? noAccess
  pass.accesses.set(text, answer)
  return answer
}

/** The module's folder where it is now; `null` when it was never made or is gone. */
async function presentModuleFolder(pass: Pass, record: RecordKey): Promise<ModuleFolder | null> {
  const row = (await pass.known.moduleFolders.get(null)).find(({ module }) => module === record.module)
  if (!row) return null
  const entry = await pass.known.entriesById.get(row.folderId)
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
  const guesses = guessesOf(parent, names)
  const entries = await pass.known.entriesAt.all(guesses)
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
    folderMaps: await pass.known.folderMaps.get(enrolment.record),
    isGone: false,
  }
}
