import { expect, test } from 'vitest'

import { crmHostRecords } from './host-records.ts'
import { tenantId } from './people.ts'
import { openSegments } from './segments.ts'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const records = crmHostRecords(openSegments(mkdtempSync(join(tmpdir(), 'crm-'))))
const access = async (userId: string, id: string, locale = 'en') => {
  const [found] = await records.access({ tenantId, userId }, [{ tenantId, module: 'projects', id }], locale)
  return found
}

test('[P40] who may not edit a project is told each right that is missing, and how to get it', async () => {
  const codesOf = async (userId: string, id: string) => (await access(userId, id))?.missing.map(({ code }) => code)
  expect(await codesOf('jonas', '3001')).toEqual(['project.editRights', 'projects.adminAccess'])
  expect(await codesOf('maja', '3001')).toEqual(['projects.module', 'project.editRights', 'projects.adminAccess'])
  expect(await codesOf('maja', '3003')).toEqual(['projects.module'])
  expect(await access('sofie', '3001')).toEqual({ read: true, write: true, missing: [] })
  for (const locale of ['en', 'de']) {
    for (const right of (await access('maja', '3001', locale))?.missing ?? []) {
      expect(right.label.length).toBeGreaterThan(5)
      expect(right.howTo?.length).toBeGreaterThan(10)
    }
  }
})
