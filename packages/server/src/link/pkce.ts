import { Secret } from '@twinfolder/core'

import { base64Url, randomBytes, utf8 } from '../crypto/bytes.ts'
import { sha256 } from '../crypto/sha256.ts'

/** A verifier with its S256 challenge (RFC 7636, X5). `plain` does not exist here. */
export async function newPkce(): Promise<{ readonly codeVerifier: Secret; readonly codeChallenge: string }> {
  const verifier = base64Url(randomBytes(48))
  const codeChallenge = base64Url(new Uint8Array(await sha256(utf8(verifier))))
  return { codeVerifier: new Secret(verifier), codeChallenge }
}
