import { type Insertable, type Kysely, type Selectable, sql } from 'kysely'

import type { MirrorEntry, PathLower, SyncStore } from '@twinfolder/core'

import { distinctRuns } from '../distinct-runs.ts'
import { dateOf, instantFrom } from '../instants.ts'
import type { Schema } from '../schema/schema.ts'
import type { MirrorTable } from '../schema/sync-state.ts'
import type { WritesOf } from './commit.ts'
import { isAt, isAtOrBelow, isBelow } from './remote-paths.ts'

type MirrorReads = Pick<SyncStore, 'mirror' | 'mirrorTree' | 'mirrorById' | 'mirrorPage'>

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
  const puts = new Map<string, MirrorEntry>()
  const deletions = new Map<number, Set<PathLower>>()
  for (const write of writes) {
    switch (write.type) {
      case 'putMirror': {
        const key = entryKey(write.entry)
        puts.delete(key)
        puts.set(key, write.entry)
        break
      }
      case 'deleteMirror':
        dropWhere(puts, (entry) => entry.generation === write.generation && isIn(entry.pathLower, write.pathLower))
        deletions.set(write.generation, (deletions.get(write.generation) ?? new Set()).add(write.pathLower))
        break
      case 'keepGeneration':
        dropWhere(puts, (entry) => entry.generation !== write.generation)
        await keepGeneration(db, linkId, write.generation)
    }
  }
  for (const [generation, roots] of deletions) await deleteTrees(db, linkId, generation, [...roots])
  await putEntries(db, [...puts.values()])
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
  const at = sql`delete from mirror where link_id = ${linkId} and generation = ${generation} and ${isAt(roots)}`
  const below = sql`delete from mirror using unnest(${[...roots]}::text[]) as root
    where link_id = ${linkId} and generation = ${generation} and ${isBelow(sql`root`)}`
  await at.execute(db)
  await below.execute(db)
}

async function putEntries(db: Kysely<Schema>, entries: readonly MirrorEntry[]): Promise<void> {
  for (const run of distinctRuns(entries, entryKey)) {
    await db
      .insertInto('mirror')
      .values(run.map(rowOf))
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

function dropWhere(puts: Map<string, MirrorEntry>, isDropped: (entry: MirrorEntry) => boolean): void {
  for (const [key, entry] of puts) if (isDropped(entry)) puts.delete(key)
}

function isIn(path: PathLower, root: PathLower): boolean {
  return path === root || path.startsWith(`${root}/`)
}

function entryKey(entry: MirrorEntry): string {
  return `${entry.generation}:${entry.pathLower}`
}

function rowOf(entry: MirrorEntry): Insertable<MirrorTable> {
  return {
    link_id: entry.linkId,
    generation: entry.generation,
    path_lower: entry.pathLower,
    path: entry.path,
    name: entry.name,
    kind: entry.kind,
    remote_id: entry.remoteId,
    revision: entry.revision,
    content_hash: entry.contentHash,
    size_bytes: entry.sizeBytes,
    downloadable: entry.downloadable,
    modified_at: dateOf(entry.modifiedAt),
  }
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
