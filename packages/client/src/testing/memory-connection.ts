import type { Connection } from '@twinfolder/protocol'

const common = { appFolder: 'Apps/Demo CRM', accountPolicy: 'refuseProfessional' } as const
const account = { email: 'sofie@example.com', name: 'Sofie Peeters', type: 'basic' } as const
const since = '2026-01-05T09:00:00.000Z'

/** A connection of which only what matters is given. Without a `state` it is linked. */
export type MemoryConnection = Partial<Connection>

/** Fills in what a {@link MemoryConnection} leaves out. */
export function fullConnection(given: MemoryConnection): Connection {
  switch (given.state) {
    case 'none':
      return { ...common, ...given, state: 'none' }
    case 'reconnect':
      return { ...common, account, since, ...given, state: 'reconnect' }
    case 'refused':
      return { ...common, code: 'account_unsupported', reported: 'pro, 3 TB', ...given, state: 'refused' }
    default:
      return { ...common, ...healthy, ...('hold' in given && given.hold ? held : {}), ...given, state: 'linked' }
  }
}

const healthy = { account, since, health: 'ok', blockedUntil: null, lastOkAt: since, records: 1, hold: null } as const
const held = { health: 'held' } as const

/**
 * The address that a consent page would go back to, for the `authorize` of a test or a story.
 *
 * @param decision `deny`: the user does not want to link after all
 */
export function consentCallback(authorizeUrl: string, decision: 'allow' | 'deny' = 'allow'): string {
  const state = new URL(authorizeUrl).searchParams.get('state') ?? ''
  const answer = decision === 'allow' ? 'code=memory' : 'error=access_denied'
  return `https://crm.invalid/twinfolder/oauth/callback?${answer}&state=${encodeURIComponent(state)}`
}
