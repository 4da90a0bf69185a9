import type { Connection } from '@twinfolder/protocol'

import { fullConnection } from './memory-connection.ts'
import { isDetached } from './memory-file.ts'
import type { MemoryOperations } from './memory-operations.ts'
import type { MemoryRecord } from './memory-record.ts'
import type { MemoryWorld } from './memory-world.ts'
import { refusal } from './refusal.ts'

const LINK_LIFE_MS = 10 * 60_000

type LinkOperation =
  | 'getConnection'
  | 'beginLink'
  | 'completeLink'
  | 'unlink'
  | 'pauseLink'
  | 'resumeLink'
  | 'answerHold'
  | 'listLinkActivity'

/** The operations on the user's own link. */
export function linkOperations(world: MemoryWorld): Pick<MemoryOperations, LinkOperation> {
  let links = 0

  function change(patch: Pick<MemoryLinked, 'health'> & Partial<MemoryLinked>, code: string): Connection {
    if (world.connection.state !== 'linked') throw refusal('not_linked')
    world.connection = { ...world.connection, ...patch }
    world.activity.add({ code, subject: 'Dropbox' })
    world.hints.send({ type: 'connection' })
    for (const record of world.records) {
      if (patch.health !== 'ok') world.stopScripts(record)
      for (const ref of record.refs.values()) if (isUnderWay(record)) world.goOn(record, ref)
      world.changed(record)
    }
    return world.connection
  }

  return {
    getConnection: () => world.connection,
    beginLink({ body }) {
      links += 1
      world.pendingLink = `state-${links}`
      const other = body.useAnotherAccount ? '&force_reauthentication=true' : ''
      return {
        authorizeUrl: `https://www.dropbox.invalid/oauth2/authorize?state=${world.pendingLink}${other}`,
        expiresAt: world.now(LINK_LIFE_MS),
      }
    },
    completeLink({ body }) {
      const query = URL.canParse(body.callbackUrl) ? new URL(body.callbackUrl).searchParams : null
      if (!query || !world.pendingLink || query.get('state') !== world.pendingLink) throw refusal('state_invalid')
      world.pendingLink = null
      if (query.has('error')) throw refusal('consent_denied')
      world.connection = fullConnection(world.afterLink)
      world.activity.add({ code: 'linked', subject: 'Dropbox' })
      world.hints.send({ type: 'connection' })
      return world.connection
    },
    unlink() {
      world.stopScripts()
      world.connection = fullConnection({ state: 'none' })
      world.activity.add({ code: 'unlinked', subject: 'Dropbox' })
      world.hints.send({ type: 'connection' })
      for (const record of world.records) {
        record.sync = { ...record.sync, phase: 'notEnrolled', progress: null }
        record.setStates(Object.fromEntries(record.files().map(({ name }) => [name, null])))
        world.changed(record)
      }
      return world.connection
    },
    pauseLink: () => change({ health: 'paused' }, 'paused'),
    resumeLink: () => change({ health: 'ok' }, 'resumed'),
    answerHold({ body: { answer } }) {
      if (world.connection.state === 'linked' && !world.connection.hold) throw refusal('not_found')
      for (const record of answer === 'putBack' ? world.records : []) {
        for (const file of record.files()) {
          if (isDetached(file)) record.patch(record.byId(file.id), { sync: 'waiting' })
        }
        if (record.sync.phase === 'settled') record.sync = { ...record.sync, phase: 'waiting' }
      }
      return change({ health: 'ok', hold: null }, 'holdAnswered')
    },
    listLinkActivity: ({ query }) => world.activity.page(query),
  }
}

type MemoryLinked = Extract<Connection, { readonly state: 'linked' }>

function isUnderWay({ sync }: MemoryRecord): boolean {
  return sync.phase === 'waiting' || sync.phase === 'syncing'
}
