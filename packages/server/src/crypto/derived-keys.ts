import type { Secret } from '@twinfolder/core'

import { base64Url, utf8 } from './bytes.ts'

/** The keys of a server, each for one purpose, all from one secret. */
export interface DerivedKeys {
  /** Names the secret in what is sealed with it, without telling it. */
  readonly id: string
  /** Wraps the keys of the vault. */
  readonly vault: CryptoKey
  /** Signs content addresses. */
  readonly contentUrls: CryptoKey
}

/**
 * Derives the keys of a server by HKDF-SHA-256. The secret may be spelled in any way (hex, base64, text): its characters
 * are the key material. Derived at the first use.
 */
export function derivedKeys(secret: Secret): () => Promise<DerivedKeys> {
  let derived: Promise<DerivedKeys> | null = null
  return () => (derived ??= derive(secret))
}

async function derive(secret: Secret): Promise<DerivedKeys> {
  const material = await crypto.subtle.importKey('raw', utf8(secret.reveal()), 'HKDF', false, [
    'deriveKey',
    'deriveBits',
  ])
  const hkdf = (purpose: string) => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(0),
    info: utf8(`twinfolder/${purpose}/v1`),
  })
  const [id, vault, contentUrls] = await Promise.all([
    crypto.subtle.deriveBits(hkdf('id'), material, 64),
    crypto.subtle.deriveKey(hkdf('vault'), material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
    crypto.subtle.deriveKey(hkdf('content-urls'), material, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, [
      'sign',
      'verify',
    ]),
  ])
  return { id: base64Url(new Uint8Array(id)), vault, contentUrls }
}
