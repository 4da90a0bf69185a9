import { expect, test } from 'vitest'

import { applyPatches, patchesBetween } from './json-patch.ts'

test('one more element in the middle of a list is one patch', () => {
  const before = { feed: [{ n: 1 }, { n: 2 }, { n: 4 }], name: 'a' }
  const after = { feed: [{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }], name: 'a' }
  expect(patchesBetween(before, after)).toEqual([{ at: ['feed'], from: 2, count: 0, by: [{ n: 3 }] }])
})

test('a field deep inside is changed alone', () => {
  const before = { accounts: [{ plan: 'basic', entries: [1, 2] }, { plan: 'plus' }] }
  const after = {
    accounts: [
      { plan: 'basic', entries: [1, 2] },
      { plan: 'basic', quota: undefined },
    ],
  }
  expect(patchesBetween(before, after)).toEqual([{ at: ['accounts', 1, 'plan'], set: 'basic' }])
})

test('a field that has become undefined is removed, as JSON would leave it out', () => {
  expect(patchesBetween({ a: 1 }, { a: undefined })).toEqual([{ at: ['a'], remove: true }])
})

test('a value of another kind is replaced as a whole', () => {
  expect(applyPatches({ a: [1] }, patchesBetween({ a: [1] }, { a: { 0: 1 } }))).toEqual({ a: { 0: 1 } })
  expect(applyPatches([1], patchesBetween([1], null))).toBeNull()
})

test.each(Array.from({ length: 60 }, (_, seed) => seed))(
  'patches lead from any value to any other (seed %i)',
  (seed) => {
    const random = randomOf(seed)
    let value = randomValue(random, 4)
    for (let step = 0; step < 30; step += 1) {
      const next = random() < 0.7 ? changed(value, random) : randomValue(random, 4)
      const patches: ReturnType<typeof patchesBetween> = JSON.parse(JSON.stringify(patchesBetween(value, next)))
      value = applyPatches(JSON.parse(JSON.stringify(value)), patches)
      expect(value).toEqual(next)
    }
  },
)

function changed(value: unknown, random: () => number): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(value))
  if (Array.isArray(copy)) {
    copy.splice(Math.floor(random() * (copy.length + 1)), random() < 0.5 ? 1 : 0, randomValue(random, 2))
    return copy
  }
  if (typeof copy !== 'object' || copy === null) return randomValue(random, 2)
  const keys = Object.keys(copy)
  const key = keys[Math.floor(random() * keys.length)] ?? 'new'
  return { ...copy, [key]: changed((copy as Record<string, unknown>)[key] ?? null, random) }
}

function randomValue(random: () => number, depth: number): unknown {
  const kind = Math.floor(random() * (depth > 0 ? 6 : 4))
  const many = () => Array.from({ length: Math.floor(random() * 5) })
  if (kind === 0) return null
  if (kind === 1) return Math.floor(random() * 3)
  if (kind === 2) return ['a', 'b', ''][Math.floor(random() * 3)]
  if (kind === 3) return random() < 0.5
  if (kind === 4) return many().map(() => randomValue(random, depth - 1))
  return Object.fromEntries(many().map((_, index) => [`k${index}`, randomValue(random, depth - 1)]))
}

/** Numerical Recipes' generator: good enough, and the same everywhere. */
function randomOf(seed: number): () => number {
  let state = seed + 1
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
}
