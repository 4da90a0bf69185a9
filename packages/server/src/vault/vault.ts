import { Secret, SyncError } from '@twinfolder/core'

import { base64Url, fromBase64Url, randomBytes, utf8 } from '../crypto/bytes.ts'
import type { KeyRing } from '../crypto/key-ring.ts'

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
  /** Seals with the current key. */
  seal(secret: Secret, place: SecretPlace): Promise<string>
  /** Opens with the key that sealed it. @throws SyncError `unexpected`, the same for whatever is wrong (X17) */
  open(sealed: string, place: SecretPlace): Promise<Secret>
  /**
   * The same sealed text with its own key wrapped by the server's current one; the text itself is not touched. The same text when
   * it is so already.
   * @throws SyncError `unexpected`
   */
  rewrap(sealed: string, place: SecretPlace): Promise<string>
  /** Whether the server has the key that this was sealed with: a wrong key is the operator's mistake, not the user's. */
  hasKeyOf(sealed: string): Promise<boolean>
}

const VERSION = 'v1'
const IV_BYTES = 12

/** The parts of a sealed text. */
interface Sealed {
  readonly keyId: string
  readonly keyIv: Uint8Array<ArrayBuffer>
  readonly wrapped: Uint8Array<ArrayBuffer>
  readonly iv: Uint8Array<ArrayBuffer>
  readonly text: Uint8Array<ArrayBuffer>
}

/**
 * Envelope encryption by WebCrypto, AES-256-GCM twice: a random key for each secret, itself sealed by the server's key.
 * `v1.<key id>.<iv>.<wrapped key>.<iv>.<ciphertext>`; both layers authenticate the place.
 */
export function createVault(keys: KeyRing): Vault {
  const wrap = async (raw: Uint8Array<ArrayBuffer>, place: SecretPlace) => {
    const { id, vault } = await keys.current()
    const keyIv = randomBytes(IV_BYTES)
    const wrapped = await crypto.subtle.encrypt(gcm(keyIv, place), vault, raw)
    return { keyId: id, keyIv, wrapped: new Uint8Array(wrapped) }
  }
  /** The random key of a sealed text. */
  const unwrap = async (sealed: Sealed, place: SecretPlace): Promise<Uint8Array<ArrayBuffer>> => {
    const key = await keys.byId(sealed.keyId)
    if (!key) throw new Error('Not sealed by a key of this server.')
    return new Uint8Array(await crypto.subtle.decrypt(gcm(sealed.keyIv, place), key.vault, sealed.wrapped))
  }
  return {
    async seal(secret, place) {
      const raw = randomBytes(32)
      const iv = randomBytes(IV_BYTES)
      const text = await crypto.subtle.encrypt(gcm(iv, place), await secretKey(raw), utf8(secret.reveal()))
      return textOf({ ...(await wrap(raw, place)), iv, text: new Uint8Array(text) })
    },
    open: (sealed, place) =>
      orOneError(async () => {
        const parts = partsOf(sealed)
        const key = await secretKey(await unwrap(parts, place))
        return new Secret(new TextDecoder().decode(await crypto.subtle.decrypt(gcm(parts.iv, place), key, parts.text)))
      }),
    rewrap: (sealed, place) =>
      orOneError(async () => {
        const parts = partsOf(sealed)
        if (parts.keyId === (await keys.current()).id) return sealed
        return textOf({ ...parts, ...(await wrap(await unwrap(parts, place), place)) })
      }),
    async hasKeyOf(sealed) {
      const [, keyId] = sealed.split('.')
      return keyId !== undefined && (await keys.byId(keyId)) !== null
    },
  }
}

/** What stays the same when a text is wrapped by another key: two that differ here are two secrets. */
export function innerTextOf(sealed: string): string {
  return sealed.split('.').slice(4).join('.')
}

function textOf({ keyId, keyIv, wrapped, iv, text }: Sealed): string {
  return [VERSION, keyId, ...[keyIv, wrapped, iv, text].map(base64Url)].join('.')
}

function partsOf(sealed: string): Sealed {
  const [version, keyId, ...encoded] = sealed.split('.')
  const [keyIv, wrapped, iv, text] = encoded.map(fromBase64Url)
  if (version !== VERSION || keyId === undefined || encoded.length !== 4) throw new Error('Not sealed here.')
  if (!keyIv || !wrapped || !iv || !text) throw new Error('Not base64url.')
  return { keyId, keyIv, wrapped, iv, text }
}

async function orOneError<Result>(attempt: () => Promise<Result>): Promise<Result> {
  try {
    return await attempt()
  } catch {
    throw new SyncError('unexpected', 'A sealed text does not open here: it is damaged, or of another key or place.')
  }
}

function gcm(iv: Uint8Array<ArrayBuffer>, place: SecretPlace): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: boundTo(place) }
}

function secretKey(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

function boundTo({ tenantId, userId, provider, linkId, column }: SecretPlace): Uint8Array<ArrayBuffer> {
  return utf8(JSON.stringify([tenantId, userId, provider, linkId, column]))
}
