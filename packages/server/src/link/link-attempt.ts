import type { UserKey } from '@twinfolder/core'

import { sha256Hex } from '../crypto/sha256.ts'
import { type HttpProblem, problem } from '../http/problem.ts'
import type { Session } from '../options.ts'
import type { LinkAttempt } from '../ports/link-store.ts'
import type { ServerParts } from '../server-parts.ts'
import type { SecretPlace } from '../vault/vault.ts'
import { sessionHash } from './session-hash.ts'

/** What the consent page added to the callback address. */
export interface CallbackParams {
  readonly state: string | null
  readonly code: string | null
  readonly error: string | null
}

/** Where the verifier of a linking belongs in the vault. */
export function attemptPlace(user: UserKey, provider: string, stateHash: string): SecretPlace {
  return { ...user, provider, linkId: stateHash, column: 'codeVerifier' }
}

/** Reads a callback address. @throws HttpProblem `state_invalid` when it is not exactly ours (X6) */
export function callbackParams(callbackUrl: string, ours: string): CallbackParams {
  const url = URL.parse(callbackUrl)
  if (!url || url.origin + url.pathname !== ours) throw invalid('This is not the address of our callback.')
  const one = (name: string): string | null => {
    const values = url.searchParams.getAll(name)
    return values.length === 1 ? (values[0] ?? null) : null
  }
  return { state: one('state'), code: one('code'), error: one('error') }
}

/**
 * Takes the linking that a state belongs to: once, in time, in the session that began it. A foreign session takes nothing,
 * so that it cannot spoil what is under way elsewhere.
 *
 * @throws HttpProblem `state_invalid` (X1, X2, X4), `forbidden` (X3)
 */
export async function takeAttempt(
  { settings, stores }: Pick<ServerParts, 'settings' | 'stores'>,
  session: Session,
  state: string | null,
): Promise<LinkAttempt> {
  if (state === null || state.length > 200) throw invalid('The callback brings no state.')
  const stateHash = await sha256Hex(state)
  const known = await stores.links.peekAttempt(stateHash)
  if (!known) throw invalid('This linking is unknown, or it has ended already.')
  if (known.sessionHash !== (await sessionHash(session))) {
    throw problem('forbidden', 'This linking was begun in another session.')
  }
  const taken = await stores.links.takeAttempt(stateHash)
  if (!taken) throw invalid('This linking has ended already.')
  if (Date.parse(taken.expiresAt) <= settings.clock.now()) throw invalid('This linking took more than ten minutes.')
  return taken
}

function invalid(detail: string): HttpProblem {
  return problem('state_invalid', `${detail} Start it again.`)
}
