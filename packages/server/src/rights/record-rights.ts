import type { HostRecords, RecordAccess, RecordKey, RecordRef } from '@twinfolder/core'

import { problem } from '../http/problem.ts'
import type { Session } from '../options.ts'

const nothing: RecordAccess = { read: false, write: false, missing: [] }

/** The record of the session's own tenant that a browser means: no request can name another tenant. */
export function recordOf(session: Session, { module, id }: RecordRef): RecordKey {
  return { tenantId: session.tenantId, module, id }
}

/** What the user may do with a record now, as the host says. */
export async function accessTo(records: HostRecords, session: Session, record: RecordKey): Promise<RecordAccess> {
  const [access] = await records.access(session, [record], session.locale)
  return access ?? nothing
}

/** @throws HttpProblem `record_unknown` without the right to read: whether the record exists is not told */
export async function requireRead(records: HostRecords, session: Session, record: RecordKey): Promise<RecordAccess> {
  const access = await accessTo(records, session, record)
  if (!access.read) throw problem('record_unknown', 'There is no such record, or you may not see it.')
  return access
}

/** @throws HttpProblem `record_unknown`, `forbidden` */
export async function requireWrite(records: HostRecords, session: Session, record: RecordKey): Promise<RecordAccess> {
  const access = await requireRead(records, session, record)
  if (!access.write) throw problem('forbidden', 'You may see the files of this record, but not change them.')
  return access
}
