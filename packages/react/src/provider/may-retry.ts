import { isTwinfolderError } from '@twinfolder/client'
import type { ErrorCode } from '@twinfolder/protocol'

const passing: readonly ErrorCode[] = [
  'network',
  'unavailable',
  'remote_unavailable',
  'internal',
  'rate_limited',
  'link_busy',
]

/** Asks again once, and only where waiting may help. */
export function mayRetry(failures: number, error: Error): boolean {
  return failures < 1 && isTwinfolderError(error) && passing.includes(error.code)
}
