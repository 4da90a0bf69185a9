import type { RecordAccess, RecordKey } from '@twinfolder/core'
import type { shapes } from '@twinfolder/protocol/schema'

import { problem } from '../http/problem.ts'
import type { Wire } from '../http/wire.ts'
import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
import { recordState } from './record-state.ts'

type Parts = Pick<ServerParts, 'settings' | 'provider' | 'records' | 'stores' | 'files' | 'transfers'>

/** A record with its state, as the widget shows it above the files. */
export async function recordView(
  parts: Parts,
  session: Session,
  record: RecordKey,
  access: RecordAccess,
): Promise<Wire<typeof shapes.RecordView>> {
  const { settings, records, stores, files, provider } = parts
  const [description] = await records.describe([record], session.locale)
  if (!description) throw problem('record_unknown', 'There is no such record, or you may not see it.')
  const able = files.capabilities(record.module)
  const { upload, rename, move, trash, folders, emptyFolders, maxFileBytes } = able
  const link = await stores.sync.linkOfUser(session, provider.id)
  const enrolment = link && (await stores.sync.enrolment(link.id, record))
  return {
    record: { module: record.module, id: record.id },
    name: description.name,
    number: description.number,
    sync: await recordState(parts, session, record, access),
    access: { read: access.read, write: access.write, missing: access.missing.map((right) => ({ ...right })) },
    capabilities: {
      upload,
      rename,
      move,
      trash,
      folders,
      emptyFolders,
      versions: able.versions && files.history !== undefined,
      findByHash: able.hash && files.findByHash !== undefined,
    },
    maxFileBytes: Math.min(settings.maxFileBytes, maxFileBytes),
    remoteFolderUrl: (link && enrolment?.folder && settings.remoteFolderUrl?.(enrolment.folder, link)) || null,
    waitingFor: link ? await stores.links.troubleOf(link.id) : null,
    alsoSyncedBy: await alsoSyncedBy(parts, record, link?.id ?? null),
  }
}

/** First names of the others who synchronise a record. */
async function alsoSyncedBy({ stores }: Parts, record: RecordKey, ownLinkId: string | null): Promise<string[]> {
  const enrolments = await stores.sync.enrolmentsOfRecord(record)
  const others = enrolments.filter(({ linkId, status }) => linkId !== ownLinkId && status === 'active')
  const links = await Promise.all(others.map(({ linkId }) => stores.sync.link(linkId)))
  return links.flatMap((link) => (link && link.status !== 'revoked' ? link.firstName : []))
}
