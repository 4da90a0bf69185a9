import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { instant } from '../domain/instant.ts'
import { epochMsOf, instantOf } from './instant-of.ts'

test.for([
  [0, '1970-01-01T00:00:00.000Z'],
  [-1, '1969-12-31T23:59:59.999Z'],
  [951_868_799_000, '2000-02-29T23:59:59.000Z'],
  [951_868_800_000, '2000-03-01T00:00:00.000Z'],
  [1_709_210_096_789, '2024-02-29T12:34:56.789Z'],
  [1_767_225_600_000, '2026-01-01T00:00:00.000Z'],
  [4_107_542_400_000, '2100-03-01T00:00:00.000Z'],
] as const)('%i ms is %s', ([ms, text]) => {
  expect(instantOf(ms)).toBe(text)
  expect(epochMsOf(instant(text))).toBe(ms)
})

test('an instant gives back the milliseconds that it was made of', () => {
  fc.assert(
    fc.property(fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 }), (ms) => {
      expect(epochMsOf(instantOf(ms))).toBe(ms)
    }),
  )
})

test('an instant without or with a short fraction is read as well', () => {
  expect(epochMsOf(instant('2026-01-01T00:00:00Z'))).toBe(1_767_225_600_000)
  expect(epochMsOf(instant('2026-01-01T00:00:00.5Z'))).toBe(1_767_225_600_500)
})
