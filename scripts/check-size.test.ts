import { randomBytes } from 'node:crypto'

import type { Plugin } from 'vite'
import { expect, test, vi } from 'vitest'

import { budgets, overBudget, weighWidget } from './check-size.ts'

/** Text of this size in every module that ends so. */
function heavier(ending: string, bytes: number): Plugin {
  return {
    name: 'heavier',
    transform: (code, id) =>
      id.endsWith(ending) ? `${code}\nglobalThis.heavy = '${randomBytes(bytes).toString('base64')}'` : null,
  }
}

test('what is too large is found: at once, later, in a language', { timeout: 60_000 }, async () => {
  // As an app is built: in a test Vite would add what only helps while developing.
  vi.stubEnv('NODE_ENV', 'production')
  expect(overBudget(await weighWidget([heavier('/react/src/files/FilesWidget.tsx', budgets.mount)]))).toEqual([
    expect.stringMatching(/^JavaScript when the widget mounts: .* kB gzip, 30\.0 at most$/),
  ])
  expect(overBudget(await weighWidget([heavier('/ActivityDialog.tsx', budgets.later)]))).toEqual([
    expect.stringMatching(/^ActivityDialog: .* kB gzip, 40\.0 at most$/),
  ])
  expect(overBudget(await weighWidget([heavier('/locales/de/explain.gen.ts', budgets.language)]))).toEqual([
    expect.stringMatching(/^de\/explain: .* kB gzip, 4\.0 at most$/),
  ])
  vi.unstubAllEnvs()
})
