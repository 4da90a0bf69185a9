import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { usage } from '../node/command-line.ts'
import { endpoints } from '../node/api/owner-api.ts'
import { switchChoices } from '../switch-choices.ts'
import { defaultSwitches } from '../switches.ts'

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')

test('the README tells every option of the command', () => {
  const options = Array.from(usage.matchAll(/--[a-z]+/g), ([option]) => option)
  expect(options.length).toBeGreaterThan(8)
  for (const option of options) expect(readme).toContain(option)
})

test('the README tells every request of the JSON API, and no other', () => {
  const told = Array.from(readme.matchAll(/`((?:GET|POST|PUT|PATCH|DELETE)[^`]*)`/g), ([, request = '']) => {
    const [, methods = '', path = ''] = /^([A-Z, ]+) ([a-z][^\s?]*)/.exec(request.replaceAll('\\', '')) ?? []
    return methods.split(', ').map((method) => `${method.trim()} ${path}`)
  }).flat()
  const known = endpoints.map(({ method, path }) => `${method} ${path}`)
  expect([...new Set(told)].toSorted()).toEqual([...new Set(known)].toSorted())
})

test('the README tells every switch with its choices, the default first', () => {
  const rows = new Map(
    Array.from(readme.matchAll(/^\| `(\w+)` \| (.*) \|$/gm), ([, name = '', cells = '']) => [name, cells]),
  )
  for (const [name, choices] of Object.entries(switchChoices)) {
    const usual = Object.entries(defaultSwitches).find(([known]) => known === name)?.[1]
    const values = 'min' in choices ? [usual] : [usual, ...choices.filter((value) => value !== usual)]
    const told = values.map((value) => `\`${value}\``).join(', ')
    expect(rows.get(name)?.startsWith(told), `${name}: ${rows.get(name)} begins with ${told}`).toBe(true)
  }
})
