import type { PathLower } from '../../domain/remote-path.ts'
import { recordKeyText } from '../../domain/record-ref.ts'
import { numberedName } from '../../names/allocate-name.ts'
import type { HostFile } from '../../ports/host-files.ts'
import type { Baseline, MirrorEntry } from '../../ports/sync-rows.ts'
import type { Cell, Place, RecordView } from './cell.ts'
import { type MissingFolder, type NameLookup, folderKey, folderToCreate, isMissing, placeOfFile } from './folders.ts'
import type { PlanOp } from './plan-op.ts'
import { guessLower, joinPath } from '../../names/remote-join.ts'

/** What is at a path: the mirror's entry, and the baseline that holds the name. */
export interface Occupant {
  readonly entry: MirrorEntry | null
  readonly baseline: Baseline | null
}

/** A file that leaves its path in this plan. */
interface Leaving {
  readonly cell: Cell & { readonly baseline: Baseline }
  readonly view: RecordView
  readonly op: { readonly type: string } | 'wait' | null
}

/** The names of one plan: what is taken, what becomes free, which folders are missing. */
export interface Naming {
  readonly occupantAt: (guess: PathLower) => Occupant
  readonly leaving: ReadonlyMap<PathLower, Leaving>
  /** Paths that ops of this plan take. */
  readonly claims: Set<PathLower>
  readonly missing: Map<string, { readonly view: RecordView; readonly folder: MissingFolder; readonly waiting: Cell[] }>
}

/** A place for a file, claimed. */
export interface Target extends Place {
  /** What is there already: an unbound file to meet, or `null`. */
  readonly entry: MirrorEntry | null
}

export function startNaming(occupantAt: Naming['occupantAt'], leaving: Naming['leaving']): Naming {
  return { occupantAt, leaving, claims: new Set(), missing: new Map() }
}

/**
 * Allocates a place for a file that has none (S12): the first numbered name that is free.
 *
 * @param mode with `same` an unbound file that has our content is met, as a crash after an upload leaves it (C74); with `union` one of
 *   exactly this name as well, whatever it holds (C3, C4). With `free` nothing may be there but our own old name.
 * @returns `null` when the file has to wait for a folder or for a name that becomes free in this plan
 */
export function newTarget(
  naming: Naming,
  view: RecordView,
  cell: Cell,
  mode: 'union' | 'same' | 'free',
): Target | null {
  const { host } = cell
  if (!host) return null
  const place = placeOfFile(view, host.folder, cell.baseline, lookup(naming))
  if (isMissing(place)) return waitForFolder(naming, view, place, cell)
  const name = nameOf(cell, host)
  for (let number = 1; ; number += 1) {
    const candidate = candidateAt(place, name, number)
    const found = look(naming, cell, candidate.pathLower)
    if (found === 'leaving') return null
    if (found === 'taken') continue
    const entry = typeof found === 'string' ? null : found
    const isSame = mode !== 'free' && !!entry?.contentHash && entry.contentHash === host.contentHash
    const isMet = isSame || (mode === 'union' && number === 1)
    if (entry && !isMet) continue
    return claim(naming, { ...candidate, pathLower: entry?.pathLower ?? candidate.pathLower, entry })
  }
}

/**
 * Allocates a new place for a bound file that was renamed or moved in the host (S8). In a circle of names one file goes aside
 * first, under a numbered name (C42).
 *
 * @returns `stays` when its present name serves (C38); `null` when it has to wait
 */
