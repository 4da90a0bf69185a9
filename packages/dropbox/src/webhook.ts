import type { Secret } from '@twinfolder/core'

import { isFields } from './reply-fields.ts'

/**
 * The accounts of a webhook notification whose signature is right, else `null`. The signature is the hex HMAC-SHA256 of
 * the raw body under the app secret; WebCrypto compares in constant time, and nothing is parsed before.
 *
 * @see https://www.dropbox.com/developers/reference/webhooks
 */
export async function verifiedAccounts(
  appSecret: Secret | null,
  body: Uint8Array<ArrayBuffer>,
  signature: string | null,
): Promise<readonly string[] | null> {
  const digest = bytesOfHex(signature ?? '')
  if (appSecret === null || digest === null) return null
  const secret = new TextEncoder().encode(appSecret.reveal())
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['verify'])
  return (await crypto.subtle.verify('HMAC', key, digest, body)) ? accountsOf(new TextDecoder().decode(body)) : null
}

/** None for a body that is signed and says something else: Dropbox may add kinds of notifications. */
function accountsOf(text: string): readonly string[] {
  const notification = parsed(text)
  const listFolder = isFields(notification) ? notification['list_folder'] : null
  const accounts = isFields(listFolder) ? listFolder['accounts'] : null
  return Array.isArray(accounts) ? accounts.filter((account) => typeof account === 'string') : []
}

function bytesOfHex(hex: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[0-9a-f]{64}$/i.test(hex)) return null
  return Uint8Array.from({ length: 32 }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
