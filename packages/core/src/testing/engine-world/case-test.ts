import { expect, test } from 'vitest'

import { type PlanOp, groupOfType } from '../../engine/3-plan/plan-op.ts'
import type { PassReport } from '../../engine/engine.ts'
import { type Edits, type Tree, editHost, editRemote, linesOf } from './case-edits.ts'
import { statesOf } from './case-states.ts'
import { type World, type WorldOptions, engineWorld } from './engine-world.ts'
import { expectConsistent } from './expect-consistent.ts'
import type { Fault } from './faults.ts'
import type { Spoke } from './spoke.ts'

/** What happens between two rests, all of it before the first pass. */
export interface Round {
  /** What people do in the CRM. */
  readonly host?: Edits | readonly Edits[] | undefined
  /** What Ada does in Dropbox. */
  readonly remote?: Edits | readonly Edits[] | undefined
  /** What other users do in theirs, by first name. */
  readonly remotes?: Readonly<Record<string, Edits>> | undefined
  /** Anything else: decisions, records, rights, faults in the middle. */
  readonly steps?: ((world: World) => unknown) | undefined
  /** What goes wrong with one call. After a crash another process goes on. */
  readonly fault?: Fault | undefined
  /** The record's button is pressed; without it the next pass is one that a feed asked for. */
  readonly press?: boolean | undefined
  /** Afterwards so many milliseconds go by, and the link is looked at again. */
  readonly laterMs?: number | undefined
}

/** A row: a world, and what happens in it. */
export interface CaseGiven extends Round {
  readonly world?: WorldOptions | undefined
  /** What both sides hold, bound. Without it Acme is met for the first time, and its button is pressed. */
  readonly base?: Tree | undefined
  /** Files of `base` that were removed in Dropbox and kept in the CRM. */
  readonly detached?: readonly string[] | undefined
  /** What happened earlier, each round brought to rest. */
  readonly before?: readonly Round[] | undefined
}

/** What follows from a row. What is not told: every file of the CRM is `synced`, there are no problems, the pass is `done`. */
export interface CaseExpected {
  /** The ops in the order of their groups; those of one group in any order. */
  readonly ops: readonly string[]
  /** Files that both sides hold; or each side's. Lines `path: text` where one path has two files. */
  readonly both?: Tree | undefined
  readonly host?: Tree | readonly string[] | undefined
  readonly remote?: Tree | readonly string[] | undefined
  /** What other users' Dropboxes hold, by first name. */
  readonly remotes?: Readonly<Record<string, Tree>> | undefined
  /** What the widget says of files that are not `synced`. */
  readonly states?: Readonly<Record<string, string>> | undefined
  /** `code subject` of each problem. */
  readonly problems?: readonly string[] | undefined
  /** Codes of what users see, of this round. */
  readonly activity?: readonly string[] | undefined
  readonly outcome?: PassReport['outcome'] | undefined
  /** Anything else. */
  readonly also?: ((world: World) => unknown) | undefined
}

/**
 * Plays one case on the whole engine over memory and compares everything that it leads to; then asserts that the next pass does
 * nothing and costs one call (C18).
 *
 * @param ids the rules and cases that it proves, e.g. `C5 S3`
 */
export function caseTest(ids: string, title: string, given: CaseGiven, expected: CaseExpected): void {
  const cited = ids
    .split(' ')
    .map((id) => `[${id}]`)
    .join(' ')
  test(`${cited} ${title}`, async () => {
    const world = await engineWorld(given.world)
    await prepare(world, given)
    const seen = (await world.ada.activity()).length
    world.trace.splice(0)
    const report = await play(world, given, given.press ?? given.base === undefined)
    expect(inGroups(opsOf(world)), 'the ops').toEqual(inGroups(expected.ops))
    expect(report.outcome).toBe(expected.outcome ?? 'done')
    await expectTrees(world, expected)
    await expectTold(world, given, expected)
    // What goes on side by side ends in any order.
    const told = (await world.ada.activity()).slice(seen)
    if (expected.activity) expect(told.toSorted()).toEqual(expected.activity.toSorted())
    await expected.also?.(world)
    for (const spoke of world.spokes) await expectNothingMore(world, spoke)
  })
}

/** Brings the world to what a row calls its base. */
async function prepare(world: World, { base, detached = [], before = [] }: CaseGiven): Promise<void> {
  if (base === undefined) return
  await editHost(world, base)
  for (const spoke of world.spokes) await spoke.press(world.acme)
  if (detached.length > 0) {
    await editRemote(world.ada, Object.fromEntries(detached.map((path) => [path, null])))
    await world.ada.sync()
  }
  for (const round of before) await play(world, round, round.press ?? false)
}

