import { remoteId, remotePath } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { writablePath, wirePath } from './wire-path.ts'

test('paths leave composed (NFC): Dropbox finds nothing by a decomposed name', () => {
  expect(wirePath(remotePath('/Cafe\u0301.pdf'))).toBe('/Caf\u00e9.pdf')
  expect(writablePath(remotePath('/Cafe\u0301.pdf'))).toBe('/Caf\u00e9.pdf')
  expect(wirePath(remoteId('id:AbC-_1'))).toBe('id:AbC-_1')
})

test.each([
  ['a backslash', '/a\\b.txt'],
  ['an empty name', '/a//b.txt'],
  ['dots', '/a/../b.txt'],
  ['one dot', '/./b.txt'],
  ['a trailing space', '/a /b.txt'],
  ['a control character', '/a\u0007.txt'],
  ['DEL', '/a\u007f.txt'],
  ['NUL', '/a\u0000.txt'],
  ['half a character', '/a\ud83d.txt'],
  ['a system name', '/Desktop.INI'],
  ['a system name', '/Thumbs.db'],
  ['a system name in a folder', '/x/.DS_Store'],
  ['a name of the Dropbox client', '/.dropbox.cache/a'],
  ['an icon', '/icon\r'],
])('a name with %s is refused before the call', (_what, path) => {
  expect(() => writablePath(remotePath(path))).toThrow(expect.objectContaining({ code: 'name_refused' }))
})

test('names that only Windows refuses, and emoji, go through', () => {
  for (const path of ['/a:b?.txt', '/CON', '/a.', '/~$draft.docx', '/ leading', '/\u{1f600}.png']) {
    expect(writablePath(remotePath(path))).toBe(path)
  }
})

test('long names and deep paths are refused before the call', () => {
  expect(writablePath(remotePath(`/${'a'.repeat(255)}`))).toHaveLength(256)
  expect(() => writablePath(remotePath(`/${'a'.repeat(256)}`))).toThrow(
    expect.objectContaining({ code: 'path_too_long' }),
  )
  expect(() => writablePath(remotePath('/a'.repeat(301)))).toThrow(expect.objectContaining({ code: 'path_too_long' }))
})
