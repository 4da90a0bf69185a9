import { instant } from '@twinfolder/core'
import { describe, expect, test } from 'vitest'

import { followChain } from '../audit/audit-chain.ts'
import type { AuditEntry, AuditRow } from '../audit/audit-entry.ts'
import type { AuditStore } from '../ports/audit-store.ts'

const entry = (change: Partial<AuditEntry> = {}): AuditEntry => ({
  at: instant('2026-11-22T12:00:00.123Z'),
  tenantId: 'tenant-1',
  userId: 'sofie',
  action: 'files.deleted',
  outcome: 'done',
  requestId: 'request-1',
  details: { name: 'a "quote"\n\u202e.pdf', count: 3, list: ['ü', null], nested: { b: 1, a: 2 } },
  ...change,
})

/** What every {@link AuditStore} does. `open` may give the same store again: rows are never removed. */
export function auditStoreContract(name: string, open: () => AuditStore | Promise<AuditStore>): void {
  describe(`AuditStore: ${name}`, () => {
    const rowsAfter = (store: AuditStore, after: number): Promise<readonly AuditRow[]> =>
      store.rows({ after, limit: 1000 })

    test('[X56] gives back what was appended, in order and chained', async () => {
      const store = await open()
      const from = await store.head()
      await store.append([entry(), entry({ tenantId: null, userId: null, requestId: null, action: 'key.rotated' })])
      await store.append([entry({ outcome: 'refused', details: {} })])
      await store.append([])
      const rows = await rowsAfter(store, from.position)
      expect(rows.map(({ position }) => position - from.position)).toEqual([1, 2, 3])
      expect(rows[0]).toMatchObject({ ...entry(), previousHash: from.hash })
      expect(rows[1]).toMatchObject({ tenantId: null, userId: null, requestId: null })
      const head = await store.head()
      expect(head).toEqual({ position: rows[2]?.position, hash: rows[2]?.hash })
      expect(await followChain(rows, { from, head })).toEqual({ fault: null, end: head })
      expect(await store.rows({ after: from.position + 1, limit: 1 })).toEqual([rows[1]])
    })

    test('[X56] many writers at once make one chain', async () => {
      const store = await open()
      const from = await store.head()
      await Promise.all(
        Array.from({ length: 20 }, (_, at) => store.append([entry({ userId: `${at}` }), entry({ userId: `${at}` })])),
      )
      const rows = await rowsAfter(store, from.position)
      expect(rows).toHaveLength(40)
      expect((await followChain(rows, { from, head: await store.head() })).fault).toBeNull()
    })
  })
}
