import { expect } from 'vitest'

import { LEASE_MS } from '../../engine/pass.ts'
import type { World } from '../engine-world/engine-world.ts'
import { type CrashScenario, wantedOf, worldOf } from './crash-scenario.ts'
import { type EndState, endStateOf } from './end-state.ts'
import { type MortalProcess, startProcess } from './mortal-process.ts'

/** A process that dies leaves work for so many passes at most. */
const MAX_PASSES = 2

interface End extends EndState {
  readonly activity: Readonly<Record<string, number>>
}

/**
 * Plays a scenario once to learn its points, then once for each of them: the process dies there, and another one, which knows only what
 * the first one left in the store, in the host and in the remote, brings it to the same end in {@link MAX_PASSES} passes.
 *
 * @returns how many points there are
 */
export async function dieEverywhere(scenario: CrashScenario): Promise<number> {
  // Each death throws many errors; the long stacks that Vitest asks for would take a third of the time.
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 10
  try {
    const { points, end } = await lived(scenario)
    for (const point of points) await diedAt(scenario, point, end)
    return points.length
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

/** What a scenario comes to when nobody dies. */
async function lived(scenario: CrashScenario): Promise<{ readonly points: readonly string[]; readonly end: End }> {
  const world = await worldOf(scenario)
  const before = await activityOf(world)
  const process = startProcess(world, 'worker-1', null, scenario.options?.settings ?? {})
  await scenario.ask?.(process.engine, world)
  const ops = await settle(world, process, scenario)
  await expectRest(world, scenario, 'nobody died')
  const end = await endOf(world)
  const seen = [
    ...ops,
    ...Object.entries(end.activity).flatMap(([code, count]) => (count > (before[code] ?? 0) ? [code] : [])),
    ...end.problems.map((line) => line.split(' ')[0]),
    ...end.bound.flatMap((line) => line.split(' ')),
    ...process.points.map((point) => point.split('#')[0]),
  ]
  expect(seen).toEqual(expect.arrayContaining([...scenario.shows]))
  return { points: process.points, end }
}

async function diedAt(scenario: CrashScenario, point: string, expected: End): Promise<void> {
  const world = await worldOf(scenario)
  const { settings = {} } = scenario.options ?? {}
  const mortal = startProcess(world, 'worker-1', point, settings)
  let isAsked = false
  const life = async (): Promise<void> => {
    await scenario.ask?.(mortal.engine, world)
    isAsked = true
    await settle(world, mortal, scenario)
  }
  await life().catch((error: unknown) => {
    if (!mortal.isDead()) throw error
  })
  expect(mortal.isDead(), `${point} is reached again`).toBe(true)

  world.clock.advance(LEASE_MS + 1000)
  const heir = startProcess(world, 'worker-2', null, settings)
  if (!isAsked) await scenario.ask?.(heir.engine, world)
  await settle(world, heir, scenario)
  await expectRest(world, scenario, point)
  const { activity, ...end } = await endOf(world)
  const { activity: told, ...rest } = expected
  expect(end, point).toEqual(rest)
  expectToldOnce(activity, told, point)
}

/** As many passes as there may be; gives the types of the ops. */
async function settle(world: World, process: MortalProcess, scenario: CrashScenario): Promise<readonly string[]> {
  const ops = new Set<string>()
  for (let pass = 1; pass <= MAX_PASSES; pass += 1) {
    const report = await process.pass(world.ada.linkId, wantedOf(scenario, world))
    for (const op of Object.keys(report.ops)) ops.add(op)
  }
  return [...ops]
}

/** A further pass costs one call and changes nothing. */
async function expectRest(world: World, { options }: CrashScenario, point: string): Promise<void> {
  const process = startProcess(world, 'worker-3', null, options?.settings ?? {})
  const report = await process.pass(world.ada.linkId, null)
  expect(report.ops, point).toEqual({})
  expect(report.outcome, point).not.toBe('more')
  const calls = process.points.filter((name) => /^remote\.|:before$/.test(name))
  expect(calls, point).toEqual(['store.acquireLease#1:before', 'remote.changes#1', 'store.releaseLease#1:before'])
}

/** Codes for what a process finds done by one that could not tell. */
const asFound: readonly string[] = ['adopted', 'reattached', 'recordFolderFollowed', 'folderImported']

/** What the dead process did and could not tell, its heir tells as found, or not at all; nothing is told twice. */
function expectToldOnce(activity: End['activity'], told: End['activity'], point: string): void {
  const twice = Object.entries(activity).filter(([code, count]) => count > (told[code] ?? 0) && !asFound.includes(code))
  expect(twice, point).toEqual([])
  // A folder that we made is news to the heir, beside the file that it was made for.
  const sum = (rows: End['activity']) =>
    Object.entries(rows).reduce((all, [code, count]) => (code === 'folderImported' ? all : all + count), 0)
  expect(sum(activity), point).toBeLessThanOrEqual(sum(told))
}

async function endOf(world: World): Promise<End> {
  return { ...(await endStateOf(world)), activity: await activityOf(world) }
}

/** How often each code of activity was told. */
async function activityOf({ ada, acme, store }: World): Promise<End['activity']> {
  const { rows } = await store.activity({ tenantId: acme.tenantId, linkId: ada.linkId }, { before: null, limit: 1000 })
  const counts: Record<string, number> = {}
  for (const { code } of rows) counts[code] = (counts[code] ?? 0) + 1
  return counts
}
