import type { Baseline, ContentHash, HostFile, RecordKey, RemoteFile } from '../src/index.ts'
import { isRepeated } from './contents.ts'
import { hashOfFile, hashOfText } from './fast-hash.ts'
import type { ModelSpoke, ModelWorld } from './model-world.ts'
import { pathOf } from './places.ts'

/** What the model knows of one link beside the engine. */
export interface LinkBook {
  /** Every content that was in the link's Dropbox. */
  readonly ever: Set<ContentHash>
  /** Contents that its user took away from a path after they were bound there, and that nobody asked for since; gone, or moved. */
  readonly removed: Map<ContentHash, { readonly path: string; readonly isGone: boolean }>
  /** How often a content came into being under a new path or revision there, by its user's hand. */
  readonly arrivals: Map<ContentHash, number>
  /** How many files of a content its passes made in the CRM. */
  readonly creations: Map<ContentHash, number>
  /** When its passes deleted something there that nobody had confirmed, in ms. */
  readonly deletions: number[]
  /** Contents whose deletion somebody confirmed, as often as a pass may still delete them for that. */
  readonly confirmed: Map<ContentHash, number>
  /** Passes of which the link may have forgotten a deletion, as the process died or the reply was lost. */
  faults: number
  /** How many files were bound when the present pass began. */
  boundBefore: number
  /** What the present pass has sent. */
  readonly sent: RemoteFile[]
  /** Whether a pass works now: what a person asked for is not held against it. */
  isPassing: boolean
}

/** An empty book. */
export function linkBook(): LinkBook {
  return {
    ever: new Set(),
    removed: new Map(),
    arrivals: new Map(),
    creations: new Map(),
    deletions: [],
    confirmed: new Map(),
    faults: 0,
    boundBefore: 0,
    sent: [],
    isPassing: false,
  }
}

/** The key of a path in the model's Dropbox. */
export function lowerPath(path: string): string {
  return path.normalize('NFC').toLowerCase()
}

/** Counts one more. */
export function count(counts: Map<ContentHash, number>, hash: ContentHash): void {
  counts.set(hash, (counts.get(hash) ?? 0) + 1)
}

/** Takes one off; says whether there was one. */
export function take(counts: Map<ContentHash, number>, hash: ContentHash): boolean {
  const left = counts.get(hash) ?? 0
  if (left > 0) counts.set(hash, left - 1)
  return left > 0
}

/** Notes that the link's own memory of what it deleted is gone: it counts from nothing again (I11). */
export function forgetDeletions({ deletions, confirmed }: LinkBook): void {
  deletions.length = 0
  confirmed.clear()
}

/** Notes what a user puts into the CRM. */
export async function noteHeld(world: ModelWorld, text: string): Promise<void> {
  const hash = await hashOfText(text)
  world.held.add(hash)
  world.put.add(hash)
  for (const { book } of world.spokes) book.removed.delete(hash)
}

/** Notes what a user puts into their Dropbox. */
export async function noteArrived({ book }: ModelSpoke, text: string): Promise<void> {
  const hash = await hashOfText(text)
  book.ever.add(hash)
  count(book.arrivals, hash)
}

/** Notes what a user of the CRM writes over: a pass that stored it just now, and is not through, stores it once more. */
export async function noteOverwritten(world: ModelWorld, record: RecordKey, name: string): Promise<void> {
  const old = world.host.allFiles(record).find((file) => pathOf(file) === name)
  const hash = old && (await hashOfFile(world.host, old))
  if (hash) for (const { book } of world.spokes) count(book.arrivals, hash)
}

/** Notes what a user took out of the CRM: its content may come in again, once for each attempt that did not know of it. */
export function noteRemoved(world: ModelWorld, file: HostFile, hash: ContentHash | null): void {
  world.removed.push({ record: file.record, id: file.id })
  if (hash) for (const { book } of world.spokes) count(book.arrivals, hash)
}

/**
 * Notes what a user moves to another record. Where the host does not tell which file an upload became, a pass that looks for it in its
 * record finds nothing and makes it anew.
 */
export async function noteLeftUnseen(world: ModelWorld, file: HostFile): Promise<void> {
  if (world.size.host !== 'poor') return
  const hash = await hashOfFile(world.host, file)
  for (const { book, linkId } of world.spokes) {
    const [bound] = await world.store.baselines(linkId, file.record, [file.id])
    if (hash && !bound) count(book.arrivals, hash)
  }
}

/** Notes what a pass made in the CRM: to all other links it is a new file. */
export function noteCreated(world: ModelWorld, book: LinkBook, hash: ContentHash): void {
  count(book.creations, hash)
  for (const other of world.spokes) if (other.book !== book) other.book.removed.delete(hash)
}

/** Notes what a user puts somewhere in the CRM: it may be sent again. */
export async function noteAskedFor(world: ModelWorld, file: HostFile): Promise<void> {
  const hash = await hashOfFile(world.host, file)
  if (hash) for (const { book } of world.spokes) book.removed.delete(hash)
}

/** Notes what a user takes away from a path in Dropbox: bound contents are not to be sent again unasked (I5). */
export async function noteTakenAway(
  world: ModelWorld,
  spoke: ModelSpoke,
  path: string,
  isDeleted: boolean,
): Promise<void> {
  const root = lowerPath(path)
  for (const entry of spoke.remote.owner.tree()) {
    if (entry.kind !== 'file' || entry.contentHash === null) continue
    if (entry.pathLower !== root && !entry.pathLower.startsWith(`${root}/`)) continue
    const { contentHash } = entry
    count(spoke.book.arrivals, contentHash)
    // Under its new name it is a new file for everybody else.
    if (!isDeleted) for (const other of world.spokes) if (other !== spoke) other.book.removed.delete(contentHash)
    const [bound] = await world.store.baselinesByPath(spoke.linkId, [entry.pathLower])
    if (bound?.revision !== entry.revision || isRepeated(contentHash)) continue
    // Moved to another record of the CRM, it is a new file there, whatever becomes of the copy in the old one's folder (C48).
    if (!world.host.allFiles(bound.record).some(({ id }) => id === bound.fileId)) continue
    const isGone = isDeleted && !(await isElsewhere(world, bound, entry.pathLower))
    spoke.book.removed.set(contentHash, { path: entry.pathLower, isGone })
  }
}

/** Whether a content is under another path, or in another file of the CRM as well: then it may come from there. */
async function isElsewhere(
  { spokes, keys, host }: ModelWorld,
  { contentHash, fileId }: Baseline,
  path: string,
): Promise<boolean> {
  for (const { remote } of spokes) {
    for (const entry of remote.owner.tree()) {
      if (entry.kind === 'file' && entry.contentHash === contentHash && entry.pathLower !== path) return true
    }
  }
  for (const key of keys) {
    for (const file of host.allFiles(key)) {
      if (file.id !== fileId && (await hashOfFile(host, file)) === contentHash) return true
    }
  }
  return false
}
