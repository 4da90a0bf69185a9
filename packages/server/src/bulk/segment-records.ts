import { type RecordKey, type RecordRef, isSyncError, recordKeyText } from '@twinfolder/core'
import type { shapes } from '@twinfolder/protocol/schema'

import { problem } from '../http/problem.ts'
import type { Wire } from '../http/wire.ts'
import type { Session } from '../options.ts'
import { recordOf } from '../rights/record-rights.ts'
import type { ServerParts } from '../server-parts.ts'

/** The records of a segment as they are now, and how many of them the user may not see. */
export interface SegmentRecords {
  readonly readable: readonly RecordKey[]
  /** Foreign and unknown ones alike (X33). */
  readonly invisible: number
  /** The module, when all are of one. */
  readonly module: RecordRef['module'] | null
}

/** @throws HttpProblem `segment_unknown` */
export async function segmentRecords(
  { records }: Pick<ServerParts, 'records'>,
  session: Session,
  segment: Wire<typeof shapes.SegmentRef>,
): Promise<SegmentRecords> {
  const refs = 'records' in segment ? segment.records : await expand(records, session, segment)
  const unique = new Map(refs.map((ref) => [recordKeyText(recordOf(session, ref)), recordOf(session, ref)]))
  const keys = [...unique.values()]
  const access = await records.access(session, keys, session.locale)
  const readable = keys.filter((_, index) => access[index]?.read === true)
  const found = new Set(keys.map(({ module }) => module))
  const [only = null] = found
  const module = 'module' in segment ? segment.module : found.size === 1 ? only : null
  return { readable, invisible: keys.length - readable.length, module }
}

async function expand(
  records: ServerParts['records'],
  session: Session,
  segment: { readonly module: RecordRef['module']; readonly id: string },
): Promise<readonly RecordRef[]> {
  try {
    return await records.expandSegment(session, segment)
  } catch (error) {
    if (isSyncError(error, 'not_found')) throw problem('segment_unknown', 'There is no such segment.')
    throw error
  }
}
