import { type RawBuilder, type SqlBool, sql } from 'kysely'

import { type DirtyKey, recordKeyText } from '@twinfolder/core'

import type { DirtyTable } from '../schema/sync-state.ts'

/** A text that is equal for equal keys. */
export function dirtyKeyText(key: DirtyKey): string {
  const record = key.record === null ? '' : recordKeyText(key.record)
  if (key.type === 'file') return JSON.stringify(['file', record, key.fileId])
  if (key.type === 'path') return JSON.stringify(['path', record, key.pathLower])
  return JSON.stringify(['record', record])
}

/** The columns of a dirty key: the key itself, and its record to ask for. */
export function dirtyKeyColumns(key: DirtyKey) {
  return {
    key_text: dirtyKeyText(key),
    key: JSON.stringify(key),
    tenant_id: key.record?.tenantId ?? null,
    module: key.record?.module ?? null,
    record_id: key.record?.id ?? null,
  } satisfies Partial<Record<keyof DirtyTable, string | null>>
}

/** One of these keys, by their texts. */
export function isKey(texts: readonly string[]): RawBuilder<SqlBool> {
  return sql<SqlBool>`key_digest = any (array(select md5(text) from unnest(${[...texts]}::text[]) as text))`
}
