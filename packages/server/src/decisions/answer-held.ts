import type { RecordKey } from '@twinfolder/core'
import type { shapes } from '@twinfolder/protocol/schema'

import { actorOf } from '../files/upload-file.ts'
import type { Wire } from '../http/wire.ts'
import { requireLink } from '../link/require-link.ts'
import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
import { requestPass } from '../sync/request-pass.ts'
import { unknownOf } from './unknown-of.ts'

/** Decides on deletions that wait before they reach the user's remote, and asks for the pass that carries it out (S15). */
export async function answerHeld(
  parts: Pick<ServerParts, 'settings' | 'provider' | 'stores' | 'engine' | 'hub'>,
  session: Session,
  record: RecordKey,
  { answer, files }: { readonly answer: 'delete' | 'takeBack'; readonly files: readonly string[] | null },
): Promise<Wire<typeof shapes.AnswerResult>> {
  const { settings, stores, engine, hub } = parts
  const link = await requireLink(parts, session)
  const held = files && (await heldFiles(stores, link.id, record, files))
  const done =
    answer === 'delete'
      ? await engine.confirmDeletions(link.id, record, held, actorOf(session))
      : await engine.takeDeletionsBack(link.id, record, held, actorOf(session))
  if (done > 0) {
    await requestPass(parts, link.id, record)
    const { tenantId, module, id } = record
    hub.publish({ tenantId, userId: session.userId }, { type: 'record', record: { module, id } })
    const event = answer === 'delete' ? 'deletions.confirmed' : 'deletions.taken_back'
    settings.log({ level: 'info', event, tenantId, module, id, files: done, by: session.userId })
  }
  return { done, failed: held ? unknownOf(files, held) : [] }
}

async function heldFiles(
  { sync }: ServerParts['stores'],
  linkId: string,
  record: RecordKey,
  fileIds: readonly string[],
): Promise<readonly string[]> {
  const baselines = await sync.baselines(linkId, record, [...new Set(fileIds)])
  return baselines.flatMap((baseline) => (baseline?.deletion === 'held' ? [baseline.fileId] : []))
}
