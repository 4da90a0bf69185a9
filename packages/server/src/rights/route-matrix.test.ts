import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { operationRights, routeRights, routeTable } from '@twinfolder/protocol'
import { expect, test } from 'vitest'

import { partsOf } from '../create-server.ts'
import { createApp } from '../http/app.ts'
import { type Who, company, link, recordPath, testServer } from '../testing/test-server.ts'

/** Each role of the table in `docs/security.md`, as who sends a request. */
const who: Readonly<Record<string, Who>> = {
  nobody: null,
  'other tenant': 'tenant-2/sofie/laptop',
  'no right': 'tenant-1/maja/laptop',
  reader: 'tenant-1/jonas/laptop',
  writer: 'tenant-1/sofie/laptop',
  administrator: 'tenant-1/lukas/admin',
  "another user's": 'tenant-1/anna/laptop',
}

interface Row {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly right: string
  readonly answers: Readonly<Record<string, string>>
}

const rows = tableOf(readFileSync(join(import.meta.dirname, '../../../../docs/security.md'), 'utf8'))

/** What a refused answer must never hold: it is of company 1, of its file, of Sofie's link. */
const canaries = ['quote-canary.pdf', 'Company 1"', '(1001)', 'sofie@dropbox.example', 'canary-version']

test('[X29] [X30] the table has every route of the server and every operation of the contract', () => {
  const app = createApp(partsOf(testServer().options))
  const served = app.routes
    .filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
  expect(new Set(rows.map(({ method, path }) => `${method} ${path}`))).toEqual(new Set(served))
  for (const [operation, [method, path]] of Object.entries(routeTable)) {
    const row = rows.find(({ name }) => name === operation)
    expect(row).toMatchObject({ method, path, right: Reflect.get(routeRights, operation) as unknown })
    expect(operationRights).toContain(row?.right)
  }
})

test.each(rows)('[X29] $name: $method $path', async ({ method, path, right, answers }) => {
  const given = await everybody()
  const { server } = given
  for (const [role, expected] of Object.entries(answers)) {
    // The writer's own turn comes last, so that whatever others could do to what is theirs would be seen.
    if (role === 'writer') continue
    await expectAnswer(given, { method, path }, role, expected)
    expect((await server.stores.sync.linkOfUser({ tenantId: 'tenant-1', userId: 'sofie' }, 'dropbox'))?.status).toBe(
      'active',
    )
    const run = await server.stores.bulk.get(given.bulkId)
    expect(run?.state, `${role} and the run of the writer`).toBe('running')
    expect(await server.stores.uploads.get(given.uploadId), `${role} and the upload of the writer`).not.toBeNull()
  }
  await expectAnswer(given, { method, path }, 'writer', answers['writer'] ?? '')
  if (right === 'administrator') expect(answers['writer']).toBe('403')
  await server.server.close()
})

async function expectAnswer(
  given: Awaited<ReturnType<typeof everybody>>,
  route: { readonly method: string; readonly path: string },
  role: string,
  expected: string,
): Promise<void> {
  const answer = await call(given, who[role] ?? null, route)
  const isStream = answer.headers.get('content-type') === 'text/event-stream'
  const text = isStream ? '' : await answer.text()
  if (isStream) await answer.body?.cancel()
  const code = /"code":"(\w+)"/.exec(text)?.[1] ?? ''
  const said = `${role}: ${answer.status} ${code}`
  if (expected === 'yes' || expected === 'own') {
    expect(said).not.toMatch(/ 401| 403|record_unknown|bulk_unknown|forbidden/)
    expect(answer.status, said).toBeLessThan(500)
  } else expect(said).toMatch(new RegExp(`^${role}: ${expected}`))
  const isStranger = role !== 'writer' && role !== 'reader' && role !== "another user's"
  const seesNothing = expected !== 'yes' && isStranger
  for (const canary of seesNothing ? canaries : []) expect(text, said).not.toContain(canary)
}

