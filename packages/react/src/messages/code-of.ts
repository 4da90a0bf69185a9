import { isTwinfolderError } from '@twinfolder/client'
import type { ErrorCode } from '@twinfolder/protocol'

/** The code of a failure; whatever is none of ours is `unexpected`. */
export function codeOf(error: unknown): ErrorCode {
  return isTwinfolderError(error) ? error.code : 'unexpected'
}
