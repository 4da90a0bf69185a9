import { recordKeyText } from '@twinfolder/core'
import type { shapes } from '@twinfolder/protocol/schema'

import { everyFile } from '../files/browse-files.ts'
import type { Wire } from '../http/wire.ts'
import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
import { requireLink } from '../link/require-link.ts'
import { segmentRecords } from './segment-records.ts'

/** Counting the files of more records than this would take longer than a person waits. */
const COUNTED_RECORDS = 500

/** What a bulk run would do: how much, how long, and what is left out and why (P30). */
export async function preflightBulk(
  parts: Pick<ServerParts, 'provider' | 'stores' | 'records' | 'files'>,
  session: Session,
  segment: Wire<typeof shapes.SegmentRef>,
): Promise<Wire<typeof shapes.BulkPreflight>> {
  const link = await requireLink(parts, session)
  const { readable, invisible } = await segmentRecords(parts, session, segment)
  const enrolments = await parts.stores.sync.enrolments(link.id)
  const missing = new Set(
    enrolments.filter(({ status }) => status === 'folderMissing').map(({ record }) => recordKeyText(record)),
  )
  const records = readable.filter((record) => !missing.has(recordKeyText(record)))
  const excluded = [
    { code: 'record_invisible', count: invisible },
    { code: 'folder_missing', count: readable.length - records.length },
  ].filter(({ count }) => count > 0)
  if (records.length > COUNTED_RECORDS) {
    return { records: records.length, files: null, bytes: null, estimatedSeconds: null, excluded }
  }
  let files = 0
  let bytes = 0
  for (const record of records) {
    for (const { sizeBytes } of await everyFile(parts.files, record)) {
      files += 1
      bytes += sizeBytes
    }
  }
  return { records: records.length, files, bytes, estimatedSeconds: estimate(records.length, files, bytes), excluded }
}

/** Half a second for a folder, a third of one for a file among four at a time, and 4 MB a second. */
function estimate(records: number, files: number, bytes: number): number {
  return Math.ceil(records * 0.5 + (files * 0.3) / 4 + bytes / 4_000_000)
}
