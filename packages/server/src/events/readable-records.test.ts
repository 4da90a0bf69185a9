import type { RecordKey } from '@twinfolder/core'
import type { ServerEvent } from '@twinfolder/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import type { Session } from '../options.ts'
import { company, testServer } from '../testing/test-server.ts'
import { hearing } from './readable-records.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const jonas: Session = {
  tenantId: 'tenant-1',
  userId: 'jonas',
  firstName: 'Jonas',
  locale: 'en',
  timeZone: 'UTC',
  isAdmin: false,
  sessionId: 'laptop',
}
const record = (id: string): ServerEvent => ({ type: 'record', record: { module: 'companies', id } })

function countingRecords() {
  const { records } = testServer()
  const asked: (readonly RecordKey[])[] = []
  const { access } = { access: records.access.bind(records) }
  const counting = {
    ...records,
    access: (...args: Parameters<typeof access>) => {
      asked.push([...args[1]])
      return access(...args)
    },
  }
  return { records, counting, asked }
}

test('[X29] a right that was taken away ends what is heard within five seconds', async () => {
  const { records, counting } = countingRecords()
  const mayHear = hearing(counting, jonas)
  expect(await mayHear(record('1'))).toBe(true)
  records.setAccess(jonas, company('1'), { read: false, write: false, missing: [] })
  vi.advanceTimersByTime(5001)
  expect(await mayHear(record('1'))).toBe(false)
  expect(await mayHear(record('no-such'))).toBe(false)
})

test('events that wait together are one question to the host', async () => {
  const { counting, asked } = countingRecords()
  const mayHear = hearing(counting, jonas)
  const answers = await Promise.all(['1', '2', '3', '1'].map((id) => mayHear(record(id))))
  expect(answers).toEqual([true, true, true, true])
  expect(asked.map((keys) => keys.map(({ id }) => id))).toEqual([['1', '2', '3']])
})

test('[X29] a host that does not answer says no', async () => {
  const { counting } = countingRecords()
  const mayHear = hearing({ ...counting, access: () => Promise.reject(new Error('away')) }, jonas)
  expect(await Promise.all([mayHear(record('1')), mayHear({ type: 'connection' })])).toEqual([false, true])
})
