import { namespaceAt } from '../state/view.ts'
import { takeWriteLock } from '../state/write-lock.ts'
import type { Call } from './route.ts'

/**
 * Does `work`, which changes entries, as the only writer of the namespaces that `paths` lie in, and tells whoever waits
 * for changes.
 *
 * @throws NamespaceBusy or WriteFailure when somebody else is writing
 */
export function write<T>(call: Call, paths: readonly string[], work: () => T): T {
  const isLocking = call.state.switches.writeLockMs > 0
  for (const path of isLocking ? paths : []) takeWriteLock(call.state, namespaceAt(call.view, path), call)
  return call.state.changes.track(call.account, call.app.key, work)
}
