import { expect, test } from 'vitest'

import { keepFormats } from './keep-formats.ts'

test('a format is made once for all that it is made from, and anew for anything else', () => {
  const made: string[] = []
  const format = keepFormats((locale: string, timeZone: string | undefined) => {
    made.push(`${locale} in ${timeZone ?? 'no zone'}`)
    return new Intl.DateTimeFormat(locale, timeZone === undefined ? {} : { timeZone })
  })
  expect(format('de', 'Europe/Berlin')).toBe(format('de', 'Europe/Berlin'))
  expect(format('de', undefined)).not.toBe(format('de', 'Europe/Berlin'))
  expect(format('de', undefined)).toBe(format('de', undefined))
  expect(format('en', 'Europe/Berlin').resolvedOptions().locale).toBe('en')
  expect(made).toEqual(['de in Europe/Berlin', 'de in no zone', 'en in Europe/Berlin'])
})
