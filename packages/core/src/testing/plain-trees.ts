import { type ContentHash, contentHash } from '../domain/content-hash.ts'
import { type RecordKey, recordKeyText } from '../domain/record-ref.ts'
import {
  type PathLower,
  type RemotePath,
  type Revision,
  pathLower,
  remoteId,
  remotePath,
  revision,
} from '../domain/remote-path.ts'
import { newEnrolment } from '../engine/2-record/new-enrolment.ts'
import { type Cell, type MirrorFile, type RecordView, asFile } from '../engine/3-plan/cell.ts'
import type { Batch } from '../engine/3-plan/plan.ts'
import { capabilitiesOf } from '../memory/host-files/host-capabilities.ts'
import { fold } from '../names/fold.ts'
import type { HostFile } from '../ports/host-files.ts'
import type { Baseline, FolderMap, MirrorEntry } from '../ports/sync-rows.ts'
import { instantOf } from '../state/instant-of.ts'
import { newLink } from './sync-store/rows.ts'

/** One record on both sides and its baselines, as plain data: what a plan looks at, without any store. */
export interface PlainTrees {
  readonly hosts: Map<string, HostFile>
  readonly remotes: Map<PathLower, MirrorEntry>
  readonly baselines: Map<string, Baseline>
  readonly folderMaps: FolderMap[]
}

const link = newLink({ id: 'link', user: { tenantId: 'tenant', userId: 'ada' } })
export const record: RecordKey = { tenantId: 'tenant', module: 'companies', id: '1' }
/** The record's folder. */
export const root = { path: remotePath('/Acme'), pathLower: pathLower('/acme') }
const at = instantOf(0)

/** A number as contents. */
export function hashOfContents(contents: number): ContentHash {
  return contentHash(contents.toString(16).padStart(64, '0'))
}

/** A path in the remote for a name with its folders, e.g. `sub/a.txt`. */
export function placeFor(name: string): { readonly path: RemotePath; readonly pathLower: PathLower } {
  return { path: remotePath(`${root.path}/${name}`), pathLower: pathLower(`${root.pathLower}/${fold(name)}`) }
}

/** Both sides with these files, bound. */
export function boundTrees(files: readonly (readonly [name: string, contents: number])[]): PlainTrees {
  const trees: PlainTrees = { hosts: new Map(), remotes: new Map(), baselines: new Map(), folderMaps: [] }
  addFolder(trees, ['sub'])
  for (const [name, contents] of files) {
    const host = putHost(trees, `id of ${name}`, name, contents, 'v1')
    const remote = putRemote(trees, name, contents, `id:${name}`, 'r1')
    trees.baselines.set(host.id, boundTo(host, remote))
  }
  return trees
}

/** The folder in the remote, with its baseline. */
export function addFolder({ remotes, folderMaps }: PlainTrees, hostFolder: readonly string[]): void {
  const place = placeFor(hostFolder.join('/'))
  const id = remoteId(`id:${place.pathLower}`)
  remotes.set(place.pathLower, {
    ...entryOf(place, { kind: 'folder', id }),
    kind: 'folder',
  })
  folderMaps.push({ linkId: link.id, record, remoteId: id, ...place, hostFolder, createdByUs: true })
}

export function putHost(
  { hosts }: PlainTrees,
  id: string,
  name: string,
  contents: number | ContentHash,
  version: string,
): HostFile {
  const parts = name.split('/')
  const file: HostFile = {
    record,
    id,
    name: parts.at(-1) ?? '',
    folder: parts.slice(0, -1),
    sizeBytes: 1,
    mediaType: 'text/plain',
    version,
    contentHash: typeof contents === 'number' ? hashOfContents(contents) : contents,
    updatedAt: at,
    updatedBy: { userId: null, name: 'Grace', via: 'host' },
  }
  hosts.set(id, file)
  return file
}

export function putRemote(
  { remotes }: PlainTrees,
  name: string,
  contents: number | ContentHash,
  id: string,
  rev: string,
): MirrorFile {
  const place = placeFor(name)
  const entry: MirrorFile = {
    ...entryOf(place, { kind: 'file', id: remoteId(id) }),
    kind: 'file',
    revision: revision(rev),
    contentHash: typeof contents === 'number' ? hashOfContents(contents) : contents,
    sizeBytes: 1,
    downloadable: true,
    modifiedAt: at,
  }
  remotes.set(place.pathLower, entry)
  return entry
}

