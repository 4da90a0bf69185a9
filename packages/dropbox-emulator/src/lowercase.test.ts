import { expect, test } from 'vitest'

import { lowercaseRuns } from './lowercase-table.ts'
import { dropboxLowercase } from './lowercase.ts'

test('the table has the 893 pairs of Unicode 4.1', () => {
  const points = lowercaseRuns.flatMap(([first, last, step]) =>
    Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step),
  )
  expect(points).toHaveLength(893)
  expect(new Set(points).size).toBe(893)
})

test.each([
  ['ÄÖÜ É Ñ', 'äöü é ñ'],
  ['ΑΣ', 'ας'.replace('ς', 'σ')],
  ['İstanbul', 'istanbul'],
  ['STRAẞE', 'straẞe'],
  ['\u0241', '\u0294'],
  ['\u13A0', '\u13A0'],
  ['\u{10400}', '\u{10428}'],
  ['Файл', 'файл'],
])('%s is %s in Dropbox', (text, lower) => {
  expect(dropboxLowercase(text)).toBe(lower)
})
