import { env } from 'node:process'

import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { type World, engineWorld } from '../testing/engine-world/engine-world.ts'
import { expectConsistent } from '../testing/engine-world/expect-consistent.ts'
import { lostReply } from '../testing/engine-world/faults.ts'
import { home } from '../testing/engine-world/spoke.ts'
import { watched } from '../testing/engine-world/watched-remote.ts'

/** Some in every check, as many as you like in a long run: `SEQUENCES=1000000`. `SEED` repeats one. */
const SEQUENCES = Number(env['SEQUENCES'] ?? 1000)
const SEED = env['SEED'] ? Number(env['SEED']) : undefined
/** Longer than any back-off, so that at the end everything was tried again. */
const LONG_MS = 7 * 3_600_000

// Few names and few contents, so that they meet; new contents beside repeated ones, as equal contents hide losses.
const name = fc.constantFrom('a.txt', 'A.txt', 'b.txt', 'sub/a.txt', 'sub/c.txt', 'é.txt', 'e\u0301.txt')
const place = fc.oneof({ weight: 5, arbitrary: name }, { weight: 1, arbitrary: fc.constantFrom('sub', 'sub2') })
const text = fc.constantFrom('x', 'y', 'new', 'new')
const of = <Type extends string>(type: Type) => fc.constant(type)

const edit = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: of('crmPut'), name, text }) },
  { weight: 1, arbitrary: fc.record({ type: of('crmAdd'), name, text }) },
  { weight: 2, arbitrary: fc.record({ type: of('crmRemove'), name }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: of('crmRename'), name, to: fc.constantFrom('a.txt', 'b.txt', 'A.txt') }),
  },
  { weight: 3, arbitrary: fc.record({ type: of('dropboxPut'), name, text }) },
  { weight: 2, arbitrary: fc.record({ type: of('dropboxRemove'), name: place }) },
  { weight: 2, arbitrary: fc.record({ type: of('dropboxMove'), name: place, to: place }) },
  { weight: 1, arbitrary: fc.record({ type: of('dropboxSafeSave'), name, text }) },
)
type Edit = typeof edit extends fc.Arbitrary<infer One> ? One : never

const rare = <One>(arbitrary: fc.Arbitrary<One>, freq: number) => fc.option(arbitrary, { freq })
const calls = ['upload', 'create', 'replace', 'deleteFile', 'move', 'commit', 'changes', 'get', 'read', 'download']
const pass = fc.record({
  type: of('pass'),
  user: fc.nat(1),
  crash: rare(fc.record({ call: fc.nat(25), when: fc.constantFrom('before' as const, 'after' as const) }), 3),
  lost: rare(fc.constantFrom('upload', 'deleteFile', 'move', 'createFolder', 'create', 'createFrom', 'replace'), 5),
  meanwhile: rare(fc.record({ method: fc.constantFrom(...calls), user: fc.nat(1), edit }), 3),
})

const command = fc.oneof(
  { weight: 12, arbitrary: fc.record({ type: of('edit'), user: fc.nat(1), edit }) },
  { weight: 8, arbitrary: pass },
  { weight: 1, arbitrary: fc.record({ type: of('press'), user: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ type: of('loseCursors'), user: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ type: of('renameRecord'), name: fc.constantFrom('Acme', 'Acme Corp') }) },
  { weight: 1, arbitrary: fc.record({ type: of('moveFolder'), user: fc.nat(1), to: fc.constantFrom('/Old', home) }) },
  { weight: 1, arbitrary: fc.record({ type: of('setWrite'), user: fc.nat(1), write: fc.boolean() }) },
)
type Command = typeof command extends fc.Arbitrary<infer One> ? One : never

test.for([
  { users: ['Ada'], share: 0.7 },
  { users: ['Ada', 'Bob'], share: 0.3 },
])(
  '[S3] [S4] [S5] [S6] [S7] random edits of $users, with faults and crashes, lose nothing and come to rest',
  {
    timeout: 3_600_000,
  },
  async ({ users, share }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 2, maxLength: 14 }), (commands) => play(users, commands)),
      { numRuns: Math.ceil(SEQUENCES * share), ...(SEED === undefined ? {} : { seed: SEED }) },
    )
  },
)

