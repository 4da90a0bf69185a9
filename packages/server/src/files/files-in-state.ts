import {
  type BrowseEntry,
  type BrowseQuery,
  type DirtyKey,
  type HostFile,
  type HostFiles,
  type RecordKey,
  type SyncStore,
  feedPositionsOf,
} from '@twinfolder/core'
import type { FileStateFilter } from '@twinfolder/protocol'

import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
import { everyFile, filesBy, isListed } from './browse-files.ts'
import { type FileSyncs, fileSyncs } from './file-syncs.ts'
import { isInState } from './is-in-state.ts'

type Parts = Pick<ServerParts, 'settings' | 'provider' | 'stores' | 'transfers' | 'files'>

/** More changes of the tenant than this, and a link's reading of the host is far behind: then every file is looked at. */
const UNREAD_PAGES = 10
const READ_AT_A_TIME = 500

/**
 * The files in a folder and below it that are in a state. Costs the files that are known to stand out, not those that exist; only
 * what most files are (`synced`, and `waiting` or `onlyInHost` while that is true of the whole record) costs a look at every file.
 */
export async function filesInState(
  parts: Parts,
  session: Session,
  record: RecordKey,
  query: BrowseQuery & { readonly state: FileStateFilter },
): Promise<{ readonly entries: readonly BrowseEntry[]; readonly total: number }> {
  const { files } = parts
  const { state, sort, offset, limit } = query
  const syncs = await fileSyncs(parts, session, record)
  if (!syncs || state === 'onlyInDropbox') return { entries: [], total: 0 }
  const some = await candidates(parts, syncs, record, state)
  const all = some === null ? await everyFile(files, record) : await filesOf(files, record, some)
  const listed = all.filter((file) => isListed(file.folder, file.name, { ...query, search: query.search ?? '' }))
  const found: HostFile[] = []
  for (let from = 0; from < listed.length; from += READ_AT_A_TIME) {
    const part = listed.slice(from, from + READ_AT_A_TIME)
    const states = await syncs.of(part)
    found.push(...part.filter((_, at) => states[at] && isInState(states[at], state)))
  }
  const page = found.sort(filesBy(sort)).slice(offset, offset + limit)
  return { entries: page.map((file) => ({ kind: 'file', file })), total: found.length }
}

/** Ids of all files that may be in the state, or `null` where that is any file. */
async function candidates(
  { stores: { sync }, files }: Parts,
  syncs: FileSyncs,
  record: RecordKey,
  state: FileStateFilter,
): Promise<ReadonlySet<string> | null> {
  const { link, enrolment, isAllDirty, dirty, inConflict } = syncs
  const isActive = enrolment.status === 'active' && link.status === 'active'
  if (state === 'synced') return isActive && !isAllDirty ? null : new Set()
  if (!isActive || isAllDirty) return state === 'attention' ? known() : null
  const ids = await known()
  if (state !== 'waiting') return ids
  const unread = await unreadChanges(files, record, feedPositionsOf(link.feedPosition).feed)
  if (unread === null) return null
  return new Set([...ids, ...(await idsOf(sync, link.id, dirty)), ...unread])

  async function known(): Promise<ReadonlySet<string>> {
    const problems = await sync.problems(link.id, record)
    const undecided = await sync.undecidedBaselines(link.id, record)
    return new Set([
      ...inConflict,
      ...problems.flatMap(({ key }) => (key.type === 'file' ? [key.fileId] : [])),
      ...undecided.map(({ fileId }) => fileId),
    ])
  }
}

/** The files of dirty keys. */
async function idsOf(sync: SyncStore, linkId: string, keys: readonly DirtyKey[]): Promise<readonly string[]> {
  const paths = keys.flatMap((key) => (key.type === 'path' ? [key.pathLower] : []))
  const bound = await sync.baselinesByPath(linkId, paths)
  return [
    ...keys.flatMap((key) => (key.type === 'file' ? [key.fileId] : [])),
    ...bound.flatMap((baseline) => baseline?.fileId ?? []),
  ]
}

/** Files that changed in the host and that the link has not read of; `null` where that cannot be told cheaply. */
async function unreadChanges(
  files: HostFiles,
  record: RecordKey,
  start: string | null,
): Promise<readonly string[] | null> {
  if (!files.changes || files.capabilities(record.module).changes !== 'feed' || start === null) return null
  const ids: string[] = []
  let position = start
  for (let page = 0; page < UNREAD_PAGES; page += 1) {
    const { changes, position: next, hasMore } = await files.changes(record.tenantId, position)
    for (const { record: of, fileId } of changes) {
      if (of.module === record.module && of.id === record.id) ids.push(fileId)
    }
    if (!hasMore) return ids
    position = next
  }
  return null
}

async function filesOf(files: HostFiles, record: RecordKey, wanted: ReadonlySet<string>): Promise<readonly HostFile[]> {
  const ids = [...wanted]
  const found: HostFile[] = []
  for (let from = 0; from < ids.length; from += READ_AT_A_TIME) {
    const part = await files.get(record, ids.slice(from, from + READ_AT_A_TIME))
    found.push(...part.filter((file) => file !== null))
  }
  return found
}
