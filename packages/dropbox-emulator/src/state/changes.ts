import type { AccountState } from './account-state.ts'
import { namespacesChangedSince } from './feed.ts'

/** Something changed in an account. */
export interface AccountChange {
  readonly account: AccountState
  readonly namespaceIds: ReadonlySet<string>
  /** The app that did it; `null` for the owner. */
  readonly appKey: string | null
}

/** Tells listeners what changed: webhooks, long polls and whoever saves the state. */
export interface ChangeHub {
  /** Does `work` on the account, and tells when it changed entries. Changes made before a failure are told too. */
  track<T>(account: AccountState, appKey: string | null, work: () => T): T
  /** Tells that something else than entries changed: tokens, links, a plan. */
  touch(): void
  /** @returns a function that stops it */
  onChange(listener: (change: AccountChange) => void): () => void
  /** Called after every change of any kind. @returns a function that stops it */
  onTouch(listener: () => void): () => void
  /** Tells whoever waits for a change that none will come. */
  close(): void
  /** @returns a function that stops it */
  onClose(listener: () => void): () => void
}

export function createChangeHub(): ChangeHub {
  const changeListeners = new Set<(change: AccountChange) => void>()
  const touchListeners = new Set<() => void>()
  const closeListeners = new Set<() => void>()
  const touch = () => {
    for (const listener of touchListeners) listener()
  }
  return {
    track(account, appKey, work) {
      const position = account.feed.length
      try {
        return work()
      } finally {
        if (account.feed.length > position) {
          const change = { account, namespaceIds: namespacesChangedSince(account, position), appKey }
          for (const listener of changeListeners) listener(change)
          touch()
        }
      }
    },
    touch,
    onChange(listener) {
      changeListeners.add(listener)
      return () => changeListeners.delete(listener)
    },
    onTouch(listener) {
      touchListeners.add(listener)
      return () => touchListeners.delete(listener)
    },
    close() {
      for (const listener of closeListeners) listener()
    },
    onClose(listener) {
      closeListeners.add(listener)
      return () => closeListeners.delete(listener)
    },
  }
}
