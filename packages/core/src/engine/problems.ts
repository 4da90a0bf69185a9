import type { DirtyKey, Problem } from '../ports/sync-rows.ts'
import { epochMsOf, instantOf } from '../state/instant-of.ts'
import { type SyncError, type SyncErrorCode, syncErrorClasses } from '../sync-error.ts'
import type { Cell, FolderCell } from './3-plan/cell.ts'
import type { FileOp } from './3-plan/plan-file.ts'

const FIRST_WAIT_MS = 60_000
const LONGEST_WAIT_MS = 6 * 3_600_000
/** A right that comes back is found at the latest after this time, even if nobody opens the record (S16). */
const RIGHTS_WAIT_MS = 3_600_000

/** Codes that a rule gives: they hold exactly as long as the rule says so, so they are planned anew each time. */
const ruleCodes: readonly SyncErrorCode[] = [
  'missing_right',
  'upload_unsupported',
  'file_too_large',
  'newer_version_too_large',
  'not_downloadable',
  'deletion_held',
]

/** What a failure was about: another version or revision is another input, and is tried at once (S14). */
export function inputOf(cell: Pick<Cell, 'host' | 'remote'>): string {
  return JSON.stringify([cell.host?.version ?? null, cell.remote?.revision ?? null])
}

/** The same for a folder of the remote: one that was made anew is another input. */
export function folderInput({ entry, pathLower }: FolderCell): string {
  return entry?.remoteId ?? pathLower
}

/** Whether a problem says that this op need not be tried again yet. */
export function isWaiting(cell: Cell, op: FileOp, now: number): boolean {
  const input = inputOf(cell)
  return cell.problems.some((problem) => {
    if (problem.input !== input) return false
    if (op.type === 'block' ? problem.code !== op.code : ruleCodes.includes(problem.code)) return false
    return problem.retryAt === null || epochMsOf(problem.retryAt) > now
  })
}

/** The problem after one more failed attempt: 1 minute, 4, 16, … at most 6 hours; `null` where waiting cannot help. */
export function problemAfter(
  failure: Pick<SyncError, 'code' | 'retryAfterMs'>,
  about: {
    readonly linkId: string
    readonly record: Problem['record']
    readonly key: DirtyKey
    readonly subject: string
    readonly input: string
    readonly before: readonly Problem[]
    readonly now: number
  },
): Problem {
  const old = about.before.find((problem) => problem.code === failure.code && problem.input === about.input)
  const attempts = (old?.attempts ?? 0) + 1
  const wait = failure.code === 'missing_right' ? RIGHTS_WAIT_MS : waitAfter(attempts)
  const waits = syncErrorClasses[failure.code] !== 'blocked' && failure.code !== 'deletion_held'
  return {
    linkId: about.linkId,
    record: about.record,
    key: about.key,
    code: failure.code,
    subject: about.subject,
    attempts,
    retryAt: waits ? instantOf(about.now + Math.max(wait, failure.retryAfterMs ?? 0)) : null,
    input: about.input,
  }
}

function waitAfter(attempts: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 4 ** (attempts - 1))
}

/** The key that stands for a cell when its problem is told: the file if the host has one, else the path. */
export function problemKeyOf(cell: Cell): DirtyKey | null {
  if (cell.fileId !== null) return { type: 'file', record: cell.record, fileId: cell.fileId }
  if (cell.remote) return { type: 'path', record: cell.record, pathLower: cell.remote.pathLower }
  return cell.keys[0]?.key ?? null
}
