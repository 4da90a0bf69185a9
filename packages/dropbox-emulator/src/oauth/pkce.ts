import { toBase64Url } from '../bytes.ts'
import type { AuthorizationCode } from '../state/grants.ts'

/** Whether `verifier` is the one a challenge was made from (RFC 7636). */
export async function matchesChallenge(
  verifier: string,
  challenge: NonNullable<AuthorizationCode['challenge']>,
): Promise<boolean> {
  if (!/^[\w.~-]{43,128}$/.test(verifier)) return false
  if (challenge.method === 'plain') return verifier === challenge.value
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  return toBase64Url(new Uint8Array(digest)) === challenge.value
}
