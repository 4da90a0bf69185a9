import { expect, test } from 'vitest'

import { instant } from './instant.ts'

test.each(['2026-11-22T08:30:00Z', '2026-11-22T08:30:00.5Z', '2026-11-22T08:30:00.123Z'])('takes %j', (text) => {
  expect(instant(text)).toBe(text)
})

test.each([
  '',
  '2026-11-22',
  '2026-11-22T08:30:00',
  '2026-11-22T08:30:00+01:00',
  '2026-11-22 08:30:00Z',
  ' 2026-11-22T08:30:00Z',
])('refuses %j', (text) => {
  expect(() => instant(text)).toThrow(TypeError)
})
