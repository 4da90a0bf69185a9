import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { listen } from '../testing/browser-events.ts'
import { text } from '../testing/record-steps.ts'
import { type TestServer, type Who, link, recordPath, testServer } from '../testing/test-server.ts'

/**
 * Two tenants whose users, records, files and keys have the same names. Whatever the one does, the other gets the answers and hears the
 * events that it would get and hear alone (X35).
 */
type Tenant = 'tenant-1' | 'tenant-2'
interface Step {
  readonly tenant: Tenant
  readonly user: 'sofie' | 'jonas'
  readonly record: '1' | '2'
  readonly act: keyof typeof acts
  /** Chooses a name, a key, a folder: the same few for both tenants. */
  readonly choice: number
}

/** What a tenant's users know from their own answers. */
interface Known {
  readonly files: { readonly id: string; readonly version: string }[]
  readonly runs: string[]
}

const json = (body: unknown, key?: string): RequestInit => ({
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', ...(key !== undefined && { 'idempotency-key': key }) },
})
const keyOf = (choice: number): string => `the-same-key-${choice}`

/** What a user does; each sends one request. */
const acts = {
  connection: ({ server, who }: Acting) => server.get(who, '/connection'),
  record: ({ server, who, path }: Acting) => server.get(who, path),
  list: ({ server, who, path }: Acting) => server.get(who, `${path}/files`),
  activity: ({ server, who }: Acting) => server.get(who, '/connection/activity'),
  runs: ({ server, who }: Acting) => server.get(who, '/bulk'),
  press: ({ server, who, path }: Acting) => server.post(who, `${path}/sync`),
  pause: ({ server, who }: Acting) => server.post(who, '/connection/pause'),
  resume: ({ server, who }: Acting) => server.post(who, '/connection/resume'),
  createFolder: ({ server, who, path, choice }: Acting) =>
    server.send(who, 'POST', `${path}/folders`, json({ folder: [`Folder ${choice}`] }, keyOf(choice))),
  upload: ({ server, who, path, choice, tenant }: Acting) =>
    server.upload(who, `${path}/files?name=file-${choice}.txt`, text(`of ${tenant}`), {
      'idempotency-key': keyOf(choice),
    }),
  startBulk: ({ server, who, choice }: Acting) =>
    server.send(
      who,
      'POST',
      '/bulk',
      json({ segment: { records: [{ module: 'companies', id: '1' }] } }, keyOf(choice)),
    ),
  runOf: ({ server, who, known, choice }: Acting) => server.get(who, `/bulk/${known.runs[choice] ?? 'none'}`),
  remove({ server, who, path, known, choice }: Acting) {
    const file = known.files[choice] ?? { id: 'file-1', version: '1' }
    return server.post(who, `${path}/files/delete`, { files: [{ id: file.id, version: file.version }] })
  },
  /** As many as nobody clicks: it must not slow the other tenant down. */
  async storm({ server, who, path }: Acting) {
    let last = await server.post(who, `${path}/sync`)
    for (let click = 0; click < 70; click += 1) last = await server.post(who, `${path}/sync`)
    return last
  },
}

interface Acting {
  readonly server: TestServer
  readonly who: Who
  readonly path: string
  readonly tenant: Tenant
  readonly known: Known
  readonly choice: number
}

/** A record that no step is about. */
const LAST = '3'

const step: fc.Arbitrary<Step> = fc.record({
  tenant: fc.constantFrom('tenant-1' as const, 'tenant-2' as const),
  user: fc.constantFrom('sofie' as const, 'jonas' as const),
  record: fc.constantFrom('1' as const, '2' as const),
  act: fc.constantFrom(...(Object.keys(acts) as (keyof typeof acts)[])),
  choice: fc.nat(2),
})

test('[X35] what one tenant does changes no answer and no event of another, whatever is called alike', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
      const together = await play(steps)
      for (const tenant of ['tenant-1', 'tenant-2'] as const) {
        const alone = await play(steps.filter((one) => one.tenant === tenant))
        expect(together.answers.get(tenant)).toEqual(alone.answers.get(tenant))
        expect(together.heard.get(tenant)).toEqual(alone.heard.get(tenant))
      }
      await expectNothingReached(together)
    }),
    { numRuns: 15, seed: 20_261_123 },
  )
}, 120_000)