export function moveTarget(
  naming: Naming,
  view: RecordView,
  cell: Cell & { readonly baseline: Baseline },
  baseline: Baseline,
): (Target & { readonly isFinal: boolean }) | 'stays' | null {
  const { host } = cell
  if (!host) return null
  const place = placeOfFile(view, host.folder, baseline, lookup(naming))
  if (isMissing(place)) return waitForFolder(naming, view, place, cell)
  let goesAside = false
  for (let number = 1; ; number += 1) {
    const candidate = candidateAt(place, host.name, number)
    if (candidate.pathLower === baseline.pathLower && !goesAside) return 'stays'
    const found = look(naming, cell, candidate.pathLower)
    if (found === 'own' && !goesAside) return 'stays'
    if (found === 'leaving') {
      if (!isFirstOfCircle(naming, cell, candidate.pathLower)) return null
      goesAside = true
      continue
    }
    if (found !== 'free') continue
    return { ...claim(naming, { ...candidate, entry: null }), isFinal: !goesAside }
  }
}

/** Where the missing folders will be, as far as they are there already without belonging to anyone. */
export function missingFolders(naming: Naming): readonly Place[] {
  return [...naming.missing.values()].map(({ view, folder }) => folderToCreate(view, folder, lookup(naming)))
}

/** The folders that files of this plan wait for. */
export function missingFolderOps(naming: Naming): readonly PlanOp[] {
  return [...naming.missing.values()].map(({ view, folder, waiting }): PlanOp => {
    const { path } = folderToCreate(view, folder, lookup(naming))
    return { type: 'createFolder', view, hostFolder: folder.hostFolder, path, waiting }
  })
}

function waitForFolder(naming: Naming, view: RecordView, folder: MissingFolder, cell: Cell): null {
  const key = folderKey(view, folder.hostFolder)
  const known = naming.missing.get(key)
  if (known) known.waiting.push(cell)
  else naming.missing.set(key, { view, folder, waiting: [cell] })
  return null
}

/** A file that goes up again gets the name that it had there, unless it has got another one in the host (C51). */
function nameOf({ baseline }: Cell, { name }: HostFile): string {
  return baseline && baseline.hostName === name ? baseline.remoteName : name
}

function candidateAt(place: Place, hostName: string, number: number): Place {
  const name = numberedName(hostName, number)
  return { path: joinPath(place.path, name), pathLower: guessLower(place.pathLower, name) }
}

function lookup(naming: Naming): NameLookup {
  return { entryAt: (guess) => naming.occupantAt(guess).entry }
}

function claim<Of extends Place>(naming: Naming, target: Of): Of {
  naming.claims.add(target.pathLower)
  return target
}

/** Who has a path: nobody, this file, one that leaves, someone else; or a file that is bound to nothing. */
function look(naming: Naming, cell: Cell, guess: PathLower): 'free' | 'own' | 'leaving' | 'taken' | MirrorEntry {
  const { entry, baseline } = naming.occupantAt(guess)
  if (naming.claims.has(entry?.pathLower ?? guess)) return 'taken'
  if (baseline && isOf(cell, baseline)) return 'own'
  if (baseline) return naming.leaving.has(baseline.pathLower) ? 'leaving' : 'taken'
  if (!entry) return 'free'
  return entry.kind === 'folder' ? 'taken' : entry
}

function isOf(cell: Cell, baseline: Baseline): boolean {
  return cell.fileId === baseline.fileId && recordKeyText(cell.record) === recordKeyText(baseline.record)
}

/** Whether files want each other's names in a circle that this one opens: the one with the least path goes aside. */
function isFirstOfCircle(naming: Naming, cell: Cell & { readonly baseline: Baseline }, wanted: PathLower): boolean {
  const own = cell.baseline.pathLower
  const seen = new Set<PathLower>()
  for (let path = wanted; !seen.has(path);) {
    seen.add(path)
    if (path < own) return false
    const holder = naming.leaving.get(path)
    const host = holder?.cell.host
    if (!holder || holder.op === 'wait' || holder.op?.type !== 'move' || !host) return false
    const place = placeOfFile(holder.view, host.folder, holder.cell.baseline, lookup(naming))
    if (isMissing(place)) return false
    path = guessLower(place.pathLower, numberedName(host.name, 1))
    if (path === own) return true
  }
  return false
}
