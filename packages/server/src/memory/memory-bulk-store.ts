import { type Instant, type RecordKey, recordKeyText } from '@twinfolder/core'

import type { BulkEnd, BulkStore, StoredBulkRecord, StoredBulkRun } from '../ports/bulk-store.ts'

interface Row extends StoredBulkRecord {
  readonly key: string
}

interface RunRows {
  run: StoredBulkRun
  /** In the order of the snapshot. */
  readonly rows: Map<string, Row>
  waiting: number
}

/** A {@link BulkStore} in memory. */
export function memoryBulkStore(): BulkStore {
  const runs = new Map<string, RunRows>()

  const endRow = (entry: RunRows, key: string, end: BulkEnd, code: StoredBulkRecord['code']): void => {
    const row = entry.rows.get(key)
    if (!row || row.end !== null) return
    entry.rows.set(key, { ...row, end, code })
    entry.waiting -= 1
    entry.run = { ...entry.run, ends: { ...entry.run.ends, [end]: entry.run.ends[end] + 1 } }
  }
  const finish = (entry: RunRows, state: 'done' | 'cancelled', at: Instant): void => {
    if (entry.run.state === 'running') entry.run = { ...entry.run, state, endedAt: at }
  }
  const newestFirst = (): readonly StoredBulkRun[] => [...runs.values()].map(({ run }) => run).reverse()

  return {
    async create(run, records) {
      const rows = new Map(records.map((record) => [recordKeyText(record), rowOf(record)]))
      runs.set(run.id, { run, rows, waiting: rows.size })
    },
    get: async (id) => runs.get(id)?.run ?? null,
    async ofUser(user, { module, limit }) {
      return newestFirst()
        .filter((run) => run.user.tenantId === user.tenantId && run.user.userId === user.userId)
        .filter((run) => module === null || run.module === module)
        .slice(0, limit)
    },
    async records(id, { end, offset, limit }) {
      const all = [...(runs.get(id)?.rows.values() ?? [])].filter((row) => end === null || row.end === end)
      const rows = all.slice(offset, offset + limit).map(({ record, end, code }) => ({ record, end, code }))
      return { rows, total: all.length }
    },
    async waitingFor(linkId, records) {
      const running = [...runs.values()].filter(({ run }) => run.state === 'running' && run.linkId === linkId)
      return records.map((record) => {
        const key = recordKeyText(record)
        return running.filter(({ rows }) => rows.get(key)?.end === null).map(({ run }) => run.id)
      })
    },
    async end(id, ends, at) {
      const entry = runs.get(id)
      if (!entry) return
      for (const { record, end, code } of ends) endRow(entry, recordKeyText(record), end, code)
      if (entry.waiting === 0) finish(entry, 'done', at)
    },
    async cancel(id, at) {
      const entry = runs.get(id)
      if (!entry || entry.run.state !== 'running') return
      for (const key of entry.rows.keys()) endRow(entry, key, 'cancelled', null)
      finish(entry, 'cancelled', at)
    },
    async running(linkId) {
      return newestFirst().filter((run) => run.linkId === linkId && run.state === 'running')
    },
  }
}

function rowOf(record: RecordKey): Row {
  return { key: recordKeyText(record), record: { module: record.module, id: record.id }, end: null, code: null }
}
