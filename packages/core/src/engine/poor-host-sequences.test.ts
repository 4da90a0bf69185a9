import { env } from 'node:process'

import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import type { PoorHostOptions } from '../testing/poor-host/poor-host-files.ts'
import { type PoorWorld, poorWorld } from '../testing/poor-host/poor-world.ts'
import { expectConsistent } from '../testing/engine-world/expect-consistent.ts'
import { lostReply } from '../testing/engine-world/faults.ts'
import { watched } from '../testing/engine-world/watched-remote.ts'
import { SyncError } from '../sync-error.ts'

/** Some in every check, as many as you like in a long run: `SEQUENCES=100000`. `SEED` repeats one. */
const SEQUENCES = Number(env['SEQUENCES'] ?? 400)
const SEED = Number(env['SEED'] ?? 1)
/** Longer than any back-off, so that at the end everything was tried again. */
const LONG_MS = 7 * 3_600_000

const name = fc.constantFrom('a.txt', 'A.txt', 'b.txt', 'sub/a.txt', 'sub/c.txt')
const place = fc.oneof(
  { weight: 5, arbitrary: name },
  { weight: 1, arbitrary: fc.constantFrom('sub', 'sub2', 'sub/deep/a.txt') },
)
const text = fc.constantFrom('x', 'y', 'new', 'new')
const of = <Type extends string>(type: Type) => fc.constant(type)

const edit = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: of('crmPut'), name, text }) },
  { weight: 1, arbitrary: fc.record({ type: of('crmAdd'), name, text }) },
  { weight: 2, arbitrary: fc.record({ type: of('crmRemove'), name }) },
  { weight: 1, arbitrary: fc.record({ type: of('crmRename'), name, to: fc.constantFrom('a.txt', 'b.txt') }) },
  { weight: 3, arbitrary: fc.record({ type: of('dropboxPut'), name, text }) },
  { weight: 2, arbitrary: fc.record({ type: of('dropboxRemove'), name: place }) },
  { weight: 2, arbitrary: fc.record({ type: of('dropboxMove'), name: place, to: place }) },
  { weight: 1, arbitrary: fc.record({ type: of('dropboxSafeSave'), name, text }) },
)
type Edit = typeof edit extends fc.Arbitrary<infer One> ? One : never

const rare = <One>(arbitrary: fc.Arbitrary<One>, freq: number) => fc.option(arbitrary, { freq })
const calls = ['upload', 'create', 'deleteFile', 'move', 'commit', 'changes', 'get', 'list', 'read', 'download']
const pass = fc.record({
  type: of('pass'),
  user: fc.nat(1),
  /** Names the record, so that it is listed. */
  wanted: fc.boolean(),
  crash: rare(fc.record({ call: fc.nat(30), when: fc.constantFrom('before' as const, 'after' as const) }), 3),
  lost: rare(fc.constantFrom('upload', 'deleteFile', 'move', 'createFolder', 'create', 'create', 'list', 'read'), 3),
  meanwhile: rare(fc.record({ method: fc.constantFrom(...calls), user: fc.nat(1), edit }), 3),
})

const command = fc.oneof(
  { weight: 12, arbitrary: fc.record({ type: of('edit'), user: fc.nat(1), edit }) },
  { weight: 9, arbitrary: pass },
  { weight: 1, arbitrary: fc.record({ type: of('press'), user: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ type: of('wait'), minutes: fc.constantFrom(2, 20) }) },
  { weight: 1, arbitrary: fc.record({ type: of('miss'), file: fc.nat(3), listings: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ type: of('loseCursors'), user: fc.nat(1) }) },
)
type Command = typeof command extends fc.Arbitrary<infer One> ? One : never

test.for([
  { users: ['Ada'], folders: 'flat' },
  { users: ['Ada'], folders: 'none' },
  { users: ['Ada', 'Bob'], folders: 'flat' },
] as const)(
  '[S3] [S4] [S5] [S6] [C75] on a poor host with $folders folders random edits of $users lose nothing and come to rest',
  { timeout: 3_600_000 },
  async ({ users, folders }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 2, maxLength: 14 }), (commands) =>
        play({ users, folders }, commands),
      ),
      { numRuns: Math.ceil(SEQUENCES / 3), seed: SEED },
    )
  },
)

