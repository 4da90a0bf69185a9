import type { EngineEvent, Link, RecordKey, SyncStore } from '@twinfolder/core'

import type { ServerParts } from '../server-parts.ts'

/** Turns what the engine tells into events for browsers. The user of a link hears of its work, the tenant of its effects. */
export function engineEventPublisher({ hub, stores, transfers }: Pick<ServerParts, 'hub' | 'stores' | 'transfers'>) {
  const userOf = rememberedUsers(stores.sync)
  return async (event: EngineEvent): Promise<void> => {
    transfers.note(event)
    const user = await userOf(event.linkId)
    if (!user) return
    switch (event.type) {
      case 'recordProgress':
        return hub.publish(user, { type: 'record', record: recordRef(event.record) })
      case 'fileProgress': {
        const { fileId, state, sentBytes, totalBytes } = event
        const record = recordRef(event.record)
        return hub.publish(user, { type: 'progress', record, fileId, state, sentBytes, totalBytes })
      }
      case 'recordChanged':
        return hub.publish(
          { tenantId: user.tenantId, userId: null },
          { type: 'record', record: recordRef(event.record) },
        )
      case 'linkChanged':
        return hub.publish(user, { type: 'connection' })
      case 'opDone':
      case 'passStarted':
      case 'passEnded':
        return
    }
  }
}

/** A link never changes its user. */
function rememberedUsers(sync: SyncStore): (linkId: string) => Promise<Link['user'] | null> {
  const users = new Map<string, Link['user']>()
  return async (linkId) => {
    const known = users.get(linkId) ?? (await sync.link(linkId))?.user ?? null
    if (known) users.set(linkId, known)
    return known
  }
}

function recordRef({ module, id }: RecordKey): { readonly module: RecordKey['module']; readonly id: string } {
  return { module, id }
}
