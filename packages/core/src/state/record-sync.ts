import type { Instant } from '../domain/instant.ts'
import type { MissingRight, RecordAccess } from '../ports/host-records.ts'
import type { Enrolment, Link, Problem } from '../ports/sync-rows.ts'
import { syncErrorClasses } from '../sync-error.ts'

/** The state of one record for one user's link. `settled` with `attention > 0` never shows the tick. */
export interface RecordSync {
  readonly link: 'none' | 'linking' | 'linked' | 'reconnect' | 'refused'
  readonly phase: 'notEnrolled' | 'waiting' | 'syncing' | 'settled' | 'paused' | 'held' | 'folderMissing' | 'stopped'
  /** Files of the present pass; `null` while none runs. */
  readonly progress: { readonly done: number; readonly total: number; readonly bytes: number } | null
  readonly direction: 'both' | 'toDropbox'
  /** The rights that are missing for the other direction. */
  readonly missing: readonly MissingRight[]
  /** How many files need a person, whatever for. */
  readonly attention: number
  /** How many files were removed in the remote and kept in the host (S5). */
  readonly detached: number
  /** How many deletions wait for a person (S15). */
  readonly held: number
  /** How many files have two versions to decide on (S4). */
  readonly conflicts: number
  readonly lastSettledAt: Instant | null
  /** When the remote was last read to its end for this link, also when nothing had changed. */
  readonly checkedAt: Instant | null
}

/** What {@link recordSyncOf} looks at: the rows of one record, as they are stored. */
export interface RecordSyncInput {
  readonly link: Link | null
  /** Whether the user is at the consent page now. */
  readonly linking: boolean
  /** Whether the last attempt to link was refused by policy. */
  readonly refused: boolean
  readonly enrolment: Enrolment | null
  /** What the user may do with the record now. */
  readonly access: RecordAccess
  /** The `upload` capability of the record's module. */
  readonly uploadSupported: boolean
  /** How many keys of the record are dirty. */
  readonly dirty: number
  readonly problems: readonly Problem[]
  /** How many files were removed in the remote and kept in the host. */
  readonly detached: number
  /** How many deletions wait for a person; each is a problem as well. */
  readonly held: number
  /** How many conflicts nobody has decided. */
  readonly conflicts: number
  readonly progress: RecordSync['progress']
  readonly checkedAt: Instant | null
}

/** What the widget says about one record. Pure. `settled` only when nothing is dirty and nothing waits to be tried again. */
export function recordSyncOf(input: RecordSyncInput): RecordSync {
  const { enrolment, access } = input
  const bothWays = access.write && input.uploadSupported
  const phase = phaseOf(input)
  const isKnown = phase !== 'notEnrolled'
  return {
    link: linkOf(input),
    phase,
    progress: phase === 'syncing' ? input.progress : null,
    direction: bothWays ? 'both' : 'toDropbox',
    missing: access.write ? [] : access.missing,
    attention: isKnown ? input.detached + input.conflicts + input.problems.filter(needsPerson).length : 0,
    detached: isKnown ? input.detached : 0,
    held: isKnown ? input.held : 0,
    conflicts: isKnown ? input.conflicts : 0,
    lastSettledAt: enrolment?.lastSettledAt ?? null,
    checkedAt: isKnown ? input.checkedAt : null,
  }
}

function linkOf({ link, linking, refused }: RecordSyncInput): RecordSync['link'] {
  if (link && link.status !== 'revoked' && link.status !== 'reconnect') return 'linked'
  if (linking) return 'linking'
  if (refused) return 'refused'
  return link?.status === 'reconnect' ? 'reconnect' : 'none'
}

function phaseOf({ link, enrolment, progress, dirty, problems }: RecordSyncInput): RecordSync['phase'] {
  if (!link || link.status === 'revoked' || !enrolment) return 'notEnrolled'
  switch (enrolment.status) {
    case 'stopped':
    case 'orphaned':
      return 'stopped'
    case 'folderMissing':
      return 'folderMissing'
    case 'paused':
      return 'paused'
    case 'active':
      break
  }
  if (link.status === 'held') return 'held'
  if (link.status === 'paused') return 'paused'
  if (link.status === 'reconnect') return 'waiting'
  if (progress) return 'syncing'
  const waits = dirty > 0 || enrolment.lastSettledAt === null || problems.some((problem) => !needsPerson(problem))
  return waits ? 'waiting' : 'settled'
}

/** A failure that passes by itself needs nobody: it keeps the record `waiting` instead. */
function needsPerson({ code }: Problem): boolean {
  return syncErrorClasses[code] !== 'retry-later'
}
