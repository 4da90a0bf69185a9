import process from 'node:process'

import { afterAll, expect, test } from 'vitest'

import { dieEverywhere } from '../testing/crash/die-everywhere.ts'
import { decisions, links, recordFolders } from '../testing/crash/record-scenarios.ts'

const scenarios = [...recordFolders, ...decisions, ...links]
/** A few fewer than there are: they must not shrink unseen. */
const FEWEST = 2000
const points = new Map<string, number>()

test.for(scenarios)('$proves [S17] $kind: a process may die anywhere in it', { timeout: 60_000 }, async (scenario) => {
  points.set(scenario.kind, await dieEverywhere(scenario))
})

afterAll(() => {
  const count = [...points.values()].reduce((sum, one) => sum + one, 0)
  process.stdout.write(`${count} crash points in ${points.size} kinds of op on records and links\n`)
  if (points.size === scenarios.length) expect(count).toBeGreaterThanOrEqual(FEWEST)
})
