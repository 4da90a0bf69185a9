import type { PathLower, RemotePath, Revision } from '../../domain/remote-path.ts'
import type { RecordKey } from '../../domain/record-ref.ts'
import type { HostFolder } from '../../ports/host-files.ts'
import type { Baseline, FolderMap } from '../../ports/sync-rows.ts'
import type { SyncErrorCode } from '../../sync-error.ts'
import type { Cell, FolderCell, MirrorFile, RecordView, Stray } from './cell.ts'

interface OfCell {
  readonly view: RecordView
  readonly cell: Cell
}

/** A file version in the host that a copy can be made of. */
export interface CopySource {
  readonly record: RecordKey
  readonly id: string
  readonly version: string
}

/** One step of a plan, complete: names are allocated, conditions are stated. */
export type PlanOp =
  /** Nothing to do: the keys are no longer dirty, a problem is over. */
  | ({ readonly type: 'clear' } & OfCell)
  /** A problem that is not due yet: only the keys are cleared. */
  | ({ readonly type: 'wait' } & OfCell)
  | ({ readonly type: 'rebase'; readonly names: boolean } & OfCell)
  /** The file is where an op took it that could not write that down: the baseline follows, and the rest is planned after that. */
  | ({ readonly type: 'relocate'; readonly baseline: Baseline } & OfCell)
  /** `newMaps`: folders that came into the host with it, before anybody could write that down. */
  | ({ readonly type: 'adopt'; readonly remote: MirrorFile; readonly newMaps?: readonly FolderMap[] } & OfCell)
  | ({ readonly type: 'detach'; readonly baseline: Baseline } & OfCell)
  | ({ readonly type: 'forget' } & OfCell)
  | ({ readonly type: 'block'; readonly code: SyncErrorCode } & OfCell)
  | ({
      readonly type: 'import'
      readonly remote: MirrorFile
      readonly why: 'new' | 'returned' | 'renamed'
      readonly name: string
      readonly folder: HostFolder
      readonly newMaps: readonly FolderMap[]
      /** The file that it was renamed from: copied inside the host instead of downloaded (S7). */
      readonly source: CopySource | null
    } & OfCell)
  | ({ readonly type: 'updateHost'; readonly remote: MirrorFile } & OfCell)
  | ({ readonly type: 'storeCopy'; readonly remote: MirrorFile; readonly name: string } & OfCell)
  | {
      readonly type: 'importFolder'
      readonly view: RecordView
      readonly folder: FolderCell
      readonly hostFolder: HostFolder
      readonly newMaps: readonly FolderMap[]
    }
  | { readonly type: 'clearFolder'; readonly folder: FolderCell }
  | { readonly type: 'blockFolder'; readonly folder: FolderCell; readonly code: SyncErrorCode }
  | {
      readonly type: 'createFolder'
      readonly view: RecordView
      readonly hostFolder: HostFolder
      readonly path: RemotePath
      /** The files that cannot go up before it is there. */
      readonly waiting: readonly Cell[]
    }
  | ({
      readonly type: 'move'
      readonly from: Baseline
      /** What is there as the plan saw it: a move itself has no condition. */
      readonly revision: Revision
      readonly to: RemotePath
      /** Where the path is probably kept. */
      readonly toLower: PathLower
      /** `false` on the way out of a circle of names: the file moves once more (C42). */
      readonly isFinal: boolean
      /** The cell of the record that the file came from (C48). */
      readonly left: Cell | null
    } & OfCell)
  | ({
      readonly type: 'upload'
      readonly path: RemotePath
      readonly over: Revision | null
      readonly why: 'new' | 'edited' | 'putBack' | 'asked' | 'beside'
      readonly pathLower: PathLower
      /** The file of the remote that it goes beside (S11). */
      readonly met: MirrorFile | null
    } & OfCell)
  | ({
      readonly type: 'deleteRemote'
      readonly baseline: Baseline
      readonly revision: Revision
      readonly confirmed: boolean
    } & OfCell)
  /** A deletion that a person is asked about first (S15). */
  | ({ readonly type: 'hold'; readonly baseline: Baseline } & OfCell)
  /** A deletion that nobody has to decide on any more: the file is back in the host. */
  | ({ readonly type: 'release'; readonly baseline: Baseline } & OfCell)
  /** An upload of a file that is edited all the time waits until then (C94). */
  | ({ readonly type: 'pace'; readonly until: number } & OfCell)
  | { readonly type: 'noteStray'; readonly stray: Stray }
  | { readonly type: 'clearStray'; readonly stray: Stray }

/** The order in which a plan is carried out (S4, S13): contents are safe in the host before anything is overwritten or deleted. */
export const groups = ['bookkeeping', 'keeps', 'folders', 'moves', 'uploads', 'deletes'] as const

/** One of {@link groups}. Ops of one group may run in any order. */
export type OpGroup = (typeof groups)[number]

/** The group that each op is carried out with. */
export const groupOfType: { readonly [type in PlanOp['type']]: OpGroup } = {
  clear: 'bookkeeping',
  wait: 'bookkeeping',
  rebase: 'bookkeeping',
  relocate: 'bookkeeping',
  adopt: 'bookkeeping',
  detach: 'bookkeeping',
  forget: 'bookkeeping',
  block: 'bookkeeping',
  hold: 'bookkeeping',
  release: 'bookkeeping',
  pace: 'bookkeeping',
  clearFolder: 'bookkeeping',
  blockFolder: 'bookkeeping',
  noteStray: 'bookkeeping',
  clearStray: 'bookkeeping',
  import: 'keeps',
  updateHost: 'keeps',
  storeCopy: 'keeps',
  importFolder: 'keeps',
  createFolder: 'folders',
  move: 'moves',
  upload: 'uploads',
  deleteRemote: 'deletes',
}

export function groupOf(op: PlanOp): OpGroup {
  return groupOfType[op.type]
}