async function play(users: readonly string[], commands: readonly Command[]): Promise<void> {
  const blindWrites: string[] = []
  const returns: string[] = []
  const world: World = await engineWorld({
    users,
    pageSize: 3,
    disguise: (remote) => watched(remote, () => world, { blindWrites, returns }),
  })
  const { acme, crm, spokes } = world
  let contents = 0
  const fresh = (): string => `new ${(contents += 1)}`
  await crm.put('start.txt', 'start')
  for (const spoke of spokes) await spoke.press(acme)
  for (const step of commands) await carryOut(world, step, fresh)

  world.faults.restart()
  for (const { user } of users.map((user) => ({ user: user.toLowerCase() }))) setWrite(world, user, true)
  for (let round = 0; round < 2; round += 1) {
    world.clock.advance(LONG_MS)
    for (const spoke of spokes) await spoke.sync([acme])
    for (const spoke of spokes) await spoke.sync()
  }
  expect(blindWrites, '[I2] written over contents that the CRM does not hold').toEqual([])
  expect(returns, '[I5] brought back what was removed in Dropbox').toEqual([])
  for (const spoke of spokes) {
    await spoke.isAtRest()
    await expectConsistent(world, spoke)
    expect(
      (await spoke.problems()).filter(({ code }) => code !== 'not_in_a_record' && code !== 'name_refused'),
    ).toEqual([])
  }
}

async function carryOut(world: World, step: Command, fresh: () => string): Promise<void> {
  const { acme, clock, engine, faults, records, spokes } = world
  const spoke = spokes[('user' in step ? step.user : 0) % spokes.length]
  if (!spoke) return
  clock.advance(1000)
  switch (step.type) {
    case 'edit':
      return tryEdit(world, step.user, step.edit, fresh)
    case 'pass': {
      const { crash, lost, meanwhile } = step
      if (crash) faults.crashAtCall(crash.call, crash.when)
      if (lost) faults.add({ method: lost, when: 'after', error: lostReply })
      if (meanwhile) faults.meanwhile(meanwhile.method, () => tryEdit(world, meanwhile.user, meanwhile.edit, fresh))
      return passOrCrash(() => spoke.pass())
    }
    case 'press':
      await engine.enrol(spoke.linkId, acme, 'user-ada')
      return passOrCrash(() => spoke.pass([acme]))
    case 'loseCursors':
      return spoke.remote.owner.loseCursors()
    case 'renameRecord':
      return records.set(acme, { name: step.name, number: '1', singular: 'Company' })
    case 'moveFolder': {
      const enrolment = await world.store.enrolment(spoke.linkId, acme)
      if (enrolment?.folder) await spoke.move(enrolment.folder, step.to).catch(() => undefined)
      return undefined
    }
    case 'setWrite':
      return setWrite(world, ['ada', 'bob'][step.user] ?? 'ada', step.write)
  }
}

function setWrite({ records, acme }: World, user: string, write: boolean): void {
  records.setAccess({ tenantId: acme.tenantId, userId: `user-${user}` }, acme, { read: true, write, missing: [] })
}

async function passOrCrash(run: () => Promise<unknown>): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (!String(error).includes('The process is gone')) throw error
  }
}

/** What a person does, if it is possible now. */
async function tryEdit(world: World, user: number, step: Edit, fresh: () => string): Promise<void> {
  const { crm, spokes } = world
  const spoke = spokes[user % spokes.length]
  const contents = 'text' in step ? (step.text === 'new' ? fresh() : step.text) : ''
  try {
    switch (step.type) {
      case 'crmPut':
        return void (await crm.put(step.name, contents))
      case 'crmAdd':
        return void (await crm.putNew(step.name, contents))
      case 'crmRemove':
        return await crm.remove(step.name)
      case 'crmRename':
        return void (await crm.rename(step.name, step.to))
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
