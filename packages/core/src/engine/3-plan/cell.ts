import type { PathLower, RemotePath, Revision } from '../../domain/remote-path.ts'
import type { RecordKey } from '../../domain/record-ref.ts'
import type { HostCapabilities, HostFile } from '../../ports/host-files.ts'
import type { RecordAccess } from '../../ports/host-records.ts'
import type {
  Baseline,
  DirtyKey,
  DirtyMark,
  Enrolment,
  FolderMap,
  MirrorEntry,
  Problem,
} from '../../ports/sync-rows.ts'
import type { FileRules } from './plan-file.ts'

/** A mirror entry that is a file. */
export type MirrorFile = MirrorEntry & { readonly kind: 'file'; readonly revision: Revision }

/** The entry if it is a file, else `null`. */
export function asFile(entry: MirrorEntry | null | undefined): MirrorFile | null {
  return entry?.kind === 'file' && entry.revision !== null ? { ...entry, kind: 'file', revision: entry.revision } : null
}

/** Where something is in the remote. */
export interface Place {
  readonly path: RemotePath
  readonly pathLower: PathLower
}

/** What a round knows about one file on both sides, whichever of its keys was dirty. */
export interface Cell {
  readonly record: RecordKey
  /** `null` for a file that only the remote has. */
  readonly fileId: string | null
  /** The dirty keys that led here; an op that settles the cell clears them all. */
  readonly keys: readonly DirtyMark[]
  readonly host: HostFile | null
  readonly baseline: Baseline | null
  /** Where the stored baseline still has the file, when we moved it and could not write that down. */
  readonly movedFrom?: PathLower | undefined
  readonly remote: MirrorFile | null
  readonly problems: readonly Problem[]
}

/** A dirty path that is a folder, or was one. */
export interface FolderCell extends Place {
  readonly record: RecordKey
  readonly keys: readonly DirtyMark[]
  readonly entry: MirrorEntry | null
  readonly map: FolderMap | null
  readonly problems: readonly Problem[]
}

/** A dirty path outside every record folder. */
export interface Stray {
  readonly key: DirtyKey & { readonly type: 'path' }
  readonly mark: number
  readonly entry: MirrorEntry | null
  readonly problem: Problem | null
}

/** A record whose folder is in order, as a round sees it. */
export interface RecordView {
  readonly record: RecordKey
  readonly enrolment: Enrolment
  readonly access: RecordAccess
  readonly capabilities: HostCapabilities
  readonly rules: FileRules
  readonly root: Place
  readonly folderMaps: readonly FolderMap[]
  /** The record is gone in the host: its files only leave for other records (C50). */
  readonly isGone: boolean
}
