import { type HostRecords, recordKeyText } from '@twinfolder/core'
import type { ServerEvent } from '@twinfolder/protocol'

import type { Session } from '../options.ts'
import { accessTo, recordOf } from '../rights/record-rights.ts'

/** How long an answer about a right is trusted for hints. Reading the record itself asks anew. */
const TRUSTED_MS = 30_000

/** Tells whether a session may hear of an event: of a record only while its user may read it. */
export function hearing(records: HostRecords, session: Session): (event: ServerEvent) => Promise<boolean> {
  const answers = new Map<string, { readonly read: Promise<boolean>; readonly until: number }>()
  return async (event) => {
    if (event.type !== 'record' && event.type !== 'progress') return true
    const record = recordOf(session, event.record)
    const key = recordKeyText(record)
    const known = answers.get(key)
    if (known && known.until > performance.now()) return known.read
    const read = accessTo(records, session, record).then(
      (access) => access.read,
      () => false,
    )
    answers.set(key, { read, until: performance.now() + TRUSTED_MS })
    return read
  }
}