/** One round: what happens, then passes of all links until they rest. Gives Ada's last report. */
async function play(world: World, round: Round, press: boolean): Promise<PassReport> {
  const { ada, acme, engine, faults, clock } = world
  await editHost(world, round.host)
  await editRemote(ada, round.remote)
  for (const [name, edits] of Object.entries(round.remotes ?? {})) await editRemote(userOf(world, name), edits)
  await round.steps?.(world)
  if (press) for (const { linkId } of world.spokes) await engine.enrol(linkId, acme, 'user-ada')
  if (round.fault) {
    faults.clearCalls()
    faults.add(round.fault)
    await ada.pass(press ? [acme] : null).catch(ignoreCrash)
    expect(faults.came, 'the fault came').toEqual([round.fault.method])
  }
  const report = await rest(world, press)
  if (round.laterMs === undefined) return report
  clock.advance(round.laterMs)
  return rest(world, false)
}

/** Passes of all links, until none of them has anything from the others. */
async function rest({ spokes, ada, acme }: World, press: boolean): Promise<PassReport> {
  const turns = spokes.length === 1 ? 1 : 4
  let report = await ada.sync(press ? [acme] : null)
  for (let turn = 0; turn < turns; turn += 1) {
    for (const spoke of spokes) {
      const next = turn === 0 && spoke === ada ? report : await spoke.sync()
      if (spoke === ada) report = next
    }
  }
  return report
}

function ignoreCrash(error: unknown): void {
  if (!String(error).includes('The process is gone')) throw error
}

/** The user of a first name. */
export function userOf({ spokes }: World, firstName: string): Spoke {
  const found = spokes.find(({ firstName: name }) => name === firstName)
  if (!found) throw new Error(`There is no user "${firstName}".`)
  return found
}

/** The ops since the round began; those of other users than Ada begin with their names. */
function opsOf({ trace, spokes, ada }: World): readonly string[] {
  return trace.map(({ linkId, op }) => {
    const spoke = spokes.find((one) => one.linkId === linkId)
    return spoke && spoke !== ada ? `${spoke.firstName}: ${op}` : op
  })
}

/** Ops of one group may run in any order (I9): they are sorted. */
function inGroups(ops: readonly string[]): readonly string[] {
  const sorted: string[] = []
  for (let at = 0; at < ops.length;) {
    const next = ops.findIndex((op, index) => index > at && groupName(op) !== groupName(ops[at]))
    const end = next < 0 ? ops.length : next
    sorted.push(...ops.slice(at, end).toSorted())
    at = end
  }
  return sorted
}

/** The group of an op, with the user whose it is. */
function groupName(op: string | undefined): string {
  const [, user = '', type = ''] = /^(\w+: )?(\w+)/.exec(op ?? '') ?? []
  return user + (type in groupOfType ? groupOfType[type as PlanOp['type']] : type)
}

async function expectTrees(world: World, { both, host = both, remote = both, remotes }: CaseExpected): Promise<void> {
  expect(world.crm.files(), 'files of the CRM').toEqual(linesOf(host ?? {}))
  expect(await world.ada.files(), 'files in Dropbox').toEqual(linesOf(remote ?? {}))
  for (const [name, tree] of Object.entries(remotes ?? {})) {
    expect(await userOf(world, name).files(), `files in ${name}'s Dropbox`).toEqual(linesOf(tree))
  }
}

async function expectTold(world: World, given: CaseGiven, { states = {}, problems = [] }: CaseExpected): Promise<void> {
  const told = await statesOf(world, world.ada, given.world?.settings?.maxFileBytes)
  expect(Object.fromEntries(Object.entries(told).filter(([, state]) => state !== 'synced')), 'states').toEqual(states)
  const rows = await world.ada.problems()
  expect(rows.map(({ code, subject }) => `${code} ${subject}`).toSorted(), 'problems').toEqual(problems.toSorted())
}

const hostWrites = ['create', 'createFrom', 'replace', 'rename', 'move', 'remove', 'restore', 'createFolder']

/** The next pass does nothing but hear its own echo; the one after it is one call and no write. */
async function expectNothingMore(world: World, spoke: Spoke): Promise<void> {
  const { faults } = world
  faults.clearCalls()
  spoke.remote.clearCalls()
  expect((await spoke.pass()).ops, 'ops of the next pass').toEqual({})
  expect(
    spoke.remote.calls.filter(({ method }) => !['changes', 'get'].includes(method)),
    'effects of the next pass',
  ).toEqual([])
  expect(
    faults.calls.filter((method) => hostWrites.includes(method)),
    'effects of the next pass',
  ).toEqual([])
  faults.clearCalls()
  spoke.remote.clearCalls()
  const { outcome } = await spoke.pass()
  expect(faults.calls, 'writes of an idle pass').not.toContain('commit')
  const hears = ['done', 'paused', 'held'].includes(outcome) && (await isLinked(world, spoke))
  expect(spoke.remote.calls.map(({ method }) => method)).toEqual(hears ? ['changes'] : [])
  if (outcome === 'done') await expectConsistent(world, spoke)
}

async function isLinked({ store }: World, { linkId }: Spoke): Promise<boolean> {
  return (await store.link(linkId))?.status !== 'revoked'
}
