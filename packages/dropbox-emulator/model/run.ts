import { Dropbox } from 'dropbox'

import { contentHash, createDropboxEmulator, emulatorFetch } from '../src/index.ts'
import type { Switches } from '../src/index.ts'
import { randomNumbers } from '../src/faults.ts'
import { Follower } from './follower.ts'
import { operations } from './operations.ts'
import type { Pick, Step, World } from './operations.ts'
import { Tree } from './tree.ts'

/** What a sequence did, for the count. */
export interface Report {
  readonly steps: number
  readonly refused: number
  readonly polls: number
}

/** The emulator and the model disagree. The message tells how to see it again, what was done and the difference. */
export class Disagreement extends Error {
  override readonly name = 'Disagreement'
}

const shownLines = 40

/**
 * Does random things to an emulator through the official SDK, and the same to a plain tree. Every outcome is compared;
 * two followers of the change feed look at random times and must end with what the tree holds.
 *
 * @throws Disagreement
 */
export async function runSequence(seed: number, length: number): Promise<Report> {
  const random = randomNumbers(seed)
  const pick: Pick = (end) => Math.floor(random() * end)
  const switches = someSwitches(pick)
  const world = newWorld(pick, switches)
  const log = [`switches ${JSON.stringify(switches)}`]
  const limits = [1 + pick(4), 1 + pick(60)]
  const followers = limits.map((limit) => new Follower(world.dropbox, limit))
  let refused = 0
  let polls = 0
  let steps = 0
  const fail = (what: string): never => {
    const again = `node packages/dropbox-emulator/model/main.ts --seed ${seed} --operations ${length}`
    throw new Disagreement(
      [...log.slice(-shownLines), '', what, '', `Seed ${seed}, step ${steps}. Again: ${again}`].join('\n'),
    )
  }
  while (steps < length) {
    for (const step of await chosenOperation(pick)(world)) {
      steps += 1
      log.push(lineOf(steps, step))
      if (JSON.stringify(step.expected) !== JSON.stringify(step.actual)) {
        fail(`The model expected ${told(step.expected)}, Dropbox came to ${told(step.actual)}.`)
      }
      if ('error' in step.actual) refused += 1
    }
    for (const [index, follower] of followers.entries()) {
      if (pick(4 + 8 * index) > 0) continue
      polls += 1
      log.push(`     follower ${index + 1} looks: ${(await follower.poll()) ? 'there is more' : 'no more'}`)
    }
    if (pick(150) === 0) {
      world.owner.expireCursors()
      log.push('     cursors expire')
    }
    if (pick(60) === 0) await compareAll(world, followers, log, fail)
  }
  await compareAll(world, followers, log, fail)
  return { steps, refused, polls }
}

async function compareAll(
  { tree }: World,
  followers: readonly Follower[],
  log: string[],
  fail: (what: string) => never,
): Promise<void> {
  const expected = await Promise.all(
    tree.list().map(async ([key, node]) => {
      const hash = node.kind === 'file' ? await contentHash([new TextEncoder().encode(node.content)]) : null
      return `${key} ${node.kind} ${node.name} ${hash}`
    }),
  )
  for (const [index, follower] of followers.entries()) {
    log.push(`     follower ${index + 1} catches up`)
    await follower.catchUp()
    const believed = [...follower.entries]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, { contentHash: hash, kind, name }]) => `${key} ${kind} ${name} ${hash}`)
    const missing = expected.filter((line) => !believed.includes(line))
    const stale = believed.filter((line) => !expected.includes(line))
    if (missing.length + stale.length === 0) continue
    fail(
      [
        `Follower ${index + 1} does not end with what Dropbox should hold.`,
        ...missing.map((line) => `  missing: ${line}`),
        ...stale.map((line) => `  not there any more: ${line}`),
      ].join('\n'),
    )
  }
}

function newWorld(pick: Pick, switches: Partial<Switches>): World {
  const email = 'model@example.com'
  const emulator = createDropboxEmulator({
    accounts: [{ email }],
    apps: [{ key: 'model', secret: 'model', name: 'Model' }],
    switches,
  })
  const { accessToken } = emulator.tokenFor(email, 'model')
  return {
    dropbox: new Dropbox({ accessToken, fetch: emulatorFetch(emulator) }),
    owner: emulator.accounts.get(email),
    tree: new Tree(),
    pick,
    keepsCase: switches.caseOnlyRename === 'ignored',
  }
}

/** Whatever Dropbox may do differently, a follower has to come to the same. */
function someSwitches(pick: Pick): Partial<Switches> {
  return {
    folderDeletion: pick(2) === 0 ? 'folder' : 'children',
    moveRevision: pick(2) === 0 ? 'new' : 'kept',
    caseOnlyRename: pick(2) === 0 ? 'ignored' : 'applied',
    emptyPages: pick(3) === 0,
    jobPolls: pick(3),
  }
}

function chosenOperation(pick: Pick) {
  const [, fallback] = operations[0] ?? []
  let left = pick(operations.reduce((sum, [weight]) => sum + weight, 0))
  for (const [weight, run] of operations) {
    left -= weight
    if (left < 0) return run
  }
  if (!fallback) throw new Error('There are no operations to choose from.')
  return fallback
}

function lineOf(number: number, { actual, text }: Step): string {
  return `${String(number).padStart(4)} ${text} → ${told(actual)}`
}

function told(outcome: Step['actual']): string {
  return 'error' in outcome ? outcome.error : outcome.path
}
