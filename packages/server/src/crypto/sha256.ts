import type { Sha256 } from '@twinfolder/core'

import { hexOf, utf8 } from './bytes.ts'

/** SHA-256 by WebCrypto, as `core` wants it. */
export const sha256: Sha256 = (bytes) => crypto.subtle.digest('SHA-256', bytes)

/** The SHA-256 of a text as 64 hex digits: how a state or a session is remembered without keeping it. */
export async function sha256Hex(text: string): Promise<string> {
  return hexOf(new Uint8Array(await sha256(utf8(text))))
}
