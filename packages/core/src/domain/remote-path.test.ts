import { describe, expect, test } from 'vitest'

import { pathLower, remoteId, remotePath, revision } from './remote-path.ts'

describe('remotePath', () => {
  test.each(['/a', '/Companies/Acme (42)/quote.pdf', '/ leading space', '/a//b'])('takes %j', (text) => {
    expect(remotePath(text)).toBe(text)
  })

  test.each(['', '/', 'a', 'a/b', '/a/'])('refuses %j', (text) => {
    expect(() => remotePath(text)).toThrow(TypeError)
  })
})

describe('what replies give', () => {
  test('is taken as it is', () => {
    expect(pathLower('/companies')).toBe('/companies')
    expect(revision('5f1a')).toBe('5f1a')
    expect(remoteId('id:abc')).toBe('id:abc')
  })

  test('is refused when it cannot be right', () => {
    expect(() => pathLower('companies')).toThrow(TypeError)
    expect(() => revision('')).toThrow(TypeError)
    expect(() => remoteId('')).toThrow(TypeError)
  })
})
