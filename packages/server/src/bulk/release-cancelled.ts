import { type PassReport, type RecordKey, recordKeyText } from '@twinfolder/core'

import type { ServerParts } from '../server-parts.ts'

/**
 * After a pass that was stopped: records that a run had enrolled just before, that are not through and that nobody wants any
 * more, are stopped, so that no later pass goes on with what was cancelled. The button takes one up again.
 */
export async function releaseCancelled(
  { stores }: Pick<ServerParts, 'stores'>,
  linkId: string,
  enrolled: readonly RecordKey[],
  through: PassReport['records'],
): Promise<void> {
  const done = new Set(through.map(({ record }) => recordKeyText(record)))
  const rest = enrolled.filter((record) => !done.has(recordKeyText(record)))
  const enrolments = await stores.sync.enrolmentsByRecord(linkId, rest)
  for (const [at, record] of rest.entries()) {
    if (enrolments[at]?.status !== 'active' || (await stores.work.isWanted(linkId, record))) continue
    await stores.sync.commitUserRequest(linkId, [
      { type: 'updateEnrolment', record, set: { status: 'stopped' }, ifStatus: 'active' },
      { type: 'clearDirty', key: { type: 'record', record }, mark: null },
    ])
  }
}
