import { expect, test } from 'vitest'

import { scrollScale } from './scroll-scale.ts'

test('a list that a browser can show is as high as it is', () => {
  const scale = scrollScale(300_000 * 48, 456)
  expect(scale.heightPx).toBe(14_400_000)
  expect(scale.toList(1234)).toBe(1234)
  expect(scale.toScroll(1234)).toBe(1234)
})

test('a list that is too high for a browser is reached from its first to its last row', () => {
  const rows = 1_000_000 * 48
  const scale = scrollScale(rows, 456)
  expect(scale.heightPx).toBe(15_000_000)
  expect(scale.toList(0)).toBe(0)
  expect(scale.toList(scale.heightPx - 456)).toBeCloseTo(rows - 456, 3)
  expect(scale.toList(scale.toScroll(24_000_000))).toBeCloseTo(24_000_000, 3)
})
