import type { Actor, Engine, Link, RecordKey } from '@twinfolder/core'

import { actorOf } from '../files/upload-file.ts'
import { requireLink } from '../link/require-link.ts'
import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
import { requestPass } from './request-pass.ts'

type Parts = Pick<ServerParts, 'settings' | 'provider' | 'stores' | 'engine' | 'hub'>

/** Stops a record for the user's link; both sides keep their files (S19). */
export function stopSync(parts: Parts, session: Session, record: RecordKey): Promise<void> {
  return change(parts, session, record, 'record.stopped', async (engine, link, actor) => {
    await engine.stop(link.id, record, actor)
    await requestPass(parts, link.id, record)
  })
}

/** Pauses a record for the user's link (S19). */
export function pauseSync(parts: Parts, session: Session, record: RecordKey): Promise<void> {
  return change(parts, session, record, 'record.paused', (engine, link, actor) => engine.pause(link.id, record, actor))
}

/** Ends the pause of a record and asks for a pass (S19). */
export function resumeSync(parts: Parts, session: Session, record: RecordKey): Promise<void> {
  return change(parts, session, record, 'record.resumed', async (engine, link, actor) => {
    await engine.resume(link.id, record, actor)
    await requestPass(parts, link.id, record)
  })
}

/** A record that the user never synchronised is left alone. */
async function change(
  parts: Parts,
  session: Session,
  record: RecordKey,
  event: string,
  apply: (engine: Engine, link: Link, actor: Actor) => Promise<void>,
): Promise<void> {
  const { settings, stores, engine, hub } = parts
  const link = await requireLink(parts, session)
  if (!(await stores.sync.enrolment(link.id, record))) return
  await apply(engine, link, actorOf(session))
  const { tenantId, module, id } = record
  hub.publish({ tenantId, userId: session.userId }, { type: 'record', record: { module, id } })
  settings.log({ level: 'info', event, tenantId, module, id, by: session.userId })
}
