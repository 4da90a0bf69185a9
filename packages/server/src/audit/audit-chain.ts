import { instant } from '@twinfolder/core'

import { sha256Hex } from '../crypto/sha256.ts'
import type { AuditEntry, AuditHead, AuditRow } from './audit-entry.ts'

/** The end of a chain without rows. */
export const emptyChain: AuditHead = { position: 0, hash: '0'.repeat(64) }

/** Gives entries their places behind the end of a chain. */
export async function chained(head: AuditHead, entries: readonly AuditEntry[]): Promise<readonly AuditRow[]> {
  const rows: AuditRow[] = []
  let { position, hash: previousHash } = head
  for (const entry of entries) {
    position += 1
    const row = { ...entry, details: plain(entry.details), position, previousHash }
    const hash = await hashOf(row)
    rows.push({ ...row, hash })
    previousHash = hash
  }
  return rows
}

/** What is wrong with a chain, for an operator. */
export interface AuditFault {
  readonly position: number
  readonly fault: 'changed' | 'missing' | 'end missing'
}

/**
 * Follows a chain to its end.
 *
 * @param rows in the order of their positions
 * @param from where the rows begin: the end of what was archived. @default the very beginning
 * @param head where the chain has to end, as the store or a note of the operator says
 * @returns the first fault, or `null`, with the end that was reached
 */
export async function followChain(
  rows: AsyncIterable<AuditRow> | Iterable<AuditRow>,
  { from = emptyChain, head }: { readonly from?: AuditHead | undefined; readonly head: AuditHead | null },
): Promise<{ readonly fault: AuditFault | null; readonly end: AuditHead }> {
  let end = from
  let isHeadSeen = head === null || (head.position === from.position && head.hash === from.hash)
  for await (const row of rows) {
    if (row.position !== end.position + 1) return { fault: { position: end.position + 1, fault: 'missing' }, end }
    if (row.previousHash !== end.hash || row.hash !== (await hashOf(row))) {
      return { fault: { position: row.position, fault: 'changed' }, end }
    }
    end = { position: row.position, hash: row.hash }
    if (head?.position === end.position) {
      if (head.hash !== end.hash) return { fault: { position: end.position, fault: 'changed' }, end }
      isHeadSeen = true
    }
  }
  return { fault: isHeadSeen ? null : { position: end.position + 1, fault: 'end missing' }, end }
}

/** One spelling of a row, the same in every process and database. */
function hashOf(row: Omit<AuditRow, 'hash'>): Promise<string> {
  const { position, at, tenantId, userId, action, outcome, requestId, details, previousHash } = row
  const time = instant(new Date(at).toISOString())
  return sha256Hex(
    JSON.stringify([1, position, time, tenantId, userId, action, outcome, requestId, details, previousHash]),
  )
}

/** What remains of details when they were written as JSON and read again. */
function plain(details: AuditEntry['details']): AuditEntry['details'] {
  return JSON.parse(JSON.stringify(details)) as AuditEntry['details']
}
