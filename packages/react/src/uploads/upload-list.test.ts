import { expect, test, vi } from 'vitest'

import type { Upload } from './upload.ts'
import { createUploadList } from './upload-list.ts'

const record = { module: 'companies', id: '1001' } as const
const upload = (number: number, patch: Partial<Upload> = {}): Upload => ({
  id: `upload-${number}`,
  record,
  folder: [],
  name: `${number}.pdf`,
  sizeBytes: 100,
  sentBytes: 0,
  state: 'queued',
  code: null,
  hereAs: null,
  ...patch,
})
const many = (count: number): readonly Upload[] => Array.from({ length: count }, (_, number) => upload(number))
const told = () => vi.advanceTimersByTime(200)

test('a record with ten thousand uploads shows a few rows and numbers', () => {
  vi.useFakeTimers()
  const list = createUploadList()
  list.add(many(10_000))
  list.change('upload-9000', { state: 'sending', sentBytes: 50 })
  list.change('upload-3', { state: 'done', sentBytes: 100 })
  list.change('upload-4', { state: 'failed', sentBytes: 0, code: 'unavailable' })
  told()
  const view = list.view(record)
  expect(view.active.map(({ id }) => id)).toEqual(['upload-9000', 'upload-0', 'upload-1', 'upload-2'])
  expect(view.troubled.map(({ id }) => id)).toEqual(['upload-4'])
  expect(view).toMatchObject({ activeCount: 9998, failedCount: 1, refusedCount: 0 })
  expect(view.batch).toEqual({ doneCount: 1, sentBytes: 150, sizeBytes: 999_900 })
  vi.useRealTimers()
})

test('many changes are told once, and what did not change is the same object', () => {
  vi.useFakeTimers()
  const list = createUploadList()
  const listener = vi.fn()
  list.subscribe(listener)
  list.add(many(1000))
  for (let number = 0; number < 1000; number += 1) list.change(`upload-${number}`, { state: 'sending', sentBytes: 10 })
  told()
  expect(listener).toHaveBeenCalledOnce()
  const before = list.view(record)
  list.change('nothing', { sentBytes: 1 })
  told()
  expect(list.view(record)).toBe(before)
  expect(list.view({ module: 'companies', id: '1002' }).activeCount).toBe(0)
  vi.useRealTimers()
})

test('a new batch counts from nothing', () => {
  vi.useFakeTimers()
  const list = createUploadList()
  list.add(many(2))
  for (const id of ['upload-0', 'upload-1']) list.change(id, { state: 'done', sentBytes: 100 })
  told()
  expect(list.view(record).batch.doneCount).toBe(2)
  list.add([upload(7)])
  told()
  expect(list.view(record).batch).toEqual({ doneCount: 0, sentBytes: 0, sizeBytes: 100 })
  vi.useRealTimers()
})

test('the time that is left is told when it is known and worth telling', () => {
  vi.useFakeTimers()
  const list = createUploadList()
  list.add([upload(1, { sizeBytes: 1_000_000, state: 'sending' })])
  const after = (seconds: number, sentBytes: number): number | null => {
    vi.advanceTimersByTime(seconds * 1000)
    list.change('upload-1', { sentBytes })
    told()
    return list.view(record).secondsLeft
  }
  expect(after(0, 10_000)).toBeNull()
  expect(after(5, 60_000)).toBeGreaterThan(80)
  expect(after(5, 110_000)).toBeLessThan(100)
  expect(after(5, 960_000)).toBeNull()
  vi.useRealTimers()
})
