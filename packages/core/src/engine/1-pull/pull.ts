import { type PathLower, isAtOrBelow } from '../../domain/remote-path.ts'
import { recordKeyText } from '../../domain/record-ref.ts'
import type { RemoteChange, RemoteChangePage } from '../../ports/remote.ts'
import type { DirtyKey, MirrorEntry } from '../../ports/sync-rows.ts'
import type { Page, StoreWrite } from '../../ports/sync-store.ts'
import { isSyncError } from '../../sync-error.ts'
import { dirtyKeysOf, isSameEntry, mirrorEntryOf } from './mirror.ts'
import type { Pass } from '../pass.ts'

/** How many rows of two generations are compared at a time. */
const COMPARED_ROWS = 1000

/**
 * Reads the remote's feed to its end. Each page goes into the mirror in one commit with its cursor and with the keys that it
 * makes dirty; nothing is planned before the end, as a page may tell only half of a move (C43, C110).
 */
export async function pull(pass: Pass): Promise<void> {
  if (pass.position.cursor === null) return list(pass)
  try {
    await followFeed(pass, pass.position.cursor)
  } catch (error) {
    if (!isSyncError(error, 'cursor_reset')) throw error
    await list(pass)
  }
}

async function followFeed(pass: Pass, start: string): Promise<void> {
  for (let cursor = start, hasMore = true; hasMore;) {
    const page: RemoteChangePage = await pass.remoteAccount.changes(cursor, pass.call)
    cursor = page.cursor
    hasMore = page.hasMore
    // An empty page is not stored: the old cursor leads to the same place, and an idle pass writes nothing.
    if (page.changes.length > 0) await storePage(pass, page)
    if (hasMore) await pass.assertGoingOn()
  }
}

async function storePage(pass: Pass, page: RemoteChangePage): Promise<void> {
  const { before, after } = await foldPage(pass, page.changes)
  // Deletions first: a folder that became a file, or the reverse, leaves nothing of the old kind behind.
  const drops = [...after].filter(([path, entry]) => !entry && before.has(path)).map(([path]) => deleteRow(pass, path))
  const puts: StoreWrite[] = []
  for (const [path, entry] of after) {
    const old = before.get(path) ?? null
    const isNews = !isSameEntry(old, entry) || old?.path !== entry?.path
    if (entry && (isNews || drops.length > 0)) puts.push({ type: 'putMirror', entry })
  }
  const marks = await marksOf(
    pass,
    [...after].map(([path, entry]) => ({ before: before.get(path) ?? null, after: entry })),
  )
  await pass.commit([...drops, ...puts, ...marks, { type: 'updateLink', set: { cursor: page.cursor } }])
  pass.position.cursor = page.cursor
}

/** Marks what changed. A record whose own folder is gone is marked as a whole, not file by file (S10). */
async function marksOf(
  pass: Pass,
  changes: readonly { readonly before: MirrorEntry | null; readonly after: MirrorEntry | null }[],
): Promise<readonly StoreWrite[]> {
  const keys: DirtyKey[] = []
  for (const change of changes) {
    if (!isSameEntry(change.before, change.after)) keys.push(...(await dirtyKeysOf(pass, change)))
  }
  const whole = new Set(keys.flatMap((key) => (key.type === 'record' ? [recordKeyText(key.record)] : [])))
  const vanished = new Set(changes.flatMap(({ before, after }) => (before && !after ? [before.pathLower] : [])))
  return keys
    .filter(
      (key) =>
        key.type !== 'path' || !vanished.has(key.pathLower) || !key.record || !whole.has(recordKeyText(key.record)),
    )
    .map((key): StoreWrite => ({ type: 'markDirty', key }))
}

/** What a page comes to: each path that it touches as it was and as it is afterwards. */
async function foldPage(pass: Pass, changes: readonly RemoteChange[]) {
  const { store, link, position } = pass
  const paths = [...new Set(changes.map((change) => change.pathLower))]
  const rows = await store.mirror(link.id, position.mirrorGeneration, paths)
  const before = new Map<PathLower, MirrorEntry>()
  rows.forEach((row) => row && before.set(row.pathLower, row))
  const after = new Map<PathLower, MirrorEntry | null>()
  for (const change of changes) {
    const present = after.get(change.pathLower) ?? before.get(change.pathLower)
    const mayHaveChildren = present?.kind === 'folder' || (!present && change.kind === 'deleted')
    if (change.kind !== 'folder' && mayHaveChildren) {
      for (const row of await store.mirrorTree(link.id, position.mirrorGeneration, change.pathLower)) {
        before.set(row.pathLower, row)
      }
      removeBelow(before, after, change.pathLower)
    }
    const entry = change.kind === 'deleted' ? null : mirrorEntryOf(change, link.id, position.mirrorGeneration)
    after.set(change.pathLower, entry)
  }
  return { before, after }
}

