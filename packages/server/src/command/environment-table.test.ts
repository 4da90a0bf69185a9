import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { withEnvironmentTable } from './environment-table.ts'
import { environmentVariables } from './environment-variables.ts'

const guide = readFileSync(join(import.meta.dirname, '../../../../docs/guides/operate.md'), 'utf8')

test('the guide lists every variable as the schema has it', () => {
  expect(withEnvironmentTable(guide)).toBe(guide)
  for (const name of Object.keys(environmentVariables)) expect(guide).toContain(`| \`${name}\``)
})

test('the guide names no variable that there is not', () => {
  const known = Object.keys(environmentVariables)
  for (const [name] of guide.matchAll(/TWINFOLDER_[A-Z0-9_]+/g))
    expect([name, known.includes(name.replace(/_FILE$/, ''))]).toEqual([name, true])
})
