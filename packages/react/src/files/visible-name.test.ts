import { expect, test } from 'vitest'

import { splitName, visibleName } from './visible-name.ts'

test('[X42] a name can not pretend to be another one', () => {
  expect(visibleName('invoice\u202Efdp.exe')).toBe('invoice\uFFFDfdp.exe')
  expect(visibleName('Übersicht 📄.txt')).toBe('Übersicht 📄.txt')
})

test('a name is cut in the middle, and its extension is kept', () => {
  expect(splitName('Annual report 2026.pdf')).toEqual(['Annual report ', '2026.pdf'])
  expect(splitName('a.pdf').join('')).toBe('a.pdf')
  expect(splitName('📄📄📄📄.txt').join('')).toBe('📄📄📄📄.txt')
  expect(splitName('.gitignore').join('')).toBe('.gitignore')
})
