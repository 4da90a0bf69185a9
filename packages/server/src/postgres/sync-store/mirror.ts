import { type Kysely, type Selectable, sql } from 'kysely'

import type { MirrorEntry, PathLower, SyncStore } from '@twinfolder/core'

import { distinctRuns } from '../distinct-runs.ts'
import { instantFrom } from '../instants.ts'
import type { Schema } from '../schema/schema.ts'
import type { MirrorTable } from '../schema/sync-state.ts'
import type { WritesOf } from './commit.ts'
import { isAt, isAtOrBelow, isBelow, isIn } from './remote-paths.ts'

const ROWS_A_STATEMENT = 5000

type MirrorReads = Pick<SyncStore, 'mirror' | 'mirrorTree' | 'mirrorTrees' | 'mirrorById' | 'mirrorPage'>

/** What the remote last told. */
export function readMirror(db: Kysely<Schema>): MirrorReads {
  const find = (linkId: string, generation: number) =>
    db.selectFrom('mirror').selectAll().where('link_id', '=', linkId).where('generation', '=', generation)
  return {
    async mirror(linkId, generation, paths) {
      if (paths.length === 0) return []
      const rows = await find(linkId, generation).where(isAt(paths)).execute()
      const byPath = new Map(rows.map((row) => [row.path_lower, entryOf(row)]))
      return paths.map((path) => byPath.get(path) ?? null)
    },
    async mirrorTree(linkId, generation, root) {
      const rows = await find(linkId, generation).where(isAtOrBelow(root)).orderBy('path_lower').execute()
      return rows.map(entryOf)
    },
    async mirrorTrees(linkId, generation, roots) {
      if (roots.length === 0) return []
      // Each root is looked up by itself: joined, the planner would rather compare every root with every row.
      const { rows } = await sql<Selectable<MirrorTable> & { readonly root: string }>`
        select row.*, root from unnest(${[...new Set(roots)]}::text[]) as root cross join lateral (
          select * from mirror where link_id = ${linkId} and generation = ${generation} and ${isIn(sql`root`)} offset 0
        ) as row order by row.path_lower`.execute(db)
      const trees = new Map<string, MirrorEntry[]>(roots.map((root) => [root, []]))
      for (const row of rows) trees.get(row.root)?.push(entryOf(row))
      return roots.map((root) => trees.get(root) ?? [])
    },
    async mirrorById(linkId, generation, ids) {
      if (ids.length === 0) return []
      // After a move the old path may still be there: the entry that was written last is the true one.
      const rows = await find(linkId, generation).where('remote_id', 'in', ids).orderBy('written').execute()
      const byId = new Map(rows.map((row) => [row.remote_id, entryOf(row)]))
      return ids.map((id) => byId.get(id) ?? null)
    },
    async mirrorPage(linkId, generation, after, limit) {
      let query = find(linkId, generation)
        .orderBy('path_head')
        .orderBy('path_lower')
        .limit(limit + 1)
      if (after !== null) {
        query = query.where(sql<boolean>`path_head >= left(${after}::text, 500)`).where('path_lower', '>', after)
      }
      const rows = (await query.execute()).map(entryOf)
      const page = rows.slice(0, limit)
      return { rows: page, next: rows.length > limit ? (page.at(-1)?.pathLower ?? null) : null }
    },
  }
}

/**
 * Writes to the mirror. An entry that a later write of the same commit takes away is never put, so that all deletions can
 * come first: three statements, whatever the order of the writes.
 */
export async function writeMirror(
  db: Kysely<Schema>,
  linkId: string,
  writes: WritesOf<'putMirror' | 'deleteMirror' | 'keepGeneration'>,
): Promise<void> {
  const puts = pendingPuts()
  const deletions = new Map<number, Set<PathLower>>()
  for (const write of writes) {
    switch (write.type) {
      case 'putMirror':
        puts.put(write.entry)
        break
      case 'deleteMirror':
        puts.dropTree(write.generation, write.pathLower)
        deletions.set(write.generation, (deletions.get(write.generation) ?? new Set()).add(write.pathLower))
        break
      case 'keepGeneration':
        puts.dropOthers(write.generation)
        await keepGeneration(db, linkId, write.generation)
    }
  }
  for (const [generation, roots] of deletions) await deleteTrees(db, linkId, generation, [...roots])
  await putEntries(db, puts.entries())
}

async function keepGeneration(db: Kysely<Schema>, linkId: string, generation: number): Promise<void> {
  await db
    .deleteFrom('mirror')
    .where('link_id', '=', linkId)
    .where((eb) => eb.or([eb('generation', '<', generation), eb('generation', '>', generation)]))
    .execute()
}

