import { type Instant, instantOf } from '@twinfolder/core'

import { base64Url, randomBytes } from '../crypto/bytes.ts'
import { sha256Hex } from '../crypto/sha256.ts'
import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
import { attemptPlace } from './link-attempt.ts'
import { newPkce } from './pkce.ts'
import { returnPath } from './return-path.ts'
import { sessionHash } from './session-hash.ts'

/** How long a user may stay at the consent page (X4). */
const ATTEMPT_MS = 10 * 60_000

/** Starts linking: remembers what the callback must bring back, and tells where to send the user. */
export async function beginLink(
  { settings, provider, stores, vault }: Pick<ServerParts, 'settings' | 'provider' | 'stores' | 'vault'>,
  session: Session,
  request: {
    readonly mode: 'popup' | 'redirect'
    readonly returnTo: string
    readonly useAnotherAccount: boolean
  },
): Promise<{ readonly authorizeUrl: string; readonly expiresAt: Instant }> {
  const state = base64Url(randomBytes(32))
  const stateHash = await sha256Hex(state)
  const { codeVerifier, codeChallenge } = await newPkce()
  const expiresAt = instantOf(settings.clock.now() + ATTEMPT_MS)
  const user = { tenantId: session.tenantId, userId: session.userId }
  await stores.links.putAttempt({
    stateHash,
    user,
    sessionHash: await sessionHash(session),
    codeVerifier: await vault.seal(codeVerifier, attemptPlace(user, provider.id, stateHash)),
    mode: request.mode,
    returnTo: returnPath(request.returnTo, settings.origin),
    expiresAt,
  })
  await stores.links.setRefusal(user, null)
  const authorizeUrl = provider.authorizeUrl({
    redirectUri: settings.callbackUrl,
    state,
    codeChallenge,
    locale: session.locale,
    forceReauthentication: request.useAnotherAccount,
  })
  return { authorizeUrl, expiresAt }
}
