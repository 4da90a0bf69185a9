import { type PassReport, type RecordKey, recordKeyText } from '@twinfolder/core'

import type { ServerParts } from '../server-parts.ts'
import { bulkEnds } from './bulk-ends.ts'

type Ended = PassReport['records'][number]

/**
 * Enrols the records of a bulk run when their turn has come. The user's rights are asked for again here, as they may have
 * changed since the run began (X31). A record whose folder the user removed is skipped: only the button creates it again.
 *
 * @returns the records that a pass need not look at, as texts, and those that are enrolled only now
 */
export async function enrolForBulk(
  parts: Pick<ServerParts, 'settings' | 'stores' | 'records' | 'engine' | 'bulkEvents'>,
  linkId: string,
  items: readonly { readonly record: RecordKey }[],
): Promise<{ readonly skipped: ReadonlySet<string>; readonly enrolled: readonly RecordKey[] }> {
  const { stores, records, engine } = parts
  const link = items.length > 0 ? await stores.sync.link(linkId) : null
  if (!link || (await stores.bulk.running(linkId)).length === 0) return { skipped: new Set(), enrolled: [] }
  const ofRuns: RecordKey[] = []
  for (const { record } of items) {
    if ((await stores.bulk.waitingFor(linkId, record)).length > 0) ofRuns.push(record)
  }
  const [access, descriptions] = await Promise.all([
    records.access(link.user, ofRuns, link.locale),
    records.describe(ofRuns, link.locale),
  ])
  const skipped: Ended[] = []
  const enrolled: RecordKey[] = []
  for (const [index, record] of ofRuns.entries()) {
    const enrolment = await stores.sync.enrolment(linkId, record)
    const code = !descriptions[index]
      ? 'record_gone'
      : !access[index]?.read
        ? 'record_invisible'
        : enrolment?.status === 'folderMissing'
          ? 'folder_missing'
          : null
    if (code) skipped.push({ record, end: 'skipped', code })
    else if (enrolment?.status !== 'active' && enrolment?.status !== 'paused') {
      await engine.enrol(linkId, record, link.user.userId)
      enrolled.push(record)
    }
  }
  await bulkEnds(parts, linkId, skipped)
  return { skipped: new Set(skipped.map(({ record }) => recordKeyText(record))), enrolled }
}
