import { chained, emptyChain } from '../audit/audit-chain.ts'
import type { AuditRow } from '../audit/audit-entry.ts'
import type { AuditStore } from '../ports/audit-store.ts'

/** An {@link AuditStore} in memory. */
export function memoryAuditStore(): AuditStore {
  const rows: AuditRow[] = []
  let turn: Promise<void> = Promise.resolve()
  return {
    append(entries) {
      turn = turn.then(async () => void rows.push(...(await chained(rows.at(-1) ?? emptyChain, entries))))
      return turn
    },
    rows: async ({ after, limit }) => rows.filter(({ position }) => position > after).slice(0, limit),
    async head() {
      const { position, hash } = rows.at(-1) ?? emptyChain
      return { position, hash }
    },
  }
}