/** Seven roles, a record with a file, and a bulk run and an upload of the writer. */
async function everybody() {
  const server = testServer()
  const nothing = { read: false, write: false, missing: [] }
  for (const userId of ['maja', 'lukas']) {
    server.records.setAccess({ tenantId: 'tenant-1', userId }, company('1'), nothing)
  }
  server.records.setAccess({ tenantId: 'tenant-1', userId: 'jonas' }, company('1'), { ...nothing, read: true })
  const file = await server.files.put(company('1'), 'Contracts/quote-canary.pdf', new TextEncoder().encode('secret'))
  for (const [role, remote] of [
    ['writer', server.remotes.sofie],
    ['reader', server.remotes.jonas],
    ['other tenant', server.remotes.stranger],
    ['no right', server.remotes.maja],
    ["another user's", server.remotes.anna],
  ] as const) {
    expect((await link(server, who[role] ?? null, remote)).status).toBe(200)
  }
  const started = await server.post(who['writer'] ?? null, '/bulk', segment('1'))
  const { id: bulkId } = (await started.json()) as { id: string }
  const begun = await server.send(who['writer'] ?? null, 'POST', `${recordPath('1')}/uploads`, {
    headers: { ...tus, 'upload-length': '9', 'upload-metadata': `filename ${btoa('quote-canary.pdf')}` },
  })
  const uploadId = begun.headers.get('location')?.split('/').at(-1) ?? ''
  expect([bulkId, uploadId]).not.toContain('')
  return { server, file, bulkId, uploadId }
}

const tus = { 'tus-resumable': '1.0.0' }
const segment = (id: string) => ({ segment: { records: [{ module: 'companies', id }] } })

/** Sends a request that fits the contract, with everything that exists named in it. */
function call(
  { server, file, bulkId, uploadId }: Awaited<ReturnType<typeof everybody>>,
  by: Who,
  { method, path: template }: { readonly method: string; readonly path: string },
): Promise<Response> {
  const names: Readonly<Record<string, string>> = {
    module: 'companies',
    recordId: '1',
    fileId: file.id,
    bulkId,
    uploadId,
    activityId: 'activity-1',
    token: 'forged.token',
  }
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => names[name] ?? '')
  if (template.endsWith('/uploads') || template.endsWith('{uploadId}')) {
    const body = method === 'PATCH' ? 'a part' : null
    const headers = {
      ...tus,
      'upload-length': '9',
      'upload-offset': '0',
      'upload-metadata': `filename ${btoa('b.pdf')}`,
      ...(method === 'PATCH' && { 'content-type': 'application/offset+octet-stream' }),
      ...(template.endsWith('{uploadId}') && method === 'POST' && { 'x-http-method-override': 'DELETE' }),
    }
    return server.send(by, method, path, { headers, body })
  }
  if (template === '/records/{module}/{recordId}/files' && method === 'POST') {
    return server.upload(by, `${path}?name=a.txt`, new Uint8Array([1]))
  }
  if (template === '/webhooks/dropbox' && method === 'GET') return server.send(by, 'GET', `${path}?challenge=x`)
  if (method !== 'POST') return server.send(by, method, path)
  const operation = Object.entries(routeTable).find(([, route]) => route[1] === template)?.[0] ?? ''
  const ofFile = { id: file.id, version: file.version }
  const bodies: Readonly<Record<string, unknown>> = {
    beginLink: { mode: 'popup' },
    completeLink: { callbackUrl: 'https://crm.example/twinfolder/oauth/callback?state=x&code=y' },
    createFolder: { folder: ['New'] },
    deleteFiles: { files: [ofFile] },
    findFiles: { hashes: ['0'.repeat(64)] },
    renameFile: { name: 'b.txt', version: file.version },
    moveFiles: { files: [ofFile], folder: ['New'] },
    restoreVersion: { version: '1', expectedVersion: file.version },
    moveFolder: { folder: ['Contracts'], to: ['Offers'] },
    deleteFolder: { folder: ['Contracts'] },
    restoreFiles: { files: [file.id] },
    answerHold: { answer: 'putBack' },
    answerDetached: { answer: 'putBack', files: null },
    answerHeld: { answer: 'delete', files: [file.id] },
    resolveConflict: { fileId: file.id, copyId: 'file-2', keep: 'both' },
    preflightBulk: segment('1'),
    startBulk: segment('1'),
  }
  return server.post(by, path, bodies[operation])
}

function tableOf(document: string): readonly Row[] {
  const [, table = ''] = document.split('<!-- routes: generated')
  const [head = [], , ...body] = table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim().replaceAll('`', '')),
    )
  return body.map(([name = '', method = '', path = '', right = '', ...cells]) => ({
    name,
    method,
    path,
    right,
    answers: Object.fromEntries(cells.map((cell, index) => [head[index + 4] ?? '', cell])),
  }))
}
