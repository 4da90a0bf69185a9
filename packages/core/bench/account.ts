import { contentHash } from '../src/domain/content-hash.ts'
import type { RecordKey } from '../src/domain/record-ref.ts'
import { pathLower, remoteId, remotePath, revision } from '../src/domain/remote-path.ts'
import type { HostFile } from '../src/ports/host-files.ts'
import type { Baseline, Enrolment, Link, MirrorEntry } from '../src/ports/sync-rows.ts'
import { instantOf } from '../src/state/instant-of.ts'

/** A link as the benchmarks have it. */
export const link: Link = {
  id: 'link',
  user: { tenantId: 'bench', userId: 'user' },
  provider: 'memory',
  accountId: 'account',
  email: 'bench@example.com',
  displayName: 'Bench',
  firstName: 'Bench',
  locale: 'en',
  status: 'active',
  cursor: null,
  listingCursor: null,
  mirrorGeneration: 0,
  feedPosition: null,
  blockedUntil: null,
  hold: null,
  lastOkAt: null,
  createdAt: instantOf(0),
}

/** How many files a record has. */
export const FILES_A_RECORD = 100

/** A record with its files as both sides and the baselines have them. */
export interface BoundRecord {
  readonly record: RecordKey
  readonly enrolment: Enrolment
  readonly folder: MirrorEntry
  readonly files: readonly HostFile[]
  readonly baselines: readonly Baseline[]
  readonly entries: readonly MirrorEntry[]
}

/** The `number`th record of an account: everything on both sides is the same. */
export function boundRecord(number: number): BoundRecord {
  const record: RecordKey = { tenantId: 'bench', module: 'companies', id: `${number}` }
  const name = `Company ${number} (${number})`
  const path = remotePath(`/Companies/${name}`)
  const lower = pathLower(path.toLowerCase())
  const folder: MirrorEntry = {
    linkId: link.id,
    generation: 0,
    pathLower: lower,
    path,
    name,
    kind: 'folder',
    remoteId: remoteId(`id:folder-${number}`),
    revision: null,
    contentHash: null,
    sizeBytes: 0,
    downloadable: false,
    modifiedAt: null,
  }
  const enrolment: Enrolment = {
    linkId: link.id,
    record,
    status: 'active',
    resuming: false,
    direction: 'both',
    folderId: folder.remoteId,
    folder: path,
    folderLower: lower,
    lastNameWeSet: name,
    enrolledBy: 'user',
    enrolledAt: instantOf(0),
    lastSettledAt: instantOf(0),
  }
  const rows = Array.from({ length: FILES_A_RECORD }, (_, at) => boundFile(record, folder, number, at))
  return {
    record,
    enrolment,
    folder,
    files: rows.map(({ file }) => file),
    baselines: rows.map(({ baseline }) => baseline),
    entries: [folder, ...rows.map(({ entry }) => entry)],
  }
}

function boundFile(record: RecordKey, folder: MirrorEntry, number: number, at: number) {
  const name = `document ${at}.pdf`
  const id = `file-${number}-${at}`
  const hash = contentHash((number * FILES_A_RECORD + at).toString(16).padStart(64, '0'))
  const place = {
    linkId: link.id,
    pathLower: pathLower(`${folder.pathLower}/${name}`),
    path: remotePath(`${folder.path}/${name}`),
    remoteId: remoteId(`id:${id}`),
    contentHash: hash,
    sizeBytes: 1000,
  }
  const entry: MirrorEntry = {
    ...place,
    generation: 0,
    name,
    kind: 'file',
    revision: revision(`rev-${id}`),
    downloadable: true,
    modifiedAt: instantOf(0),
  }
  const file: HostFile = {
    record,
    id,
    name,
    folder: [],
    sizeBytes: 1000,
    mediaType: 'application/pdf',
    version: 'v1',
    contentHash: hash,
    updatedAt: instantOf(0),
    updatedBy: { userId: 'user', name: 'Bench', via: 'host' },
  }
  const baseline: Baseline = {
    ...place,
    record,
    fileId: id,
    status: 'on',
    remoteName: name,
    hostName: name,
    hostFolder: [],
    revision: revision(`rev-${id}`),
    hostVersion: 'v1',
    deletion: null,
    pacedUntil: null,
  }
  return { entry, file, baseline }
}
