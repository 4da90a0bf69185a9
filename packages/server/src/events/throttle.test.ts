import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { throttled } from './throttle.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('the first of many goes at once, then the latest now and then, for each thing by itself', async () => {
  const sent: string[] = []
  const throttle = throttled(100, (message) => sent.push(message))
  throttle.send('a', 'a1')
  throttle.send('b', 'b1')
  for (const message of ['a2', 'a3', 'a4']) throttle.send('a', message)
  expect(sent).toEqual(['a1', 'b1'])
  await vi.advanceTimersByTimeAsync(100)
  expect(sent).toEqual(['a1', 'b1', 'a4'])
  throttle.send('a', 'a5')
  await vi.advanceTimersByTimeAsync(99)
  expect(sent).toHaveLength(3)
  await vi.advanceTimersByTimeAsync(101)
  throttle.send('a', 'a6')
  expect(sent).toEqual(['a1', 'b1', 'a4', 'a5', 'a6'])
})

test('what waits at the end is sent', () => {
  const sent: string[] = []
  const throttle = throttled(100, (message) => sent.push(message))
  for (const message of ['1', '2', '3']) throttle.send('a', message)
  throttle.close()
  expect(sent).toEqual(['1', '3'])
  expect(vi.getTimerCount()).toBe(0)
})
