import { expect, test } from 'vitest'

import { createRowKeys } from './row-keys.ts'

const span = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, at) => first + at)

test('a jump shows other rows in the same elements', () => {
  const keysOf = createRowKeys()
  const before = keysOf(span(0, 9))
  expect(keysOf(span(500, 509))).toEqual(before)
  expect(keysOf(span(500, 509))).toEqual(before)
})

test('a row that stays keeps its element, wherever it stands', () => {
  const keysOf = createRowKeys()
  const before = keysOf(span(0, 9))
  const after = keysOf(span(6, 15))
  expect(after.slice(0, 4)).toEqual(before.slice(6))
  const away = keysOf([8, ...span(700, 709)])
  expect(away[0]).toBe(before[8])
  expect(keysOf(span(2, 11))[6]).toBe(before[8])
})

test('elements keep their order, and no two rows share one', () => {
  const keysOf = createRowKeys()
  let places: readonly number[] = []
  let spot = 7
  for (let step = 0; step < 500; step += 1) {
    spot = (spot * 7919 + step) % (step % 3 === 0 ? 5000 : 40)
    const active = (step * 31) % 60
    const rows = span(spot, spot + 9)
    const indices = active < spot ? [active, ...rows] : active > spot + 9 ? [...rows, active] : rows
    const keys = keysOf(indices)
    expect(new Set(keys).size).toBe(indices.length)
    const old = keys.map((key) => places.indexOf(key)).filter((place) => place >= 0)
    expect(old).toEqual(old.toSorted((one, other) => one - other))
    places = keys
  }
})
