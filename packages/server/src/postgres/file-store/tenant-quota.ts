import type { Kysely } from 'kysely'

import { type RecordKey, SyncError } from '@twinfolder/core'

import { recordColumns } from '../record-columns.ts'
import type { Schema } from '../schema/schema.ts'
import type { FileRow } from './file-rows.ts'

/**
 * How much a tenant may have stored; `null`: no limit. The trash and old versions do not count, so that deleting makes room at once; but
 * with them it is never more than {@link KEPT_TIMES} as much, or what is deleted and uploaded again and again would fill any disk.
 */
export interface TenantQuota {
  readonly files: number | null
  readonly bytes: number | null
}

/** The same for all tenants, or asked for each file that comes in. */
export type TenantQuotas = TenantQuota | ((tenantId: string) => TenantQuota | Promise<TenantQuota>)

/** How many times the limit everything may have that is kept: files, trash and old versions. */
export const KEPT_TIMES = 2

/** What a write adds to what is stored. */
export interface Growth {
  readonly files: number
  readonly bytes: number
  readonly keptFiles: number
  readonly keptBytes: number
}

/** Of a new file. */
export function added(sizeBytes: number): Growth {
  return { files: 1, bytes: sizeBytes, keptFiles: 1, keptBytes: sizeBytes }
}

/** Of new contents for a file. */
export function replaced(row: FileRow, sizeBytes: number): Growth {
  return { files: 0, bytes: sizeBytes - Number(row.size_bytes), keptFiles: 0, keptBytes: sizeBytes }
}

/** Of what is kept already and becomes present: a file of the trash, or an old version in the place of the `present` one. */
export function placedAgain(present: Pick<FileRow, 'size_bytes'> | null, kept: Pick<FileRow, 'size_bytes'>): Growth {
  const bytes = Number(kept.size_bytes) - Number(present?.size_bytes ?? 0)
  return { files: present ? 0 : 1, bytes, keptFiles: 0, keptBytes: 0 }
}

/** @throws SyncError `host_full` where it does not fit. Call it inside the tenant's turn, or what it says holds for a moment only. */
export type AssertRoom = (db: Kysely<Schema>, growth: Growth) => Promise<void>

/** Asks how much a tenant may have, before a transaction begins: whoever is asked may be slow. */
export interface Room {
  of(tenantId: string): Promise<AssertRoom>
  /**
   * The same, and refuses at once what does not fit, before its contents are transferred; but not a repetition of what was stored, as
   * the reply to that may have been lost.
   */
  early(record: RecordKey, idempotencyKey: string, growth: Growth): Promise<AssertRoom>
}

/** What there is room for. Without a quota nothing is asked. */
export function roomOf(db: Kysely<Schema>, quotas: TenantQuotas | null): Room {
  const of = async (tenantId: string): Promise<AssertRoom> => {
    const quota = await quotaOf(quotas, tenantId)
    return async (on, growth) => {
      if (quota === null || (await isRoom(on, tenantId, quota, growth))) return
      throw new SyncError(
        'host_full',
        `The tenant may have ${quota.files ?? 'any'} files, ${quota.bytes ?? 'any'} bytes.`,
      )
    }
  }
  return {
    of,
    async early(record, idempotencyKey, growth) {
      const assertRoom = await of(record.tenantId)
      await assertRoom(db, growth).catch(async (full: unknown) => {
        if (!(await isKnown(db, record, idempotencyKey))) throw full
      })
      return assertRoom
    },
  }
}

async function quotaOf(quotas: TenantQuotas | null, tenantId: string): Promise<TenantQuota | null> {
  try {
    const quota = typeof quotas === 'function' ? await quotas(tenantId) : quotas
    return quota?.files === null && quota.bytes === null ? null : quota
  } catch (cause) {
    throw new SyncError('host_unavailable', 'How much the tenant may have stored is not known now.', { cause })
  }
}

async function isRoom(
  db: Kysely<Schema>,
  tenantId: string,
  quota: TenantQuota,
  { files, bytes, keptFiles, keptBytes }: Growth,
): Promise<boolean> {
  const query = db.selectFrom('host_usage').selectAll().where('tenant_id', '=', tenantId)
  const used = (await query.executeTakeFirst()) ?? { files: 0, bytes: 0, kept_files: 0, kept_bytes: 0 }
  const fits = (limit: number | null, has: number | bigint | string, more: number): boolean =>
    // What gets no larger fits also where a limit was lowered.
    limit === null || more <= 0 || Number(has) + more <= limit
  const kept = (limit: number | null): number | null => limit && limit * KEPT_TIMES
  return (
    fits(quota.files, used.files, files) &&
    fits(quota.bytes, used.bytes, bytes) &&
    fits(kept(quota.files), used.kept_files, keptFiles) &&
    fits(kept(quota.bytes), used.kept_bytes, keptBytes)
  )
}

async function isKnown(db: Kysely<Schema>, record: RecordKey, key: string): Promise<boolean> {
  const query = db
    .selectFrom('host_idempotency')
    .select('file_id')
    .where((eb) => eb.and({ ...recordColumns(record), key }))
  return (await query.limit(1).executeTakeFirst()) !== undefined
}
