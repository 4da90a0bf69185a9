import type { RecordAccess, RecordKey, RecordRef } from '@twinfolder/core'

import type { Session } from '../options.ts'
import { recordOf, requireRead, requireWrite } from '../rights/record-rights.ts'
import type { ServerParts } from '../server-parts.ts'

/** A request about one record, with who asks and what they may do with it now. */
export interface RecordRequest {
  readonly session: Session
  readonly record: RecordKey
  readonly access: RecordAccess
}

interface RecordPath {
  readonly module: RecordRef['module']
  readonly recordId: string
}

/** What each route of a record begins with: the record of the session's tenant, and the right to read or to write it. */
export function ofRecord({ records }: Pick<ServerParts, 'records'>) {
  const open =
    (require: typeof requireRead) =>
    async (session: Session, { module, recordId }: RecordPath): Promise<RecordRequest> => {
      const record = recordOf(session, { module, id: recordId })
      return { session, record, access: await require(records, session, record) }
    }
  return {
    /** @throws HttpProblem `record_unknown` */
    reading: open(requireRead),
    /** @throws HttpProblem `record_unknown`, `forbidden` */
    writing: open(requireWrite),
  }
}
