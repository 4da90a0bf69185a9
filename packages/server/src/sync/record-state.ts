import { type Link, type RecordAccess, type RecordKey, type RecordSync, recordSyncOf } from '@twinfolder/core'
import type { shapes } from '@twinfolder/protocol/schema'

import type { Wire } from '../http/wire.ts'
import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'

/** The state of a record for the current user, from what is stored and what is under way. */
export async function recordState(
  { provider, stores, files, transfers }: Pick<ServerParts, 'provider' | 'stores' | 'files' | 'transfers'>,
  session: Session,
  record: RecordKey,
  access: RecordAccess,
): Promise<Wire<typeof shapes.RecordSync>> {
  const { sync, links } = stores
  const link = await sync.linkOfUser(session, provider.id)
  const refused = link === null && (await links.getRefusal(session)) !== null
  const rows = link ? await recordRows(stores, link, record) : noRows
  const state = recordSyncOf({
    link,
    // Whether a consent page is open is known to the browser that opened it.
    linking: false,
    refused,
    access,
    uploadSupported: files.capabilities(record.module).upload,
    progress: link ? transfers.progressOf(link.id, record) : null,
    ...rows,
  })
  return mutable(state)
}

const noRows = { enrolment: null, checkedAt: null, dirty: 0, problems: [], detached: 0, held: 0, conflicts: 0 } as const

async function recordRows({ sync, work, links }: ServerParts['stores'], link: Link, record: RecordKey) {
  const enrolment = await sync.enrolment(link.id, record)
  if (!enrolment) return noRows
  const [{ dirty, detached, held }, problems, conflicts, isWanted, checkedAt] = await Promise.all([
    sync.recordCounts(link.id, record),
    sync.problems(link.id, record),
    sync.conflicts(record),
    work.isWanted(link.id, record),
    links.checkedAt(link.id),
  ])
  const pairs = new Set(conflicts.map(({ fileId, copyId }) => JSON.stringify([fileId, copyId])))
  // What is asked for but not begun is waiting, too, although nothing is marked yet.
  const waiting = dirty + (isWanted ? 1 : 0)
  return { enrolment, dirty: waiting, problems, detached, held, conflicts: pairs.size, checkedAt }
}

function mutable({ progress, missing, ...state }: RecordSync): Wire<typeof shapes.RecordSync> {
  return { ...state, progress: progress && { ...progress }, missing: missing.map((right) => ({ ...right })) }
}