/** Plays steps on a fresh server with both tenants linked, and keeps what each of them got. */
async function play(steps: readonly Step[]) {
  const server = testServer()
  const known = new Map<Tenant, Known>()
  const answers = new Map<Tenant, string[]>()
  const streams = new Map<Tenant, Awaited<ReturnType<typeof listen>>>()
  const names = new Map<Tenant, Map<string, string>>()
  for (const tenant of ['tenant-1', 'tenant-2'] as const) {
    for (const id of ['1', '2', LAST]) {
      server.records.set(
        { tenantId: tenant, module: 'companies', id },
        { name: `Company ${id}`, number: `${1000 + Number(id)}`, singular: 'Company' },
      )
    }
    // Linking is always heard: what is told of it may come a little later.
    streams.set(tenant, await listen(server, `${tenant}/sofie/laptop`))
    await link(server, `${tenant}/sofie/laptop`, tenant === 'tenant-1' ? server.remotes.sofie : server.remotes.stranger)
    known.set(tenant, { files: [], runs: [] })
    answers.set(tenant, [])
    names.set(tenant, new Map())
  }
  for (const { tenant, user, record, act, choice } of steps) {
    const own = known.get(tenant) ?? { files: [], runs: [] }
    const who: Who = `${tenant}/${user}/laptop`
    const answer = await acts[act]({ server, who, path: recordPath(record), tenant, known: own, choice })
    const body = await answer.text()
    if (act === 'upload' && answer.ok) own.files.push(JSON.parse(body) as Known['files'][number])
    if (act === 'startBulk' && answer.ok) own.runs.push((JSON.parse(body) as { id: string }).id)
    answers.get(tenant)?.push(`${act} ${user} ${answer.status} ${named(body, names.get(tenant) ?? new Map())}`)
  }
  for (const [tenant, { events }] of streams) {
    // What is told after all else is heard after all else. Nobody has clicked too often under this name.
    await server.send(`${tenant}/ada/laptop`, 'POST', `${recordPath(LAST)}/folders`, json({ folder: ['The end'] }))
    await server.until(() => events.some((event) => event.type === 'record' && event.record.id === LAST))
  }
  const heard = new Map<Tenant, readonly string[]>()
  for (const [tenant, stream] of streams) {
    heard.set(
      tenant,
      [
        ...new Set(stream.events.map((event) => named(JSON.stringify(event), names.get(tenant) ?? new Map()))),
      ].toSorted(),
    )
    await stream.leave()
  }
  return { server, answers, heard, known }
}

/** Nothing that one tenant learnt is there for the other, under its own id or in a record of the same name. */
async function expectNothingReached({ server, known }: Awaited<ReturnType<typeof play>>): Promise<void> {
  for (const [tenant, { files, runs }] of known) {
    const other: Who = tenant === 'tenant-1' ? 'tenant-2/sofie/laptop' : 'tenant-1/sofie/laptop'
    for (const id of runs) expect((await server.get(other, `/bulk/${id}`)).status).toBe(404)
    for (const { id } of files) {
      for (const record of ['1', '2']) {
        for (const path of [`files/${id}`, `files/${id}/content-url`]) {
          expect((await server.get(other, `${recordPath(record)}/${path}`)).status).toBe(404)
        }
      }
    }
  }
  await server.server.close()
}

/** Random ids by the order in which the tenant met them, so that two plays can be compared; requests have an id each. */
function named(body: string, names: Map<string, string>): string {
  return body
    .replaceAll(/"requestId":"[^"]*"/g, '"requestId":""')
    .replaceAll(
      /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|file-\d+(?=")|"version":"v?\d+"|"next":"\d+"/g,
      (id) => {
        const name = names.get(id) ?? `#${names.size}`
        names.set(id, name)
        return name
      },
    )
}
