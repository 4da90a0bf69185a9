import type { SyncStore } from '../ports/sync-store.ts'
import { type SyncError, isSyncError } from '../sync-error.ts'
import { PassStopped } from './pass.ts'

/**
 * The store as a pass has it. One that does not answer says nothing about the file or the record that was at work, which would have to
 * wait for a minute with a problem of its own: the pass is over, and the next one goes on from what is stored.
 */
export function storeOfPass(store: SyncStore, onSilence: (failure: SyncError) => void): SyncStore {
  const leave = (error: unknown): never => {
    if (!isSyncError(error, 'host_unavailable')) throw error
    onSilence(error)
    throw new PassStopped('The store does not answer.')
  }
  return new Proxy(store, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver)
      if (typeof member !== 'function') return member
      return (...args: readonly unknown[]): unknown => {
        const result: unknown = Reflect.apply(member, target, args)
        return result instanceof Promise ? result.catch(leave) : result
      }
    },
  })
}
