import { failureOf } from '@twinfolder/core/testing'
import type { RecordKey } from '@twinfolder/core'
import { type Kysely, sql } from 'kysely'
import { describe, expect, test } from 'vitest'

import { type Schema, type TenantQuota, purgeFiles } from '../../postgres/index.ts'
import { clock, contents, fileStoreOn, fresh, newRecord, random, sofie } from './fixtures.ts'

/** How much a tenant may have stored, and how that is counted. */
export function tenantQuotaContract(name: string, db: () => Kysely<Schema>): void {
  describe(`${name}: quota of a tenant`, () => {
    const limited = (quota: Partial<TenantQuota>) =>
      fileStoreOn(db(), { quota: { files: null, bytes: null, ...quota } })
    const change = () => ({ actor: sofie, idempotencyKey: fresh('key') })

    test('[X37] files over the limit are refused before their contents are read, until one is deleted', async () => {
      const { files, create } = limited({ files: 2 })
      const record = newRecord()
      const first = await create(record, 'a', 'a')
      await create(newRecord(record.tenantId), 'b', 'b')
      let isRead = false
      const open = async () => {
        isRead = true
        return (await contents('c')).open()
      }
      const third = files.create(record, { folder: [], name: 'c', ...change() }, { ...(await contents('c')), open })
      expect([await failureOf(third), isRead]).toEqual(['host_full', false])
      expect(await failureOf(files.assertRoom(record, 1))).toBe('host_full')
      await create(newRecord(), 'of another tenant', 'x')

      await files.remove({ ...first, expectedVersion: first.version }, sofie)
      await create(record, 'c', 'c')
      expect(await failureOf(files.restore(first, sofie))).toBe('host_full')
      expect(await listed(files, record)).toEqual(['c'])
    })

    test('[X37] bytes over the limit are refused, also as new contents, an old version or out of the trash', async () => {
      const { files, create } = limited({ bytes: 10 })
      const record = newRecord()
      const large = await create(record, 'large', '123456')
      expect(await failureOf(create(record, 'second', '12345'))).toBe('host_full')
      const small = await create(record, 'small', '1234')
      const replaced = files.replace({ ...small, expectedVersion: '1' }, await contents('12345'), change())
      expect(await failureOf(replaced)).toBe('host_full')

      const shorter = await files.replace({ ...large, expectedVersion: '1' }, await contents('1'), change())
      const other = await create(record, 'other', '12345')
      expect(await failureOf(files.restoreVersion({ ...shorter, expectedVersion: '2' }, '1', sofie))).toBe('host_full')
      await files.remove({ ...other, expectedVersion: '1' }, sofie)
      await files.restoreVersion({ ...shorter, expectedVersion: '2' }, '1', sofie)
      expect(await failureOf(files.restore(other, sofie))).toBe('host_full')
      expect(await failureOf(files.createFrom(record, { folder: [], name: 'copy', ...change() }, small))).toBe(
        'host_full',
      )
      expect(await usageOf(record)).toMatchObject({ files: 2, bytes: 10 })
    })

    test('[X37] exactly the limit fits; a repetition of what was stored is no second file', async () => {
      const { files, create } = limited({ files: 1, bytes: 3 })
      const record = newRecord()
      const file = await create(record, 'a', 'abc', 'key')
      const again = { folder: [], name: 'a', actor: sofie, idempotencyKey: 'key' }
      expect(await files.create(record, again, { ...(await contents('abc')), contentHash: null })).toEqual(file)
      expect(await usageOf(record)).toMatchObject({ files: 1, bytes: 3 })
    })

    test('[X37] of many uploads at once no more than fit are stored', async () => {
      const { files, create } = limited({ files: 5 })
      const record = newRecord()
      const tried = await Promise.allSettled(Array.from({ length: 12 }, (_, at) => create(record, `${at}`, `${at}`)))
      expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
      expect(await listed(files, record)).toHaveLength(5)
    })

    test('[X37] what is deleted and uploaded again and again fills twice the limit, until the trash ends', async () => {
      const { files, create } = limited({ bytes: 10 })
      const record = newRecord()
      const turn = async () => {
        const file = await create(record, 'a', '0123456789')
        await files.remove({ ...file, expectedVersion: file.version }, sofie)
      }
      await turn()
      await turn()
      expect(await failureOf(turn())).toBe('host_full')
      expect(await usageOf(record)).toEqual({ files: 0, bytes: 0, kept_files: 2, kept_bytes: 20 })
      const later = { now: () => clock.now() + 31 * 86_400_000 }
      await purgeFiles({ db: db(), clock: later, retentionDays: 30 })
      expect(await usageOf(record)).toEqual({ files: 0, bytes: 0, kept_files: 0, kept_bytes: 0 })
      await turn()
    })

    test('[X37] names and places cost nothing, and old versions count once for each contents', async () => {
      const { files, create } = limited({ bytes: 10 })
      const record = newRecord()
      let file = await create(record, 'a', '0123456789')
      for (const name of ['b', 'c', 'd']) {
        file = await files.rename({ ...file, expectedVersion: file.version }, name, sofie)
      }
      file = await files.move({ ...file, expectedVersion: file.version }, ['Deep'], sofie)
      expect(await usageOf(record)).toEqual({ files: 1, bytes: 10, kept_files: 1, kept_bytes: 10 })
      file = await files.replace({ ...file, expectedVersion: file.version }, await contents('xyz'), change())
      expect(await usageOf(record)).toEqual({ files: 1, bytes: 3, kept_files: 1, kept_bytes: 13 })
      await files.restoreVersion({ ...file, expectedVersion: file.version }, '2', sofie)
      expect(await usageOf(record)).toEqual({ files: 1, bytes: 10, kept_files: 1, kept_bytes: 13 })
    })

    test('[X37] a limit that was lowered refuses what grows, and nothing else', async () => {
      const quota = { files: 10, bytes: 100 }
      const { files, create } = fileStoreOn(db(), { quota: async () => quota })
      const record = newRecord()
      const file = await create(record, 'a', '0123456789')
      quota.bytes = 5
      expect(await failureOf(create(record, 'b', 'b'))).toBe('host_full')
      const renamed = await files.rename({ ...file, expectedVersion: '1' }, 'c', sofie)
      const restored = files.restoreVersion({ ...renamed, expectedVersion: '2' }, '1', sofie)
      expect((await restored).sizeBytes).toBe(10)
    })

    test('[X37] a limit that nobody can tell now lets nothing in', async () => {
      const { create } = fileStoreOn(db(), { quota: async () => Promise.reject(new Error('billing is away')) })
      expect(await failureOf(create(newRecord(), 'a', 'a'))).toBe('host_unavailable')
    })

    test('[X37] among ten thousand files the ten thousand and first is refused by one row', async () => {
      const { files, create } = limited({ files: 10_000 })
      const record = newRecord()
      const file = await create(record, 'first', 'a')
      await sql`insert into host_file (id, tenant_id, module, record_id, name, name_lower, folder, version, blob_id, size_bytes,
          media_type, content_hash, updated_at, updated_by)
        select ${random.id()} || number, tenant_id, module, record_id, number::text, number::text, folder, 1, blob_id, 1,
          media_type, content_hash, updated_at, updated_by
        from host_file, generate_series(2, 10000) as number where id = ${file.id}`.execute(db())
      expect(await usageOf(record)).toMatchObject({ files: 10_000, bytes: 10_000 })
      expect(await failureOf(create(record, 'one more', 'a'))).toBe('host_full')
      await files.remove({ ...file, expectedVersion: '1' }, sofie)
      await create(record, 'one more', 'a')
    })

    test('[X37] what is counted is what is there, after everything that can happen to files', async () => {
      const { files, create } = limited({ files: 1000 })
      const record = newRecord()
      for (let at = 0; at < 12; at += 1) {
        let file = await create(record, `${at}`, 'x'.repeat(at), `key ${at}`)
        const key = () => ({ ...file, expectedVersion: file.version })
        if (at % 5 === 2) await files.createFrom(record, { folder: ['Copies'], name: `${at}`, ...change() }, file)
        if (at % 4 === 1) file = await files.replace(key(), await contents('y'.repeat(3 * at)), change())
        if (at % 7 === 3) file = await files.move(key(), ['Elsewhere'], sofie)
        if (at % 3 === 0) await files.remove(key(), sofie)
        if (at % 6 === 0) file = await files.restore(file, sofie)
      }
      await files.moveFolder(record, ['Elsewhere'], ['Else'], { actor: sofie, limit: 100 })
      await files.deleteFolder(record, ['Copies'], { actor: sofie, limit: 100 })
      expect(await usageOf(record)).toEqual(await countedOf(record))
      await purgeFiles({ db: db(), clock: { now: () => clock.now() + 40 * 86_400_000 } })
      const usage = await usageOf(record)
      expect(usage).toEqual(await countedOf(record))
      expect(usage.kept_files).toBe(usage.files)
    })

    async function usageOf({ tenantId }: RecordKey) {
      const query = db().selectFrom('host_usage').selectAll().where('tenant_id', '=', tenantId)
      const { tenant_id: _, ...sums } = await query.executeTakeFirstOrThrow()
      return numbersOf(sums)
    }

    async function countedOf({ tenantId }: RecordKey) {
      const { rows } = await sql<Record<string, unknown>>`
        select count(*) filter (where trashed_at is null) as files,
          coalesce(sum(size_bytes) filter (where trashed_at is null), 0) as bytes, count(*) as kept_files,
          (select coalesce(sum(size_bytes), 0) from (
            select distinct version.file_id, version.blob_id, version.size_bytes
            from host_file_version as version join host_file as file on file.id = version.file_id
            where file.tenant_id = ${tenantId}) as stored) as kept_bytes
        from host_file where tenant_id = ${tenantId}`.execute(db())
      return numbersOf(rows[0] ?? {})
    }
  })
}

/** Drivers give large numbers in three ways. */
function numbersOf(row: object): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, Number(value)]))
}

async function listed(files: ReturnType<typeof fileStoreOn>['files'], record: RecordKey): Promise<readonly string[]> {
  return (await files.list(record, { after: null, limit: 100 })).files.map(({ name }) => name)
}
