import type {
  Baseline,
  Conflict,
  Enrolment,
  FolderMap,
  Link,
  MirrorEntry,
  ModuleFolder,
  Problem,
} from '../../ports/sync-rows.ts'
import type { ActivityEntry } from '../../state/activity.ts'
import { activityLog } from './activity-log.ts'
import { baselineTable } from './baselines.ts'
import { conflictTable } from './conflicts.ts'
import { type DirtyRow, dirtyTable } from './dirty.ts'
import { enrolmentTable, folderMapTable, moduleFolderTable } from './enrolments.ts'
import { type HostFeedRow, type HostListing, hostListings } from './host-listings.ts'
import { type LeaseRow, leaseTable } from './leases.ts'
import { linkTable } from './links.ts'
import { mirrorTable } from './mirror.ts'
import { problemTable } from './problems.ts'

/** All rows of a memory store as plain data, e.g. a backup to go back to. */
export interface StoreSnapshot {
  readonly links: readonly Link[]
  readonly leases: readonly LeaseRow[]
  readonly enrolments: readonly Enrolment[]
  readonly moduleFolders: readonly ModuleFolder[]
  readonly folderMaps: readonly FolderMap[]
  readonly mirror: readonly MirrorEntry[]
  readonly baselines: readonly Baseline[]
  readonly dirty: readonly DirtyRow[]
  readonly problems: readonly Problem[]
  readonly conflicts: readonly Conflict[]
  readonly hostListings: readonly HostListing[]
  readonly hostFeed: readonly HostFeedRow[]
  readonly activity: readonly ActivityEntry[]
}

/** The tables of a memory store. */
export type StoreState = ReturnType<typeof storeState>

/** Empty tables. */
export function storeState() {
  return {
    links: linkTable(),
    leases: leaseTable(),
    enrolments: enrolmentTable(),
    moduleFolders: moduleFolderTable(),
    folderMaps: folderMapTable(),
    mirror: mirrorTable(),
    baselines: baselineTable(),
    dirty: dirtyTable(),
    problems: problemTable(),
    conflicts: conflictTable(),
    hostListings: hostListings(),
    activity: activityLog(),
  }
}

/** Copies all rows out. */
export function snapshotOf(state: StoreState): StoreSnapshot {
  return {
    links: state.links.rows(),
    leases: state.leases.rows(),
    enrolments: state.enrolments.rows(),
    moduleFolders: state.moduleFolders.rows(),
    folderMaps: state.folderMaps.rows(),
    mirror: state.mirror.rows(),
    baselines: state.baselines.rows(),
    dirty: state.dirty.rows(),
    problems: state.problems.rows(),
    conflicts: state.conflicts.rows(),
    hostListings: state.hostListings.rows(),
    hostFeed: state.hostListings.feedRows(),
    activity: state.activity.rows(),
  }
}

/** Puts all rows back as they were. */
export function restoreState(state: StoreState, snapshot: StoreSnapshot): void {
  state.links.load(snapshot.links)
  state.leases.load(snapshot.leases)
  state.enrolments.load(snapshot.enrolments)
  state.moduleFolders.load(snapshot.moduleFolders)
  state.folderMaps.load(snapshot.folderMaps)
  state.mirror.load(snapshot.mirror)
  state.baselines.load(snapshot.baselines)
  state.dirty.load(snapshot.dirty)
  state.problems.load(snapshot.problems)
  state.conflicts.load(snapshot.conflicts)
  state.hostListings.load(snapshot.hostListings, snapshot.hostFeed)
  state.activity.load(snapshot.activity)
}
