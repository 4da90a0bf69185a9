import { workPriority } from '../ports/work-queue.ts'
import type { ServerParts } from '../server-parts.ts'

/** Asks for a look at the links of accounts; resolves when it is written. */
export type Notice = (accountIds: readonly string[]) => Promise<void>

const LOOKS_AT_A_TIME = 50

/**
 * What the remote tells of changes. A storm of it is mostly the same few accounts, and each writes the same row: what comes while one is
 * written waits, and is written together.
 */
export function createNotice({ provider, stores }: Pick<ServerParts, 'provider' | 'stores'>): Notice {
  let waiting: { readonly accountIds: Set<string>; readonly written: Promise<void> } | null = null
  let latest: Promise<unknown> = Promise.resolve()

  const write = async (accountIds: ReadonlySet<string>): Promise<void> => {
    const all = [...accountIds]
    // Strangers cost a look each, so many at a time; nothing is kept of them (X27).
    for (let from = 0; from < all.length; from += LOOKS_AT_A_TIME) {
      const some = all.slice(from, from + LOOKS_AT_A_TIME)
      const links = await Promise.all(some.map((id) => stores.sync.linkOfAccount(provider.id, id)))
      const active = links.flatMap((link) => (link?.status === 'active' ? link.id : []))
      await stores.work.request(active.map((linkId) => ({ linkId, record: null, priority: workPriority.webhook })))
    }
  }
  const gather = () => {
    const accountIds = new Set<string>()
    const written = latest.then(() => {
      waiting = null
      return write(accountIds)
    })
    latest = written.catch(() => undefined)
    return { accountIds, written }
  }
  return (accountIds) => {
    waiting ??= gather()
    for (const id of accountIds) waiting.accountIds.add(id)
    return waiting.written
  }
}
