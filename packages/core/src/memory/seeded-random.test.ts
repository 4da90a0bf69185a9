import { expect, test } from 'vitest'

import { seededRandom } from './seeded-random.ts'

const some = <Value>(count: number, make: () => Value): readonly Value[] => Array.from({ length: count }, () => make())

/** A source of ids. */
const ids = (seed: number): (() => string) => {
  const random = seededRandom(seed)
  return () => random.id()
}

test('the same seed gives the same chance, another seed another', () => {
  expect(some(5, ids(7))).toEqual(some(5, ids(7)))
  expect(some(5, ids(7))).not.toEqual(some(5, ids(8)))
})

test('ids are UUIDs and unique, also over neighbouring seeds', () => {
  const all = some(50, () => 0).flatMap((_, seed) => some(200, ids(seed)))
  expect(new Set(all).size).toBe(10_000)
  for (const id of all) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('fractions are from 0 to below 1, evenly', () => {
  const random = seededRandom(1)
  const fractions = some(10_000, () => random.fraction())
  expect(Math.min(...fractions)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...fractions)).toBeLessThan(1)
  expect(fractions.reduce((sum, fraction) => sum + fraction, 0) / 10_000).toBeCloseTo(0.5, 1)
})
