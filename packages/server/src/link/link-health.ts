import type { Clock, Link } from '@twinfolder/core'

/** How a link that has its authorization is. */
export function linkHealth(status: Exclude<Link['status'], 'reconnect' | 'revoked'>, isBlocked: boolean) {
  if (status !== 'active') return status
  return isBlocked ? 'waiting' : 'ok'
}

/** Whether the remote asked for silence that still lasts. */
export function isBlocked({ blockedUntil }: Link, clock: Clock): boolean {
  return blockedUntil !== null && Date.parse(blockedUntil) > clock.now()
}
