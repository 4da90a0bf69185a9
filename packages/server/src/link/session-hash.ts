import { sha256Hex } from '../crypto/sha256.ts'
import type { Session } from '../options.ts'

/** What binds a linking to the browser that began it, without keeping the session's id (X3). */
export function sessionHash({ tenantId, userId, sessionId }: Session): Promise<string> {
  return sha256Hex(JSON.stringify([tenantId, userId, sessionId]))
}
