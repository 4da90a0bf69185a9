import { followChain } from '../audit/audit-chain.ts'
import type { AuditHead, AuditRow } from '../audit/audit-entry.ts'
import { jsonLine } from '../operations/json-log.ts'
import type { AuditStore } from '../ports/audit-store.ts'
import { UsageError } from './usage.ts'

/** What of the audit log is printed, and what it is checked against. */
export interface AuditOptions {
  readonly after: AuditHead | null
  readonly expect: AuditHead | null
  readonly tenant: string | null
}

const PAGE = 1000

/**
 * Prints the rows as JSON lines and checks the chain.
 *
 * @returns a sentence about the chain, and whether it is whole
 */
export async function auditCommand(
  store: AuditStore,
  { after, expect, tenant }: AuditOptions,
  print: (line: string) => void,
): Promise<{ readonly isWhole: boolean; readonly summary: string }> {
  // Read first: rows that are appended meanwhile lie behind it.
  const head = await store.head()
  let count = 0
  async function* rows(): AsyncGenerator<AuditRow> {
    for (let position = after?.position ?? 0; ;) {
      const page = await store.rows({ after: position, limit: PAGE })
      for (const row of page) {
        count += 1
        if (tenant === null || row.tenantId === tenant) print(`${jsonLine(row)}\n`)
        yield row
      }
      const last = page.at(-1)
      if (last === undefined || last.position >= head.position) return
      position = last.position
    }
  }
  const seen: AuditRow[] = []
  async function* noticed(): AsyncGenerator<AuditRow> {
    for await (const row of rows()) {
      if (row.position === expect?.position) seen.push(row)
      yield row
    }
  }
  const { fault, end } = await followChain(noticed(), { from: after ?? undefined, head })
  if (fault) return { isWhole: false, summary: `audit: NOT WHOLE: row ${fault.position}: ${fault.fault}` }
  if (expect && expect.position !== after?.position && seen[0]?.hash !== expect.hash) {
    return { isWhole: false, summary: `audit: NOT WHOLE: row ${expect.position} is not the one that was noted` }
  }
  return { isWhole: true, summary: `audit: ${count} rows, whole, end ${end.position}:${end.hash}` }
}

/** @throws UsageError */
export function auditHead(text: string | undefined): AuditHead | null {
  if (text === undefined) return null
  const [, position, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? []
  if (position === undefined || hash === undefined) {
    throw new UsageError(`"${text}" is no end of an audit log: it is POSITION:HASH, as audit prints it at its end.`)
  }
  return { position: Number(position), hash }
}
