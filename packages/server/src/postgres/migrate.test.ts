import { PGlite } from '@electric-sql/pglite'
import { instant, pathLower } from '@twinfolder/core'
import { Kysely, PGliteDialect, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { migrate } from './migrate.ts'
import { migrations } from './migrations/migrations.ts'
import { postgresSyncStore } from './index.ts'
import type { Schema } from './schema/schema.ts'

/** A database of the first release, with a row in each table that a later migration changes. */
let db: Kysely<Schema>
beforeAll(async () => {
  db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite: await PGlite.create() }) })
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } })
  const { error } = await migrator.migrateTo('0005-work')
  if (error) throw new Error('The first release has these migrations.', { cause: error })
  const at = '2026-11-01T12:00:00Z'
  for (const statement of [
    sql`insert into link values ('link', 'tenant', 'sofie', 'dropbox', 'account', 'sofie@example.com', 'Sofie', 'Sofie',
      'de', 'active', null, 1, null, null, null, ${at}, null, 0, null)`,
    sql`insert into enrolment (link_id, tenant_id, module, record_id, status, direction, enrolled_by, enrolled_at)
      values ('link', 'tenant', 'companies', '1', 'active', 'both', 'sofie', ${at})`,
    sql`insert into folder_map (link_id, tenant_id, module, record_id, path_lower, path, host_folder, created_by_us, status)
      values ('link', 'tenant', 'companies', '1', '/x/offers', '/x/Offers', '["Offers"]', true, 'here')`,
    sql`insert into baseline (link_id, tenant_id, module, record_id, file_id, status, path_lower, path, remote_name,
        host_name, host_folder, remote_id, revision, content_hash, host_version, size_bytes)
      values ('link', 'tenant', 'companies', '1', 'a', 'on', '/x/a.txt', '/x/a.txt', 'a.txt', 'a.txt', '[]', 'id:a', 'rev-1',
        ${'0'.repeat(64)}, '1', 1)`,
    ...['b', 'a'].map(
      (name) => sql`insert into dirty (link_id, key_text, key) values ('link', ${name},
        ${JSON.stringify({ type: 'path', record: null, pathLower: `/x/${name}.txt` })})`,
    ),
    sql`insert into activity (id, at, tenant_id, link_id, subject, code, actor, details)
      values ('row', ${at}, 'tenant', 'link', 'a.txt', 'uploaded', '{"userId":null,"name":"","via":"host"}', '{}')`,
    sql`insert into host_file (id, tenant_id, module, record_id, name, name_lower, folder, version, blob_id, size_bytes,
        media_type, content_hash, updated_at, updated_by)
      values ('a', 'tenant', 'companies', '1', 'a.txt', 'a.txt', '[]', 2, 'blob-2', 1, 'text/plain', ${'0'.repeat(64)},
        '2026-11-02T12:00:00Z', '{"userId":null,"name":"","via":"host"}')`,
    ...[1, 2].map(
      (version) => sql`insert into host_file_version values ('a', ${version}, 'a.txt', '[]', ${`blob-${version}`}, 1,
        'text/plain', ${'0'.repeat(64)}, ${`2026-11-0${version}T12:00:00Z`}, '{"userId":null,"name":"","via":"host"}')`,
    ),
  ]) {
    await statement.execute(db)
  }
  await migrate(db)
}, 60_000)
afterAll(() => db.destroy())

test('rows of the first release are read by the store of this one', async () => {
  const store = postgresSyncStore(db)
  const record = { tenantId: 'tenant', module: 'companies', id: '1' } as const
  expect(await store.link('link')).toMatchObject({ status: 'active', hold: null })
  expect(await store.enrolment('link', record)).toMatchObject({ status: 'active', resuming: false })
  expect(await store.folderMaps('link', record)).toMatchObject([{ path: '/x/Offers', hostFolder: ['Offers'] }])
  expect(await store.baselinesOfRecord('link', record)).toMatchObject([{ deletion: null, pacedUntil: null }])
  expect(await store.activityEntry('tenant', 'row')).toMatchObject({ subject: 'a.txt', undo: null })
})

test('what was dirty keeps its order, has a mark, and is cleared by it', async () => {
  const store = postgresSyncStore(db)
  const marks = await store.dirty('link', { records: null, limit: 10 })
  expect(marks.map(({ key }) => key)).toMatchObject([{ pathLower: '/x/b.txt' }, { pathLower: '/x/a.txt' }])
  for (const { mark } of marks) expect(mark).toBeGreaterThan(0)
  expect(await store.countVanished('link', 1, 10)).toBe(1)
  const key = { type: 'path', record: null, pathLower: pathLower('/x/new.txt') } as const
  await store.commitUserRequest('link', [{ type: 'markDirty', key }])
  const last = (await store.dirty('link', { records: null, limit: 10 })).at(-1)
  expect(last?.mark).toBeGreaterThan(Math.max(...marks.map(({ mark }) => mark)))
})

test('an old version of a file knows when it was replaced', async () => {
  const rows = await db.selectFrom('host_file_version').select(['version', 'replaced_at']).orderBy('version').execute()
  const replaced = instant('2026-11-02T12:00:00.000Z')
  expect(rows.map(({ version, replaced_at }) => [version, replaced_at?.toISOString() ?? null])).toEqual([
    [1, replaced],
    [2, null],
  ])
})

test('[X37] what a tenant had stored before it was counted is counted', async () => {
  const { tenant_id, ...sums } = await db.selectFrom('host_usage').selectAll().executeTakeFirstOrThrow()
  expect([tenant_id, Object.values(sums).map(Number)]).toEqual(['tenant', [1, 1, 1, 2]])
})
