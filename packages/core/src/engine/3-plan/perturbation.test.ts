import { env } from 'node:process'

import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { seededRandom } from '../../memory/index.ts'
import { type PlainTrees, batchOf, boundTrees, placeFor, putHost, putRemote } from '../../testing/plain-trees.ts'
import { endOf, isIdle, playPlan } from '../../testing/play-ops.ts'
import { asFile } from './cell.ts'
import { planBatch } from './plan.ts'
import type { PlanOp } from './plan-op.ts'

const RUNS = Number(env['SEQUENCES'] ?? 1000)
const SEED = Number(env['SEED'] ?? 1)
/** More rounds than any plan may need. */
const MAX_ROUNDS = 12

// Few names and few contents, so that they meet.
const name = fc.constantFrom('a.txt', 'A.txt', 'b.txt', 'c.txt', 'sub/a.txt', 'sub/b.txt', 'new/a.txt')
const contents = fc.integer({ min: 1, max: 6 })
const base = fc.uniqueArray(fc.tuple(name, contents), { selector: ([one]) => placeFor(one).pathLower, maxLength: 5 })
const change = fc.record({
  side: fc.constantFrom('host' as const, 'remote' as const),
  type: fc.constantFrom('put' as const, 'put' as const, 'delete' as const, 'rename' as const, 'touch' as const),
  name,
  to: name,
  contents,
})
type Change = typeof change extends fc.Arbitrary<infer One> ? One : never

/** Two files of the host that have one name in one folder, both edited on both sides: their copies have one name, too. */
const twoCopiesOfOneName: [[string, number][], Change[], number, number] = [
  [
    ['b.txt', 1],
    ['a.txt', 1],
  ],
  [
    { side: 'host', type: 'rename', name: 'b.txt', to: 'A.txt', contents: 1 },
    { side: 'host', type: 'put', name: 'sub/a.txt', to: 'a.txt', contents: 2 },
    { side: 'host', type: 'put', name: 'A.txt', to: 'a.txt', contents: 2 },
    { side: 'host', type: 'rename', name: 'A.txt', to: 'sub/a.txt', contents: 1 },
    { side: 'remote', type: 'put', name: 'b.txt', to: 'a.txt', contents: 3 },
    { side: 'remote', type: 'rename', name: 'a.txt', to: 'sub/a.txt', contents: 1 },
  ],
  0,
  -356_684_562,
]

test('[S2] [S3] [S4] [S6] [S8] a tree that was changed at random on both sides ends equal, in any order of the ops', () => {
  fc.assert(
    fc.property(base, fc.array(change, { maxLength: 10 }), fc.integer(), fc.integer(), (files, changes, one, other) => {
      const trees = perturbed(files, changes)
      const news = newInRemote(trees)
      const first = brought(perturbed(files, changes), one)
      expect(brought(perturbed(files, changes), other), '[I9]').toEqual(first)
      const end = endOf(first)
      expectEqualEnds(first)
      const held = [...first.hosts.values()].map(({ contentHash }) => contentHash)
      for (const hash of news) expect(held, '[I1]').toContain(hash)
      expect(end.host.length, '[I5] no file of the host goes').toBeGreaterThanOrEqual(trees.hosts.size)
    }),
    { numRuns: RUNS, seed: SEED, examples: [twoCopiesOfOneName] },
  )
})

/** Both sides bound, then changed, each at random. */
function perturbed(files: readonly (readonly [string, number])[], changes: readonly Change[]): PlainTrees {
  const trees = boundTrees(files.filter(([path]) => !path.startsWith('new/')))
  changes.forEach((one, at) => (one.side === 'host' ? changeHost(trees, one, at) : changeRemote(trees, one, at)))
  return trees
}

function changeHost(trees: PlainTrees, { type, name: path, to, contents: written }: Change, at: number): void {
  const found = [...trees.hosts.values()].find((file) => [...file.folder, file.name].join('/') === path)
  if (type === 'put') putHost(trees, found?.id ?? `new id ${at}`, path, written, `v${at + 2}`)
  if (!found) return
  if (type === 'delete') trees.hosts.delete(found.id)
  if (type === 'rename') putHost(trees, found.id, to, found.contentHash ?? 0, `v${at + 2}`)
  if (type === 'touch') trees.hosts.set(found.id, { ...found, version: `v${at + 2}` })
}

/** A folder that the host has not is none of this: a real pull would have told of it. */
function changeRemote(trees: PlainTrees, { type, name: path, to, contents: written }: Change, at: number): void {
  if (path.startsWith('new/') || to.startsWith('new/')) return
  const found = asFile(trees.remotes.get(placeFor(path).pathLower))
  if (type === 'put') putRemote(trees, path, written, found?.remoteId ?? `id:new ${at}`, `r${at + 2}`)
  if (!found) return
  if (type === 'touch') putRemote(trees, path, found.contentHash ?? 0, found.remoteId, `r${at + 2}`)
  if (type === 'delete' || type === 'rename') trees.remotes.delete(found.pathLower)
  if (type === 'rename') putRemote(trees, to, found.contentHash ?? 0, found.remoteId, `r${at + 2}`)
}

/** Plans and plays until nothing is left, with the ops of each group in a random order. */
function brought(trees: PlainTrees, seed: number): PlainTrees {
  const random = seededRandom(seed)
  const shuffle = (ops: readonly PlanOp[]): readonly PlanOp[] =>
    ops
      .map((op) => ({ op, at: random.fraction() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ op }) => op)
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const ops = planBatch(batchOf(trees))
    expect(planBatch(batchOf(trees)), '[I10]').toEqual(ops)
    if (isIdle(ops)) return trees
    playPlan(trees, ops, shuffle)
  }
  throw new Error(
    `[I3] No rest after ${MAX_ROUNDS} rounds: ${planBatch(batchOf(trees))
      .map(({ type }) => type)
      .join()}`,
  )
}

/** The contents that the host cannot know yet. */
function newInRemote({ remotes, baselines }: PlainTrees) {
  const known = new Map([...baselines.values()].map(({ pathLower, contentHash }) => [pathLower, contentHash]))
  const files = [...remotes.values()].flatMap((entry) => asFile(entry) ?? [])
  return files.filter((file) => known.get(file.pathLower) !== file.contentHash).map(({ contentHash }) => contentHash)
}

/** What is bound is equal (I4), and every file of both sides is accounted for (I6, I7). */
function expectEqualEnds({ hosts, remotes, baselines }: PlainTrees): void {
  for (const row of baselines.values()) {
    const host = hosts.get(row.fileId)
    expect(host, `[I6] ${row.path}`).toBeDefined()
    if (row.status !== 'on') continue
    expect(asFile(remotes.get(row.pathLower))?.contentHash, `[I4] ${row.path}`).toBe(host?.contentHash)
  }
  for (const id of hosts.keys()) expect(baselines.has(id), `[I7] ${id}`).toBe(true)
  const bound = new Set(
    [...baselines.values()].flatMap(({ status, pathLower }) => (status === 'on' ? [pathLower] : [])),
  )
  for (const entry of remotes.values()) {
    if (entry.kind === 'file') expect(bound.has(entry.pathLower), `[I7] ${entry.path}`).toBe(true)
  }
}
