import { expect, test } from 'vitest'

import type { RecordKey } from '../domain/record-ref.ts'
import { hostRecordsContract } from '../testing/index.ts'
import { memoryHostRecords } from './memory-host-records.ts'

const user = { tenantId: 'tenant', userId: 'user-ada' }
const company = (id: string): RecordKey => ({ tenantId: 'tenant', module: 'companies', id })
const acme = { name: 'Acme', number: '42', singular: 'Company' }
const members = [
  { module: 'companies', id: 'writable' },
  { module: 'companies', id: 'hidden' },
] as const

hostRecordsContract('memory', () => {
  const [writable, readOnly, hidden] = [company('writable'), company('readOnly'), company('hidden')]
  const segment = { module: 'companies', id: 'customers' } as const
  const records = memoryHostRecords({
    records: [writable, readOnly, hidden].map((record) => [record, acme] as const),
    segments: [{ tenantId: 'tenant', segment, records: members }],
  })
  const missing = [{ code: 'owner', label: 'Owner of this company', howTo: null }]
  records.setAccess(user, readOnly, { read: true, write: false, missing })
  records.setAccess(user, hidden, { read: false, write: false, missing: [] })
  return { records, user, writable, readOnly, hidden, gone: company('gone'), segment }
})

test('[C45] a record is renamed, and deleted with null', async () => {
  const records = memoryHostRecords({ records: [[company('1'), acme]] })
  records.set(company('1'), { ...acme, name: 'Acme Corp' })
  expect(await records.describe([company('1')], 'en')).toMatchObject([{ name: 'Acme Corp' }])
  records.set(company('1'), null)
  expect(await records.describe([company('1')], 'en')).toEqual([null])
})

test('rights can follow a rule', async () => {
  const access = () => ({ read: true, write: false, missing: [] })
  const records = memoryHostRecords({ records: [[company('1'), acme]], access })
  expect(await records.access(user, [company('1')], 'en')).toEqual([access()])
})
