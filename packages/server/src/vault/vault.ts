import { Secret, SyncError } from '@twinfolder/core'

import { base64Url, fromBase64Url, randomBytes, utf8 } from '../crypto/bytes.ts'
import type { DerivedKeys } from '../crypto/derived-keys.ts'

/** Where a sealed text belongs. Anywhere else it does not open (X18). */
export interface SecretPlace {
  readonly tenantId: string
  readonly userId: string
  readonly provider: string
  /** The link, or the linking under way, that it belongs to. */
  readonly linkId: string
  readonly column: 'grant' | 'codeVerifier'
}

/** Where tokens rest: seals texts so that a copy of the database is worth nothing without the server's key. */
export interface Vault {
  seal(secret: Secret, place: SecretPlace): Promise<string>
  /** @throws SyncError `unexpected`, the same for whatever is wrong (X17) */
  open(sealed: string, place: SecretPlace): Promise<Secret>
}

const VERSION = 'v1'
const IV_BYTES = 12

/**
 * Envelope encryption by WebCrypto, AES-256-GCM twice: a random key for each secret, itself sealed by the server's key.
 * `v1.<key id>.<iv>.<wrapped key>.<iv>.<ciphertext>`; both layers authenticate the place.
 */
export function createVault(keys: () => Promise<DerivedKeys>): Vault {
  return {
    async seal(secret, place) {
      const { id, vault } = await keys()
      const additionalData = boundTo(place)
      const raw = randomBytes(32)
      const [keyIv, iv] = [randomBytes(IV_BYTES), randomBytes(IV_BYTES)]
      const wrapped = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: keyIv, additionalData }, vault, raw)
      const key = await secretKey(raw)
      const text = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, utf8(secret.reveal()))
      const parts = [keyIv, new Uint8Array(wrapped), iv, new Uint8Array(text)]
      return [VERSION, id, ...parts.map(base64Url)].join('.')
    },
    async open(sealed, place) {
      const { id, vault } = await keys()
      try {
        const [version, keyId, ...encoded] = sealed.split('.')
        const [keyIv, wrapped, iv, text] = encoded.map(fromBase64Url)
        if (version !== VERSION || keyId !== id || encoded.length !== 4) throw new Error('Not sealed by this key.')
        if (!keyIv || !wrapped || !iv || !text) throw new Error('Not base64url.')
        const additionalData = boundTo(place)
        const raw = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: keyIv, additionalData }, vault, wrapped)
        const key = await secretKey(new Uint8Array(raw))
        const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, text)
        return new Secret(new TextDecoder().decode(plain))
      } catch {
        throw new SyncError(
          'unexpected',
          'A sealed text does not open here: it is damaged, or of another key or place.',
        )
      }
    },
  }
}

function secretKey(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

function boundTo({ tenantId, userId, provider, linkId, column }: SecretPlace): Uint8Array<ArrayBuffer> {
  return utf8(JSON.stringify([tenantId, userId, provider, linkId, column]))
}
