import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

import { Secret } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { testServer } from '../testing/test-server.ts'
import { assertServerKey } from './server-key.ts'

const root = join(import.meta.dirname, '../../../..')
const refused = (key: string, isDemo = false): boolean => {
  try {
    assertServerKey(new Secret(key), { isDemo })
    return false
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).toContain('openssl rand -base64 32')
    if (key !== '') expect(String(error)).not.toContain(key)
    return true
  }
}

test('[X21] a key of less than 32 bytes is refused, also in a demo', () => {
  for (const key of ['', 'short', 'x'.repeat(31)]) expect([refused(key), refused(key, true)]).toEqual([true, true])
  expect(refused('0123456789abcdef0123456789abcdef')).toBe(false)
  expect(refused('üüüüüüüüabcdefgh12345678')).toBe(false)
})

test('[X21] a key that somebody typed by repeating a character is refused', () => {
  for (const key of ['a'.repeat(64), '00000000000000000000000000000000', 'abcabcabcabcabcabcabcabcabcabcabcabc'])
    expect(refused(key)).toBe(true)
})

test('[X21] [X59] what the documents, the stories and the examples show is refused, unless the server says that it is a demo', () => {
  const files = [
    ...['README.md', '.storybook/in-page.ts', 'examples/server-rendered/serve.ts'].map((path) => join(root, path)),
    ...readdirSync(join(root, 'docs/guides')).map((name) => join(root, 'docs/guides', name)),
  ]
  const shown = files.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/(?:key: new Secret\('|TWINFOLDER_KEY[=:] ?["']?)([^'"\n]+)/g)].map(
      ([, key]) => key ?? '',
    ),
  )
  const literal = shown.filter((key) => !/[$`<]/.test(key))
  expect(literal.length).toBeGreaterThanOrEqual(2)
  for (const key of literal) expect([key, refused(key), refused(key, true)]).toEqual([key, true, false])
})

test('[X21] [X59] a server is not made with such a key, whatever NODE_ENV says', () => {
  const sample = new Secret('a key for stories only, of 32 bytes!')
  const good = new Secret('a good key that nobody has ever seen')
  const before = process.env['NODE_ENV']
  for (const environment of ['production', 'development', 'test', '']) {
    process.env['NODE_ENV'] = environment
    expect(() => testServer({ key: sample })).toThrow(/sample/)
    expect(() => testServer({ key: good, previousKeys: [sample] })).toThrow(/sample/)
  }
  process.env['NODE_ENV'] = before
  testServer({ key: sample, demo: true })
})
