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
  for (const record of enrolled) {
    if (done.has(recordKeyText(record)) || (await stores.work.isWanted(linkId, record))) continue
    const enrolment = await stores.sync.enrolment(linkId, record)
    if (enrolment?.status !== 'active') continue
    await stores.sync.commitUserRequest(linkId, [
      { type: 'putEnrolment', enrolment: { ...enrolment, status: 'stopped' } },
      { type: 'clearDirty', key: { type: 'record', record } },
    ])
  }
}
