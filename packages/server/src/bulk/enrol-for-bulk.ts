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
  const waiting = await stores.bulk.waitingFor(
    linkId,
    items.map(({ record }) => record),
  )
  const ofRuns = items.flatMap(({ record }, at) => (waiting[at]?.length ? [record] : []))
  if (ofRuns.length === 0) return { skipped: new Set(), enrolled: [] }
  const [access, descriptions, enrolments] = await Promise.all([
    records.access(link.user, ofRuns, link.locale),
    records.describe(ofRuns, link.locale),
    stores.sync.enrolmentsByRecord(linkId, ofRuns),
  ])
  const skipped: Ended[] = []
  const enrolled: RecordKey[] = []
  for (const [index, record] of ofRuns.entries()) {
    const status = enrolments[index]?.status
    const code = !descriptions[index]
      ? 'record_gone'
      : !access[index]?.read
        ? 'record_invisible'
        : status === 'folderMissing'
          ? 'folder_missing'
          : null
    if (code) skipped.push({ record, end: 'skipped', code })
    else if (status !== 'active' && status !== 'paused') enrolled.push(record)
  }
  await engine.enrolAll(linkId, enrolled, link.user.userId)
  await bulkEnds(parts, linkId, skipped)
  return { skipped: new Set(skipped.map(({ record }) => recordKeyText(record))), enrolled }
}
