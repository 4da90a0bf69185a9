import type { PathLower, RemoteId } from '../../domain/remote-path.ts'
import type { MirrorEntry } from '../../ports/sync-rows.ts'
import type { Page } from '../../ports/sync-store.ts'
import { keyText, pathAndParents, table } from '../table.ts'

/** What the remotes last told, by link and generation. */
export function mirrorTable() {
  const entries = table<MirrorEntry>((row) => keyText(row.linkId, row.generation, row.pathLower))
  const below = entries.index((row) =>
    pathAndParents(row.pathLower).map((path) => keyText(row.linkId, row.generation, path)),
  )
  const byId = entries.index((row) => [keyText(row.linkId, row.generation, row.remoteId)])
  const ofGeneration = entries.index((row) => [keyText(row.linkId, row.generation)])
  const ofLink = entries.index((row) => [row.linkId])
  /** Generations in the order of paths, as long as nobody writes to them. */
  const sorted = new Map<string, readonly MirrorEntry[]>()

  const inOrder = (linkId: string, generation: number): readonly MirrorEntry[] => {
    const key = keyText(linkId, generation)
    const rows = sorted.get(key) ?? ofGeneration(key).toSorted((a, b) => (a.pathLower < b.pathLower ? -1 : 1))
    sorted.set(key, rows)
    return rows
  }
  const remove = (entry: MirrorEntry): void => {
    sorted.delete(keyText(entry.linkId, entry.generation))
    entries.delete(keyText(entry.linkId, entry.generation, entry.pathLower))
  }

  return {
    rows: entries.rows,
    load(rows: readonly MirrorEntry[]): void {
      sorted.clear()
      entries.load(rows)
    },
    put(entry: MirrorEntry): void {
      sorted.delete(keyText(entry.linkId, entry.generation))
      entries.put(entry)
    },
    deleteTree(linkId: string, generation: number, root: PathLower): void {
      for (const entry of below(keyText(linkId, generation, root))) remove(entry)
    },
    keepGeneration(linkId: string, generation: number): void {
      for (const entry of ofLink(linkId)) if (entry.generation !== generation) remove(entry)
    },
    get: (linkId: string, generation: number, path: PathLower) => entries.get(keyText(linkId, generation, path)),
    tree: (linkId: string, generation: number, root: PathLower) => below(keyText(linkId, generation, root)),
    /** After a move the old path may still be there: the entry that came last is the true one. */
    byId: (linkId: string, generation: number, id: RemoteId) => byId(keyText(linkId, generation, id)).at(-1) ?? null,
    page(linkId: string, generation: number, after: PathLower | null, limit: number): Page<MirrorEntry> {
      const all = inOrder(linkId, generation)
      const start = after === null ? 0 : all.findIndex((entry) => entry.pathLower > after)
      const rows = start === -1 ? [] : all.slice(start, start + limit)
      const hasMore = start !== -1 && start + rows.length < all.length
      return { rows, next: hasMore ? (rows.at(-1)?.pathLower ?? null) : null }
    },
  }
}
