import { takeWriteLock } from '../state/write-lock.ts'
import type { Call } from './route.ts'

/**
 * Does `work`, which changes entries, as the only writer of the caller's namespace, and tells whoever waits for
 * changes.
 *
 * @throws NamespaceBusy or WriteFailure when somebody else is writing
 */
export function write<T>(call: Call, work: () => T): T {
  takeWriteLock(call.state, call.view.namespaceId, call)
  return call.state.changes.track(call.account, call.app.key, work)
}
