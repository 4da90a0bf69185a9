import type { RecordKey } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { text } from '../testing/record-steps.ts'
import { link, sofie, testServer, whileWorking } from '../testing/test-server.ts'

const project: RecordKey = { tenantId: 'tenant-1', module: 'projects', id: 'p1' }
const path = '/records/projects/p1'

test('[X32] [P39] without the right to edit a project its files go out, and what comes in is held with the reason', async () => {
  const server = testServer()
  server.records.set(project, { name: 'Riverside', number: 'PRJ-1', singular: 'Project' })
  const missing = [{ code: 'project_edit', label: 'Edit rights on this project', howTo: null }]
  const user = { tenantId: 'tenant-1', userId: 'sofie' }
  server.records.setAccess(user, project, { read: true, write: false, missing })
  await server.files.put(project, 'plan.pdf', text('a plan'))
  await link(server, sofie, server.remotes.sofie)
  const { owner } = server.remotes.sofie
  const folder = '/Projects/Riverside (PRJ-1)'
  interface Page {
    readonly entries: readonly { readonly name: string }[]
    readonly remoteOnly: readonly { readonly name: string; readonly sync: { readonly code: string } }[]
  }
  const page = async (): Promise<Page> => (await (await server.get(sofie, `${path}/files`)).json()) as Page
  await whileWorking(server, async () => {
    await server.post(sofie, `${path}/sync`)
    await server.until(() => owner.tree().some((entry) => entry.path === `${folder}/plan.pdf`))
    await owner.put(`${folder}/from-dropbox.pdf`, text('mine'))
    await server.post(sofie, `${path}/sync`)
    await server.until(async () => (await page()).remoteOnly.length > 0)
    // Outbound goes on meanwhile.
    await server.files.put(project, 'later.pdf', text('later'))
    await server.post(sofie, `${path}/sync`)
    await server.until(() => owner.tree().some((entry) => entry.path === `${folder}/later.pdf`))
  })
  const seen = await page()
  expect(seen.remoteOnly).toMatchObject([{ name: 'from-dropbox.pdf', sync: { code: 'missing_right' } }])
  expect(seen.entries.map(({ name }) => name).toSorted()).toEqual(['later.pdf', 'plan.pdf'])
  expect(server.files.allFiles(project)).toHaveLength(2)
  const record = (await (await server.get(sofie, path)).json()) as { sync: unknown }
  expect(record.sync).toMatchObject({ direction: 'toDropbox', missing })
})