async function deleteTrees(
  db: Kysely<Schema>,
  linkId: string,
  generation: number,
  roots: readonly PathLower[],
): Promise<void> {
  const those = sql`delete from mirror where link_id = ${linkId} and generation = ${generation}`
  // Each root is looked up by itself: joined, the planner would rather compare every root with every row.
  const below = sql`select row.path_digest from unnest(${[...roots]}::text[]) as root cross join lateral (
    select path_digest from mirror where link_id = ${linkId} and generation = ${generation} and ${isBelow(sql`root`)} offset 0
  ) as row`
  await sql`${those} and ${isAt(roots)}`.execute(db)
  await sql`${those} and path_digest = any (array(${below}))`.execute(db)
}

async function putEntries(db: Kysely<Schema>, entries: readonly MirrorEntry[]): Promise<void> {
  for (const run of distinctRuns(entries, entryKey, ROWS_A_STATEMENT)) {
    const column = (valueOf: (entry: MirrorEntry) => string | null) => sql`${run.map(valueOf)}::text[]`
    // A parameter for each column: with one for each value, making the statement costs more than carrying it out.
    await db
      .insertInto('mirror')
      .columns([
        'link_id',
        'generation',
        'path_lower',
        'path',
        'name',
        'kind',
        'remote_id',
        'revision',
        'content_hash',
        'size_bytes',
        'downloadable',
        'modified_at',
      ])
      .expression(
        sql`select link_id, generation::integer, path_lower, path, name, kind, remote_id, revision, content_hash,
            size_bytes::bigint, downloadable::boolean, modified_at::timestamptz
          from unnest(
            ${column(({ linkId }) => linkId)}, ${column(({ generation }) => String(generation))},
            ${column(({ pathLower }) => pathLower)}, ${column(({ path }) => path)}, ${column(({ name }) => name)},
            ${column(({ kind }) => kind)}, ${column(({ remoteId }) => remoteId)}, ${column(({ revision }) => revision)},
            ${column(({ contentHash }) => contentHash)}, ${column(({ sizeBytes }) => String(sizeBytes))},
            ${column(({ downloadable }) => String(downloadable))}, ${column(({ modifiedAt }) => modifiedAt)}
          ) as given (link_id, generation, path_lower, path, name, kind, remote_id, revision, content_hash, size_bytes,
            downloadable, modified_at)`,
      )
      .onConflict((conflict) =>
        conflict.columns(['link_id', 'generation', 'path_digest']).doUpdateSet((eb) => ({
          path: eb.ref('excluded.path'),
          name: eb.ref('excluded.name'),
          kind: eb.ref('excluded.kind'),
          remote_id: eb.ref('excluded.remote_id'),
          revision: eb.ref('excluded.revision'),
          content_hash: eb.ref('excluded.content_hash'),
          size_bytes: sql<number>`excluded.size_bytes`,
          downloadable: eb.ref('excluded.downloadable'),
          modified_at: eb.ref('excluded.modified_at'),
          written: sql<number>`default`,
        })),
      )
      .execute()
  }
}

/** Entries that are to be put, as far as no later write takes them away. */
function pendingPuts() {
  const puts = new Map<string, MirrorEntry>()
  /** Folders that something was put below: without one, a deletion looks at nothing but its own path. */
  const parents = new Set<string>()
  const dropWhere = (isDropped: (entry: MirrorEntry) => boolean): void => {
    for (const [key, entry] of puts) if (isDropped(entry)) puts.delete(key)
  }
  return {
    put(entry: MirrorEntry): void {
      const key = entryKey(entry)
      puts.delete(key)
      puts.set(key, entry)
      for (let path: string = entry.pathLower; path !== '';) {
        path = path.slice(0, path.lastIndexOf('/'))
        parents.add(`${entry.generation}:${path}`)
      }
    },
    dropTree(generation: number, root: PathLower): void {
      puts.delete(`${generation}:${root}`)
      if (!parents.has(`${generation}:${root}`)) return
      const below = `${root}/`
      dropWhere((entry) => entry.generation === generation && entry.pathLower.startsWith(below))
    },
    dropOthers: (generation: number): void => dropWhere((entry) => entry.generation !== generation),
    entries: (): readonly MirrorEntry[] => [...puts.values()],
  }
}

function entryKey(entry: MirrorEntry): string {
  return `${entry.generation}:${entry.pathLower}`
}

function entryOf(row: Selectable<MirrorTable>): MirrorEntry {
  return {
    linkId: row.link_id,
    generation: row.generation,
    pathLower: row.path_lower,
    path: row.path,
    name: row.name,
    kind: row.kind,
    remoteId: row.remote_id,
    revision: row.revision,
    contentHash: row.content_hash,
    sizeBytes: Number(row.size_bytes),
    downloadable: row.downloadable,
    modifiedAt: instantFrom(row.modified_at),
  }
}