function entryOf(
  place: { readonly path: RemotePath; readonly pathLower: PathLower },
  { kind, id }: { readonly kind: 'file' | 'folder'; readonly id: MirrorEntry['remoteId'] },
): MirrorEntry {
  return {
    linkId: link.id,
    generation: 1,
    ...place,
    name: place.path.slice(place.path.lastIndexOf('/') + 1),
    kind,
    remoteId: id,
    revision: null,
    contentHash: null,
    sizeBytes: 0,
    downloadable: false,
    modifiedAt: null,
  }
}

/** The baseline of a pair that is alike. */
export function boundTo(
  host: HostFile,
  remote: Pick<MirrorFile, 'path' | 'pathLower' | 'name' | 'remoteId'> & {
    readonly revision: Revision
    readonly contentHash: ContentHash | null
  },
): Baseline {
  return {
    linkId: link.id,
    record,
    fileId: host.id,
    status: 'on',
    pathLower: remote.pathLower,
    path: remote.path,
    remoteName: remote.name,
    hostName: host.name,
    hostFolder: host.folder,
    remoteId: remote.remoteId,
    revision: remote.revision,
    contentHash: remote.contentHash ?? hashOfContents(0),
    hostVersion: host.version,
    sizeBytes: host.sizeBytes,
    deletion: null,
    pacedUntil: null,
  }
}

/** Everything there is as one batch, as if all of it were dirty. */
export function batchOf(trees: PlainTrees): Batch {
  const { remotes, baselines } = trees
  const rows = [...baselines.values()]
  const onAt = new Map(rows.filter(({ status }) => status === 'on').map((row) => [row.pathLower, row]))
  const holderAt = new Map([...rows.map((row) => [row.pathLower, row] as const), ...onAt])
  return {
    link,
    now: 0,
    views: new Map([[recordKeyText(record), viewOf(trees)]]),
    cells: cellsOf(trees, onAt, holderAt),
    folders: [],
    strays: [],
    occupantAt: (guess) => {
      const entry = remotes.get(guess) ?? null
      return { entry, baseline: onAt.get(guess) ?? (entry?.kind === 'file' ? (holderAt.get(guess) ?? null) : null) }
    },
    sources: new Map(),
  }
}

function cellsOf(
  { hosts, remotes, baselines }: PlainTrees,
  onAt: ReadonlyMap<PathLower, Baseline>,
  holderAt: ReadonlyMap<PathLower, Baseline>,
): readonly Cell[] {
  const ids = [...new Set([...hosts.keys(), ...baselines.keys()])].toSorted()
  const ofFiles = ids.map((fileId): Cell => {
    const baseline = baselines.get(fileId) ?? null
    const isTaken = baseline?.status !== 'on' && baseline && onAt.has(baseline.pathLower)
    const remote = baseline && !isTaken ? asFile(remotes.get(baseline.pathLower)) : null
    return { record, fileId, keys: [], host: hosts.get(fileId) ?? null, baseline, remote, problems: [] }
  })
  const ofPaths = [...remotes.values()]
    .filter((entry) => entry.kind === 'file' && !holderAt.has(entry.pathLower))
    .toSorted((a, b) => (a.pathLower < b.pathLower ? -1 : 1))
    .map((entry): Cell => ({
      record,
      fileId: null,
      keys: [],
      host: null,
      baseline: null,
      remote: asFile(entry),
      problems: [],
    }))
  return [...ofFiles, ...ofPaths]
}

function viewOf({ folderMaps }: PlainTrees): RecordView {
  return {
    record,
    enrolment: { ...newEnrolment(link.id, record, 'ada', at), folder: root.path, folderLower: root.pathLower },
    access: { read: true, write: true, missing: [] },
    capabilities: capabilitiesOf({})('companies'),
    rules: { importBlock: null, maxFileBytes: 100, reattachOn: 'content-change' },
    root,
    folderMaps: [...folderMaps],
    isGone: false,
  }
}