function removeBelow(
  before: ReadonlyMap<PathLower, MirrorEntry>,
  after: Map<PathLower, MirrorEntry | null>,
  root: PathLower,
): void {
  for (const path of [...before.keys(), ...after.keys()]) if (isAtOrBelow(path, root)) after.set(path, null)
}

function deleteRow(pass: Pass, pathLower: PathLower): StoreWrite {
  return { type: 'deleteMirror', generation: pass.position.mirrorGeneration, pathLower }
}

/** Goes on with a listing that was broken off, or begins one: an account of a million files is not read twice for a restart. */
async function list(pass: Pass): Promise<void> {
  if (pass.position.listingCursor === null) return listAnew(pass)
  try {
    await listFrom(pass, pass.position.listingCursor)
  } catch (error) {
    if (!isSyncError(error, 'cursor_reset')) throw error
    await listAnew(pass)
  }
}

/**
 * Lists the whole app folder into the next generation of the mirror. The old one stays in force until the listing is complete, so
 * a listing that breaks makes nothing look absent (C85, C86).
 */
export async function listAnew(pass: Pass, onDifference?: (path: PathLower) => void): Promise<void> {
  await pass.commit([
    { type: 'keepGeneration', generation: pass.position.mirrorGeneration },
    { type: 'updateLink', set: { listingCursor: null } },
  ])
  await listFrom(pass, null, onDifference)
}

/** Each page is stored with the place where the next one begins. */
async function listFrom(
  pass: Pass,
  start: string | null,
  onDifference: (path: PathLower) => void = () => undefined,
): Promise<void> {
  const { link, position } = pass
  const old = position.mirrorGeneration
  const next = old + 1
  let cursor = start
  for (let hasMore = true; hasMore;) {
    const page: RemoteChangePage = await pass.remoteAccount.changes(cursor, pass.call)
    cursor = page.cursor
    hasMore = page.hasMore
    await pass.commit([
      ...page.changes.flatMap((change) => listedWrites(change, link.id, next)),
      { type: 'updateLink', set: { listingCursor: cursor } },
    ])
  }
  await markDifferences(pass, old, next, onDifference)
  await pass.commit([
    { type: 'updateLink', set: { cursor, listingCursor: null, mirrorGeneration: next } },
    { type: 'keepGeneration', generation: next },
  ])
  position.cursor = cursor
  position.listingCursor = null
  position.mirrorGeneration = next
}

/** Compares two generations page by page, each row with the one at its path: no order of paths is relied on. */
async function markDifferences(
  pass: Pass,
  old: number,
  next: number,
  onDifference: (path: PathLower) => void,
): Promise<void> {
  const { store, link } = pass
  const isFirst = (await store.mirrorPage(link.id, old, null, 1)).rows.length === 0
  for await (const rows of pagesOf(pass, next)) {
    const others = isFirst ? [] : await store.mirror(link.id, old, pathsOf(rows))
    await mark(rows.map((after, at) => ({ before: others[at] ?? null, after })))
  }
  for await (const rows of pagesOf(pass, old)) {
    const others = await store.mirror(link.id, next, pathsOf(rows))
    await mark(rows.flatMap((before, at) => (others[at] ? [] : [{ before, after: null }])))
  }

  async function mark(changes: Parameters<typeof marksOf>[1]): Promise<void> {
    for (const { before, after } of changes) {
      if (!isSameEntry(before, after)) onDifference((after ?? before)?.pathLower ?? ('' as PathLower))
    }
    const marks = await marksOf(pass, changes)
    if (marks.length > 0) await pass.commit(marks)
  }
}

function pathsOf(rows: readonly MirrorEntry[]): readonly PathLower[] {
  return rows.map(({ pathLower }) => pathLower)
}

async function* pagesOf(pass: Pass, generation: number): AsyncGenerator<readonly MirrorEntry[]> {
  for (let after: PathLower | null = null; ;) {
    const page: Page<MirrorEntry> = await pass.store.mirrorPage(pass.link.id, generation, after, COMPARED_ROWS)
    yield page.rows
    if (page.next === null) return
    after = page.rows.at(-1)?.pathLower ?? null
  }
}

/** A listing applies like a feed: a file drops what was below it, a deletion drops all. */
function listedWrites(change: RemoteChange, linkId: string, generation: number): readonly StoreWrite[] {
  const drop: StoreWrite = { type: 'deleteMirror', generation, pathLower: change.pathLower }
  if (change.kind === 'deleted') return [drop]
  const put: StoreWrite = { type: 'putMirror', entry: mirrorEntryOf(change, linkId, generation) }
  return change.kind === 'file' ? [drop, put] : [put]
}
