import { type HostRecords, type RecordKey, recordKeyText } from '@twinfolder/core'
import type { ServerEvent } from '@twinfolder/protocol'

import type { Session } from '../options.ts'
import { recordOf } from '../rights/record-rights.ts'

/** How long an answer about a right is trusted for hints. Reading the record itself asks anew. */
const TRUSTED_MS = 5000
/** More answers than this are not remembered: a stream is long, and a bulk run has many records. */
const REMEMBERED = 1000

/**
 * Tells whether a session may hear of an event: of a record only while its user may read it, as the host says, at most five seconds ago.
 * Events that are asked about together are one question to the host. A host that does not answer says no.
 */
export function hearing(records: HostRecords, session: Session): (event: ServerEvent) => Promise<boolean> {
  const answers = new Map<string, { readonly read: Promise<boolean>; readonly until: number }>()
  let asking: { readonly keys: RecordKey[]; readonly answer: Promise<readonly boolean[]> } | null = null

  const ask = (record: RecordKey): Promise<boolean> => {
    asking ??= together()
    const at = asking.keys.push(record) - 1
    return asking.answer.then((reads) => reads[at] ?? false)
  }
  const together = () => {
    const keys: RecordKey[] = []
    const answer = Promise.resolve()
      .then(() => {
        asking = null
        return records.access(session, keys, session.locale)
      })
      .then(
        (access) => access.map(({ read }) => read),
        () => [],
      )
    return { keys, answer }
  }
  return (event) => {
    if (event.type !== 'record' && event.type !== 'progress') return Promise.resolve(true)
    const record = recordOf(session, event.record)
    const key = recordKeyText(record)
    const known = answers.get(key)
    if (known && known.until > performance.now()) return known.read
    if (answers.size >= REMEMBERED) answers.clear()
    const read = ask(record)
    answers.set(key, { read, until: performance.now() + TRUSTED_MS })
    return read
  }
}