async function play(
  options: { readonly users: readonly string[]; readonly folders: PoorHostOptions['folders'] },
  commands: readonly Command[],
): Promise<void> {
  const blindWrites: string[] = []
  const returns: string[] = []
  const world: PoorWorld = await poorWorld({
    ...options,
    pageSize: 3,
    disguise: (remote) => watched(remote, () => world, { blindWrites, returns }),
  })
  const { acme, crm, spokes } = world
  let contents = 0
  const fresh = (): string => `new ${(contents += 1)}`
  await crm.put('start.txt', 'start')
  for (const spoke of spokes) await spoke.press(acme)
  for (const step of commands) await carryOut(world, options.folders, step, fresh)

  world.faults.restart()
  for (let round = 0; round < 2; round += 1) {
    world.clock.advance(LONG_MS)
    await world.settle()
  }
  expect(blindWrites, '[I2] written over contents that the CRM does not hold').toEqual([])
  expect(returns, '[I5] brought back what was removed in Dropbox').toEqual([])
  // A listing that misses a file that was just made is beyond what can be found again, and of equal contents any file may be anyone's.
  const mayMiss = commands.some(({ type }) => type === 'miss')
  const twice = mayMiss ? [] : world.madeTwice().filter((line) => line.includes(': new '))
  expect(twice, '[I8] one version of a path made two files').toEqual([])
  for (const spoke of spokes) {
    await spoke.isAtRest()
    await expectConsistent(world, spoke)
    const problems = await spoke.problems()
    expect(problems.filter(({ code }) => code !== 'not_in_a_record')).toEqual([])
  }
}

async function carryOut(
  world: PoorWorld,
  folders: PoorHostOptions['folders'],
  step: Command,
  fresh: () => string,
): Promise<void> {
  const { acme, clock, engine, faults, host, spokes } = world
  const spoke = spokes[('user' in step ? step.user : 0) % spokes.length]
  if (!spoke) return
  clock.advance(1000)
  switch (step.type) {
    case 'edit':
      return tryEdit(world, folders, step.user, step.edit, fresh)
    case 'pass': {
      const { crash, lost, meanwhile } = step
      if (crash) faults.crashAtCall(crash.call, crash.when)
      if (lost) faults.add({ method: lost, when: 'after', error: replyOf(lost) })
      if (meanwhile) {
        faults.meanwhile(meanwhile.method, () => tryEdit(world, folders, meanwhile.user, meanwhile.edit, fresh))
      }
      return passOrCrash(() => spoke.pass(step.wanted ? [acme] : null))
    }
    case 'press':
      await engine.enrol(spoke.linkId, acme, 'user-ada')
      return passOrCrash(() => spoke.pass([acme]))
    case 'wait':
      return clock.advance(step.minutes * 60_000)
    case 'miss': {
      const files = host.allFiles(acme)
      const file = files[step.file % Math.max(1, files.length)]
      if (file) host.missInListings(file, step.listings)
      return undefined
    }
    case 'loseCursors':
      return spoke.remote.owner.loseCursors()
  }
}

function replyOf(method: string): SyncError {
  const ofHost = ['create', 'list', 'read'].includes(method)
  return ofHost ? new SyncError('host_unavailable', 'The host does not answer.') : lostReply
}

async function passOrCrash(run: () => Promise<unknown>): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (!String(error).includes('The process is gone')) throw error
  }
}

/** What a person does, if it is possible now. */
async function tryEdit(
  { crm, spokes, host, acme }: PoorWorld,
  folders: PoorHostOptions['folders'],
  user: number,
  step: Edit,
  fresh: () => string,
): Promise<void> {
  const spoke = spokes[user % spokes.length]
  const contents = 'text' in step ? (step.text === 'new' ? fresh() : step.text) : ''
  const inCrm = folders === 'none' ? step.name.slice(step.name.lastIndexOf('/') + 1) : step.name
  try {
    switch (step.type) {
      case 'crmPut':
        return void (await crm.put(inCrm, contents))
      case 'crmAdd':
        return void (await crm.putNew(inCrm, contents))
      case 'crmRemove':
        return await crm.remove(inCrm)
      case 'crmRename':
        return void (await host.renameAsUser(acme, crm.file(inCrm).id, step.to))
      case 'dropboxPut':
        return void (await spoke?.put(step.name, contents))
      case 'dropboxRemove':
        return await spoke?.remove(step.name)
      case 'dropboxMove':
        return void (await spoke?.move(step.name, step.to))
      case 'dropboxSafeSave':
        await spoke?.move(step.name, 'backup')
        await spoke?.put(step.name, contents)
        return await spoke?.remove('backup')
    }
  } catch {
    // There is no such file, or something is in the way.
  }
}
