import { SyncError, asSyncError } from '@twinfolder/core'

import { unavailable } from './connection/connection-errors.ts'

/** Unique indexes that stand for a rule, with what a user is told. */
const rules: Readonly<Record<string, () => SyncError>> = {
  link_one_per_account: () =>
    new SyncError('account_already_linked', 'Another link that is not revoked has this account; revoke it first.'),
  link_one_per_user: () =>
    new SyncError('account_already_linked', 'This user has another link that is not revoked; revoke it first.'),
}

/** The same store, whose methods fail with a `SyncError` only: what the database says becomes its cause. */
export function withSyncErrors<Store extends object>(store: Store): Store {
  return new Proxy(store, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver)
      if (typeof member !== 'function') return member
      return (...args: readonly unknown[]): unknown => {
        const result: unknown = Reflect.apply(member, target, args)
        return result instanceof Promise ? result.catch(rethrow) : result
      }
    },
  })
}

function rethrow(error: unknown): never {
  throw brokenRule(error) ?? unavailable(error) ?? asSyncError(error)
}

/** The rule of which a unique index (SQLSTATE 23505) refused the violation. */
function brokenRule(error: unknown): SyncError | null {
  if (!(error instanceof Error) || !('code' in error) || error.code !== '23505') return null
  if (!('constraint' in error) || typeof error.constraint !== 'string') return null
  return rules[error.constraint]?.() ?? null
}
