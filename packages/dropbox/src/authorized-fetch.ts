import type { Secret } from '@twinfolder/core'

import type { AccessTokens } from './access-tokens.ts'
import { errorTags } from './error-tags.ts'
import type { Transport } from './transport.ts'

/**
 * A transport that signs each request with the current access token and, when Dropbox calls the token expired, sends the
 * request once more with a new one (C83). The SDK does neither. Bodies must be texts or bytes, which can be sent twice.
 */
export function authorized(transport: Transport, tokens: AccessTokens): Transport {
  return async (url, init, reply) => {
    const token = await tokens.current(init.signal)
    const response = await transport(url, signed(init, token), reply)
    if (response.status !== 401 || !(await saysExpired(response))) return response
    return transport(url, signed(init, await tokens.renewed(token, init.signal)), reply)
  }
}

function signed(init: RequestInit, token: Secret): RequestInit {
  const headers = new Headers(init.headers)
  headers.set('Authorization', `Bearer ${token.reveal()}`)
  return { ...init, headers }
}

async function saysExpired(response: Response): Promise<boolean> {
  try {
    return errorTags(await response.clone().json())[0] === 'expired_access_token'
  } catch {
    return false
  }
}
