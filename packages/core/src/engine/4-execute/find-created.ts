import type { ContentHash } from '../../domain/content-hash.ts'
import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import { isNameOf } from '../../names/is-name-of.ts'
import type { HostFile, HostFolder } from '../../ports/host-files.ts'
import { SyncError, isSyncError } from '../../sync-error.ts'
import { filesOf } from '../1-pull/files-of.ts'
import { isSameFolder } from '../host-place.ts'
import type { Pass } from '../pass.ts'

/** What a pass knows of the files of one record, where the host does not tell which file an upload became. */
export interface RecordLookup {
  /** One upload into a record at a time: of two at once nobody could say which file is whose. */
  turn: Promise<unknown>
  /** A listing that has every file created so far; `null` when it may miss one. */
  files: readonly HostFile[] | null
  /** Files that an op of this pass was answered with. */
  readonly taken: Set<string>
}

/** How a file is recognised that a request made. */
export interface Wanted {
  readonly record: RecordKey
  readonly folder: HostFolder
  readonly name: string
  /** How an earlier attempt may have called it, which did not know yet that it is the other side of a conflict. */
  readonly otherName: string
  readonly sizeBytes: number
  readonly contentHash: ContentHash | null
  /** Whether a file that looks like it may be it. */
  readonly accepts: (file: HostFile) => Promise<boolean>
}

/**
 * Makes a file in a host that does not tell its id: what an earlier attempt made is found before, what this one made is found after,
 * so that a lost reply or a crash makes no second one (C75).
 *
 * @throws SyncError `host_unavailable` when the listing does not show it
 */
export function createAndFind(pass: Pass, wanted: Wanted, create: () => Promise<HostFile | null>): Promise<HostFile> {
  const lookup = lookupOf(pass, wanted.record)
  const made = lookup.turn.then(async () => {
    try {
      const file = await madeInTurn(pass, lookup, wanted, create)
      lookup.taken.add(file.id)
      return file
    } catch (error) {
      if (isReplyLost(error)) pass.unsure.add(recordKeyText(wanted.record))
      throw error
    }
  })
  lookup.turn = made.catch(() => undefined)
  return made
}

function lookupOf(pass: Pass, record: RecordKey): RecordLookup {
  const key = recordKeyText(record)
  const lookup = pass.lookups.get(key) ?? { turn: Promise.resolve(), files: null, taken: new Set<string>() }
  pass.lookups.set(key, lookup)
  return lookup
}

async function madeInTurn(
  pass: Pass,
  lookup: RecordLookup,
  wanted: Wanted,
  create: () => Promise<HostFile | null>,
): Promise<HostFile> {
  lookup.files ??= await filesOf(pass, wanted.record)
  const known = await look(pass, lookup, wanted, new Set())
  if (known) return known
  const before = new Set(lookup.files.map(({ id }) => id))
  lookup.files = null
  const failure = await failureOf(create)
  if (failure && !isReplyLost(failure)) throw failure
  lookup.files = await filesOf(pass, wanted.record)
  const made = await look(pass, lookup, wanted, before)
  if (made) return made
  throw failure ?? new SyncError('host_unavailable', `The host does not show "${wanted.name}" yet.`)
}

async function failureOf(create: () => Promise<HostFile | null>): Promise<unknown> {
  try {
    await create()
    return null
  } catch (error) {
    return error
  }
}

function isReplyLost(error: unknown): boolean {
  return isSyncError(error, 'host_unavailable') || isSyncError(error, 'remote_unavailable')
}

/** The file that is wanted, rather one that was not there `before`. */
async function look(
  pass: Pass,
  { files, taken }: RecordLookup,
  wanted: Wanted,
  before: ReadonlySet<string>,
): Promise<HostFile | null> {
  const alike = (files ?? []).filter(
    (file) =>
      !taken.has(file.id) &&
      file.sizeBytes === wanted.sizeBytes &&
      (isNameOf(file.name, wanted.name) || isNameOf(file.name, wanted.otherName)) &&
      isSameFolder(file.folder, wanted.folder),
  )
  for (const file of alike.toSorted((a, b) => Number(before.has(a.id)) - Number(before.has(b.id)))) {
    if ((await hashOf(pass, file)) === wanted.contentHash && (await wanted.accepts(file))) return file
  }
  return null
}

async function hashOf(pass: Pass, file: HostFile): Promise<ContentHash | null> {
  if (file.contentHash) return file.contentHash
  try {
    return (await pass.hashOf(file)).hash
  } catch (error) {
    if (isSyncError(error, 'not_found')) return null
    throw error
  }
}
