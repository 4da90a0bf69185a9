import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { instant } from '@twinfolder/core'
import { sql } from 'kysely'
import { expect, inject, test } from 'vitest'

import { auditCommand } from '../command/audit-command.ts'
import { bossJobSchedule } from '../jobs/boss-job-schedule.ts'
import { openDatabase, postgresStores } from '../postgres/index.ts'
import { createFromTemplate } from '../testing/postgres/postgres-server.ts'
import type { AuditEntry } from './audit-entry.ts'

const guide = readFileSync(join(import.meta.dirname, '../../../../docs/guides/operate.md'), 'utf8')
/** What the guide tells an operator to run: the role of the servers, and the end of old rows. */
const [role = '', retention = ''] = [...guide.matchAll(/```sql\n(.*?)```/gs)].map(([, text]) => text ?? '')

const entry: AuditEntry = {
  at: instant('2026-11-22T12:00:00.000Z'),
  tenantId: 'tenant-1',
  userId: 'sofie',
  action: 'link.linked',
  outcome: 'done',
  requestId: null,
  details: {},
}

test('[X56] the role of the guide can do everything that servers do, and nothing to the audit log but add', async () => {
  const url = new URL(await createFromTemplate(inject('postgresTemplateUrl')))
  const owner = await openDatabase({ url: url.href })
  await sql.raw(role).execute(owner.db)
  url.username = 'twinfolder_app'
  const app = await openDatabase({ url: url.href }, { migrate: false })
  const { audit, keys, links } = postgresStores(app.db)
  await audit.append([entry, entry])
  expect(await keys.claim({ current: 'key', previous: [] }, entry.at)).toBe(true)
  await links.putGrant('link', 'v1.sealed')
  await links.deleteGrant('link')
  await sql`insert into activity (id, at, tenant_id, link_id, subject, code, actor, details, undo)
    values ('row', now(), 't', 'l', 'a.txt', 'uploaded', '{}', '{}', '{}')`.execute(app.db)
  await sql`update activity set undo = null where id = 'row'`.execute(app.db)
  const failures: unknown[] = []
  const jobs = bossJobSchedule(url.href, (error) => failures.push(error))
  jobs.add({ name: 'probe', every: 'day', run: async () => undefined })
  await jobs.run({ signal: AbortSignal.timeout(1500), onFailure: (_, error) => failures.push(error) })
  expect(failures).toEqual([])

  for (const refused of [
    sql`update audit set user_id = 'jonas'`,
    sql`delete from audit`,
    sql`truncate audit`,
    sql`alter table audit disable trigger all`,
    sql`drop table audit`,
    sql`delete from audit_head`,
    sql`set session_replication_role = replica`,
    sql`update activity set subject = 'b.txt'`,
    sql`delete from activity`,
  ]) {
    await expect(refused.execute(app.db)).rejects.toThrow(/permission denied|must be owner/)
  }
  await app.close()
  await owner.close()
})

test('a database whose servers worked as its owner is handed over to the role of the guide, once', async () => {
  const url = new URL(await createFromTemplate(inject('postgresTemplateUrl')))
  const owner = await openDatabase({ url: url.href })
  const failures: unknown[] = []
  const workAs = async (user: string): Promise<void> => {
    url.username = user
    const jobs = bossJobSchedule(url.href, (error) => failures.push(error))
    jobs.add({ name: 'probe', every: 'day', run: async () => undefined })
    await jobs.run({ signal: AbortSignal.timeout(1500), onFailure: (_, error) => failures.push(error) })
  }
  await workAs(url.username)
  const again = role.replace(/^create role.*$/m, '')
  const isThere = await sql`select from pg_roles where rolname = 'twinfolder_app'`.execute(owner.db)
  await sql.raw(isThere.rows.length > 0 ? again : role).execute(owner.db)
  await workAs('twinfolder_app')
  const made = () => sql`select oid from pg_namespace where nspname = 'pgboss'`.execute(owner.db)
  const before = await made()
  await sql.raw(again).execute(owner.db)
  expect([(await made()).rows, failures]).toEqual([before.rows, []])
  await owner.close()
})

test('[X56] rows end by the act of the guide alone, and the rest is checked from the end of what was kept', async () => {
  const owner = await openDatabase({ url: await createFromTemplate(inject('postgresTemplateUrl')) })
  const { audit } = postgresStores(owner.db)
  await audit.append(Array.from({ length: 10 }, () => entry))
  const archived = (await audit.rows({ after: 0, limit: 4 })).at(-1)
  const act = retention.replaceAll('18230', '4')
  expect(act).toContain('position <= 4')
  for (const statement of act.split(';').filter((text) => text.trim() !== '')) {
    if (!/^\s*(begin|commit)\s*$/.test(statement)) await sql.raw(statement).execute(owner.db)
  }
  const run = (after: typeof archived | null, expected: typeof archived | null = null) =>
    auditCommand(audit, { after: after ?? null, expect: expected ?? null, tenant: null }, () => undefined)
  expect(await run(null)).toMatchObject({ isWhole: false, summary: expect.stringContaining('row 1: missing') })
  expect(await run(archived)).toMatchObject({ isWhole: true, summary: expect.stringMatching(/6 rows, whole, end 10:/) })
  const [seventh] = await audit.rows({ after: 6, limit: 1 })
  expect(await run(archived, seventh)).toMatchObject({ isWhole: true })
  if (!seventh) throw new Error('There is no seventh row.')
  expect(await run(archived, { ...seventh, hash: '0'.repeat(64) })).toMatchObject({ isWhole: false })
  await expect(sql`delete from audit`.execute(owner.db)).rejects.toThrow(/only ever added/)
  await owner.close()
})

test('[X56] what is printed is one line for each row, whatever is in it, of one tenant if asked for', async () => {
  const owner = await openDatabase({ url: await createFromTemplate(inject('postgresTemplateUrl')) })
  const { audit } = postgresStores(owner.db)
  await audit.append([
    { ...entry, details: { name: 'a\nb\u2028\u202e.pdf' } },
    { ...entry, tenantId: 'tenant-2' },
  ])
  const lines: string[] = []
  const options = { after: null, expect: null, tenant: 'tenant-1' }
  const { summary } = await auditCommand(audit, options, (line) => void lines.push(line))
  expect(lines).toEqual([expect.stringMatching(/^[\x20-\x7e]+\n$/)])
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ tenantId: 'tenant-1', details: { name: 'a\nb\u2028\u202e.pdf' } })
  expect(summary).toContain('2 rows, whole')
  await owner.close()
})
