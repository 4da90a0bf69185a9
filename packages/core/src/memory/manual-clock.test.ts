import { expect, test } from 'vitest'

import { instantOf } from '../state/instant-of.ts'
import { manualClock } from './manual-clock.ts'

test('stands still until it is moved', () => {
  const clock = manualClock()
  expect(instantOf(clock.now())).toBe('2026-01-01T00:00:00.000Z')
  clock.advance(1500)
  expect(instantOf(clock.now())).toBe('2026-01-01T00:00:01.500Z')
  clock.set(0)
  expect(clock.now()).toBe(0)
})
