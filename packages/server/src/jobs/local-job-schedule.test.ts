import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { localJobSchedule } from './local-job-schedule.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('each job is done at the start and then after its time, until nobody wants it any more', async () => {
  const jobs = localJobSchedule()
  const stop = new AbortController()
  const done: string[] = []
  for (const every of ['minute', 'hour', 'day'] as const) {
    jobs.add({ name: every, every, run: async () => void done.push(every) })
  }
  const running = jobs.run({ signal: stop.signal, onFailure: () => undefined })
  await vi.advanceTimersByTimeAsync(59_000)
  expect(done).toEqual(['minute', 'hour', 'day'])
  await vi.advanceTimersByTimeAsync(86_400_000)
  const times = (name: string): number => done.filter((one) => one === name).length
  expect([times('minute'), times('hour'), times('day')]).toEqual([1441, 25, 2])
  stop.abort()
  await running
  await vi.advanceTimersByTimeAsync(86_400_000)
  expect(times('minute')).toBe(1441)
})

test('a job is never done twice at a time, and one that fails is told and done again', async () => {
  const jobs = localJobSchedule()
  const failures: string[] = []
  let [atATime, most, times] = [0, 0, 0]
  jobs.add({ name: 'replaced', every: 'minute', run: () => Promise.reject(new Error('of the old one')) })
  jobs.add({
    name: 'replaced',
    every: 'minute',
    async run() {
      atATime += 1
      times += 1
      most = Math.max(most, atATime)
      await new Promise((resolve) => setTimeout(resolve, 150_000))
      atATime -= 1
      throw new Error('broken')
    },
  })
  const onFailure = (name: string, error: unknown): void => void failures.push(`${name}: ${String(error)}`)
  for (let runner = 0; runner < 2; runner += 1) void jobs.run({ signal: new AbortController().signal, onFailure })
  await vi.advanceTimersByTimeAsync(600_000)
  expect(most).toBe(1)
  expect(times).toBeGreaterThanOrEqual(3)
  expect(failures[0]).toBe('replaced: Error: broken')
})
