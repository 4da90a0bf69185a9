import { type Module, type RecordKey, isModule } from '@twinfolder/core'

import { base64Url, fromBase64Url, utf8 } from '../crypto/bytes.ts'
import type { KeyRing } from '../crypto/key-ring.ts'

/** What a signed address is good for: these contents, for this user, until then. */
export interface ContentGrant {
  readonly record: RecordKey
  readonly userId: string
  readonly fileId: string
  readonly version: string
  /** An old version was asked for: it is sent whatever the present one is. */
  readonly isOld: boolean
  readonly inline: boolean
  readonly expiresAtMs: number
}

/** Signs content addresses; no row is written for one. */
export interface ContentTokens {
  sign(grant: ContentGrant): Promise<string>
  /** `null` for a token that was altered or is none; the time is the caller's to check. Constant time (X47). */
  read(token: string): Promise<ContentGrant | null>
}

type Payload = readonly [
  tenantId: string,
  module: Module,
  recordId: string,
  userId: string,
  fileId: string,
  version: string,
  inline: boolean,
  expiresAtMs: number,
  isOld: boolean,
]

export function createContentTokens(keys: KeyRing): ContentTokens {
  return {
    async sign({ record, userId, fileId, version, isOld, inline, expiresAtMs }) {
      const { tenantId, module, id } = record
      const payload: Payload = [tenantId, module, id, userId, fileId, version, inline, expiresAtMs, isOld]
      const body = utf8(JSON.stringify(payload))
      const { contentUrls } = await keys.current()
      const signature = new Uint8Array(await crypto.subtle.sign('HMAC', contentUrls, body))
      return `${base64Url(body)}.${base64Url(signature)}`
    },
    async read(token) {
      const [body, signature, ...more] = token.split('.').map(fromBase64Url)
      if (!body || !signature || more.length > 0) return null
      if (!(await isSigned(keys, signature, body))) return null
      return grantOf(JSON.parse(new TextDecoder().decode(body)))
    },
  }
}

/** An address that the key of before signed stays good until its own time is over. */
async function isSigned(
  keys: KeyRing,
  signature: Uint8Array<ArrayBuffer>,
  body: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const ring = await keys.all()
  const checks = ring.map(({ contentUrls }) => crypto.subtle.verify('HMAC', contentUrls, signature, body))
  return (await Promise.all(checks)).includes(true)
}

function grantOf(payload: unknown): ContentGrant | null {
  if (!isPayload(payload)) return null
  const [tenantId, module, id, userId, fileId, version, inline, expiresAtMs, isOld] = payload
  return { record: { tenantId, module, id }, userId, fileId, version, isOld, inline, expiresAtMs }
}

function isPayload(value: unknown): value is Payload {
  if (!Array.isArray(value) || value.length !== 9) return false
  const list: readonly unknown[] = value
  const isModuleName = typeof list[1] === 'string' && isModule(list[1])
  const texts = [list[0], list[2], list[3], list[4], list[5]]
  return (
    isModuleName &&
    texts.every((text) => typeof text === 'string') &&
    typeof list[6] === 'boolean' &&
    typeof list[7] === 'number' &&
    typeof list[8] === 'boolean'
  )
}
