import type { Instant } from '../../domain/instant.ts'
import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import type { DirtyKey, Problem } from '../../ports/sync-rows.ts'
import { epochMsOf } from '../../state/instant-of.ts'
import { dirtyKeyText } from '../../state/dirty-key.ts'
import { keyText, table } from '../table.ts'

/** Why things are not synchronised. */
export function problemTable() {
  const problems = table<Problem>((row) => keyText(row.linkId, dirtyKeyText(row.key)))
  const ofLink = problems.index((row) => [row.linkId])
  /** Problems in no record are kept under the empty text. */
  const ofRecord = problems.index((row) => [keyText(row.linkId, row.record === null ? '' : recordKeyText(row.record))])
  return {
    rows: problems.rows,
    load: problems.load,
    put: problems.put,
    delete: (linkId: string, key: DirtyKey) => problems.delete(keyText(linkId, dirtyKeyText(key))),
    get: (linkId: string, key: DirtyKey) => problems.get(keyText(linkId, dirtyKeyText(key))),
    list: (linkId: string, record: RecordKey | null): readonly Problem[] =>
      ofRecord(keyText(linkId, record === null ? '' : recordKeyText(record))),
    /** Longest due first. */
    due(linkId: string, now: Instant, limit: number): readonly Problem[] {
      const end = epochMsOf(now)
      return ofLink(linkId)
        .filter((problem) => dueAt(problem) <= end)
        .toSorted((a, b) => dueAt(a) - dueAt(b))
        .slice(0, limit)
    },
  }
}

function dueAt(problem: Problem): number {
  return problem.retryAt === null ? Infinity : epochMsOf(problem.retryAt)
}
