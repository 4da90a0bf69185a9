import type { RecordKey } from '@twinfolder/core'
import type { shapes } from '@twinfolder/protocol/schema'

import { deleteFiles } from '../files/delete-files.ts'
import type { Wire } from '../http/wire.ts'
import { requireLink } from '../link/require-link.ts'
import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
import { requestPass } from '../sync/request-pass.ts'
import { unknownOf } from './unknown-of.ts'

type Parts = Pick<ServerParts, 'settings' | 'provider' | 'files' | 'stores' | 'engine' | 'hub'>
type AnswerResult = Wire<typeof shapes.AnswerResult>

/** Sends files that were removed in the remote there again (S5, C22). Others are left alone and told as unknown. */
export async function putBack(
  parts: Parts,
  session: Session,
  record: RecordKey,
  fileIds: readonly string[] | null,
): Promise<AnswerResult> {
  const { settings, engine, hub } = parts
  const link = await requireLink(parts, session)
  const detached = await detachedFiles(parts, link.id, record, fileIds)
  const done = detached.length === 0 ? 0 : await engine.putBack(link.id, record, detached)
  if (done > 0) {
    await requestPass(parts, link.id, record)
    const { tenantId, module, id } = record
    hub.publish({ tenantId, userId: session.userId }, { type: 'record', record: { module, id } })
    settings.log({ level: 'info', event: 'files.put_back', tenantId, module, id, files: done, by: session.userId })
  }
  return { done, failed: unknownOf(fileIds, detached) }
}

/** Deletes files in the host that were removed in the user's remote, each at the version that is detached now. */
export async function deleteDetached(
  parts: Parts,
  session: Session,
  record: RecordKey,
  fileIds: readonly string[] | null,
): Promise<AnswerResult> {
  const link = await requireLink(parts, session)
  const detached = await detachedFiles(parts, link.id, record, fileIds)
  const files = (await parts.files.get(record, detached)).filter((file) => file !== null)
  const { deleted, failed } = await deleteFiles(parts, session, record, files)
  const unknown = unknownOf(fileIds, [...deleted, ...failed.map(({ id }) => id)])
  return { done: deleted.length, failed: [...failed, ...unknown] }
}

/** The ids of a record's detached files, of all or of some. */
async function detachedFiles(
  { stores }: Parts,
  linkId: string,
  record: RecordKey,
  fileIds: readonly string[] | null,
): Promise<readonly string[]> {
  const baselines =
    fileIds === null
      ? await stores.sync.baselinesOfRecord(linkId, record)
      : await stores.sync.baselines(linkId, record, [...new Set(fileIds)])
  return baselines.flatMap((baseline) => (baseline?.status === 'detached' ? [baseline.fileId] : []))
}
