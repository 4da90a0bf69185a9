import { errorCodes } from '@twinfolder/protocol'
import { expect, test } from 'vitest'

import { de } from '../locales/de.ts'
import { en } from '../locales/en.ts'
import { wholeLanguage } from '../testing/whole-language.ts'
import { explain } from './explain.ts'
import { formatBytes } from './format-bytes.ts'
import { formatDateTime, formatWhen } from './format-when.ts'

const now = Date.parse('2026-11-22T12:00:00Z')
const when = (at: string, locale = 'en') => formatWhen(at, now, locale, 'UTC', locale === 'de' ? de : en)

test('[P57] the limit of 50 × 1024 × 1024 bytes reads 50 MB', () => {
  expect(formatBytes(52_428_800, 'en')).toBe('50 MB')
  expect(formatBytes(1_258_291, 'en')).toBe('1.2 MB')
  expect(formatBytes(1_258_291, 'de')).toBe('1,2 MB')
  expect(formatBytes(48_213, 'en')).toBe('47 kB')
  expect(formatBytes(0, 'en')).toBe('0 bytes')
  expect(formatBytes(1, 'fr')).toMatch(/^1\soctet$/)
  expect(formatBytes(52_428_800, 'fr')).toMatch(/^50\sMo$/)
  expect(formatBytes(1_258_291, 'da')).toBe('1,2 MB')
})

test('a moment reads as its age, an old one as its date, one ahead of our clock as just now', () => {
  expect(when('2026-11-22T11:59:50Z')).toBe('just now')
  expect(when('2026-11-22T12:03:00Z')).toBe('just now')
  expect(when('2026-11-22T09:00:00Z', 'de')).toBe('vor 3 Std.')
  expect(when('2026-11-19T12:00:00Z')).toBe('3 days ago')
  expect(when('2026-01-05T12:00:00Z')).toBe('Jan 5, 2026')
  expect(formatDateTime('2026-11-22T23:30:00Z', 'de', 'Europe/Berlin')).toBe('23.11.2026, 00:30')
})

test('[P61] every code that a user may see is explained in words of its own', async () => {
  const whole = await wholeLanguage(en)
  for (const code of errorCodes) {
    const { sentence, cause, remedy } = explain(whole, code, { crm: 'Demo CRM', max: '50 MB' })
    for (const part of [sentence, cause, remedy]) expect(part, code).toMatch(/^.{4,}$/)
    expect(sentence).not.toContain(code)
  }
})
