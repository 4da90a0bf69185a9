import type { Switches } from '../switches.ts'
import { WriteFailure } from './failures.ts'

/** Who writes in a namespace now, and until when. */
export interface WriteLock {
  readonly holder: object
  readonly until: number
}

/** The last part of an emulator's state that locks need. */
interface Locked {
  readonly writeLocks: Map<string, WriteLock>
  readonly switches: Switches
}

/** Somebody else writes in the same namespace: 429, or a member of the error union (switch `busyNamespace`). */
export class NamespaceBusy extends Error {
  override readonly name = 'NamespaceBusy'
}

/**
 * Makes `holder` the only writer of a namespace until {@link releaseWriteLocks}. Dropbox has one lock per namespace;
 * here it is held for the time that the switch `writeLockMs` says.
 *
 * @throws NamespaceBusy or WriteFailure when somebody else has it
 */
export function takeWriteLock({ writeLocks, switches }: Locked, namespaceId: string, holder: object): void {
  if (switches.writeLockMs <= 0) return
  const lock = writeLocks.get(namespaceId)
  if (lock && lock.holder !== holder) {
    throw switches.busyNamespace === 'status429' ? new NamespaceBusy() : new WriteFailure('too_many_write_operations')
  }
  if (!lock) writeLocks.set(namespaceId, { holder, until: Date.now() + switches.writeLockMs })
}

/** Gives the locks of `holder` back when their time is over: the answer to a write waits that long. */
export async function releaseWriteLocks({ writeLocks }: Locked, holder: object): Promise<void> {
  for (const [namespaceId, lock] of writeLocks) {
    if (lock.holder !== holder) continue
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, lock.until - Date.now())))
    writeLocks.delete(namespaceId)
  }
}
