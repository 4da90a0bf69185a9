import type { World } from '../engine-world/engine-world.ts'
import { home } from '../engine-world/spoke.ts'
import { type CrashScenario, synced } from './crash-scenario.ts'

const person = { userId: 'user-grace', name: 'Grace Hopper', via: 'host' } as const
/** One more than may vanish, or be deleted, before a person is asked (S15). */
const TOO_MANY = 21
const names = Array.from({ length: TOO_MANY }, (_, at) => `${at}.txt`)

function press(engine: Parameters<NonNullable<CrashScenario['ask']>>[0], { ada, acme }: World): Promise<void> {
  return engine.enrol(ada.linkId, acme, 'user-ada')
}

async function rename(world: World, name: string): Promise<void> {
  world.records.set(world.acme, { name, number: '1', singular: 'Company' })
}

/** A record that was stopped, with a file that was deleted, one that was edited, and one that is the same. */
async function stopped(world: World): Promise<void> {
  const { ada, acme, crm, engine } = world
  await synced(world, { 'a.txt': 'h1', 'b.txt': 'h1', 'c.txt': 'h1' })
  await engine.stop(ada.linkId, acme, person)
  await ada.sync([acme])
  await crm.remove('a.txt')
  await crm.put('b.txt', 'h2')
}

async function held(world: World): Promise<void> {
  await stopped(world)
  await press(world.engine, world)
  await world.ada.sync([world.acme])
}

async function vanished(world: World): Promise<void> {
  await synced(world, Object.fromEntries(names.map((name) => [name, name])))
  for (const name of names) await world.ada.remove(name)
}

async function linkHeld(world: World): Promise<void> {
  await vanished(world)
  await world.ada.sync()
}

/** A record's own folder. */
export const recordFolders: readonly CrashScenario[] = [
  {
    proves: '[C16] [S9]',
    kind: 'module folder and record folder',
    prepare: async ({ crm }) => crm.put('a.txt', 'h1'),
    ask: press,
    isPressed: true,
    shows: ['createModuleFolder', 'createRecordFolder', 'upload'],
  },
  {
    proves: '[C45] [S9]',
    kind: 'record folder that takes a new name',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1', 'sub/b.txt': 'h2' })
      await rename(world, 'Acme Corp')
    },
    isPressed: true,
    shows: ['moveRecordFolder', 'recordFolderMoved'],
  },
  {
    proves: '[C45] [S9]',
    kind: 'record folder that takes a new name beside other changes',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1', 'sub/b.txt': 'h2' })
      await rename(world, 'Acme Corp')
      await world.crm.put('a.txt', 'h3')
      await world.ada.put('sub/b.txt', 'h4')
      await world.ada.put('sub/c.txt', 'h5')
    },
    isPressed: true,
    shows: ['moveRecordFolder', 'upload', 'updateHost', 'import'],
  },
  {
    proves: '[C46] [S9]',
    kind: 'record folder that the user moved',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1', 'sub/b.txt': 'h2' })
      await world.ada.move(home, '/Elsewhere')
    },
    shows: ['recordFolderFollowed'],
  },
  {
    proves: '[C47] [S9]',
    kind: 'record folder whose new name is taken',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      await world.ada.mkdir('/Companies/Acme Corp (1)')
      await rename(world, 'Acme Corp')
    },
    isPressed: true,
    shows: ['folder_name_taken'],
  },
  {
    proves: '[C28] [S10]',
    kind: 'record folder that is lost',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1', 'sub/b.txt': 'h2' })
      await world.ada.remove(home)
    },
    shows: ['recordFolderRemoved'],
  },
  {
    proves: '[C29] [S10]',
    kind: 'record folder that is made anew',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      await world.ada.remove(home)
      await world.ada.sync()
      await world.crm.put('b.txt', 'h2')
    },
    ask: press,
    isPressed: true,
    shows: ['createRecordFolder', 'upload'],
  },
  {
    proves: '[C116]',
    kind: 'enrolment of a folder with strays',
    prepare: async (world) => {
      const beta = world.record('2', 'Beta')
      await world.ada.press(beta)
      await world.ada.put('a.txt', 'h1')
      await world.ada.sync()
    },
    ask: press,
    isPressed: true,
    shows: ['createRecordFolder', 'import'],
  },
  {
    proves: '[S9]',
    kind: 'record that is gone',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      world.records.set(world.acme, null)
    },
    isPressed: true,
    shows: ['records.describe'],
  },
  {
    proves: '[S9]',
    kind: 'record that is gone, with its unchanged files',
    options: { settings: { onRecordDeleted: 'deleteUnchanged' } },
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1', 'b.txt': 'h1' })
      await world.ada.put('b.txt', 'h2')
      await world.ada.put('c.txt', 'h3')
      world.records.set(world.acme, null)
    },
    isPressed: true,
    shows: ['deleteRemote'],
  },
  {
    proves: '[C108] [S16]',
    kind: 'record that became invisible',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      const user = { tenantId: world.acme.tenantId, userId: 'user-ada' }
      world.records.setAccess(user, world.acme, { read: false, write: false, missing: [] })
      await world.crm.put('a.txt', 'h2')
    },
    shows: ['record_invisible'],
  },
]

/** What a person decides, and what he is asked. */
export const decisions: readonly CrashScenario[] = [
  {
    proves: '[S19]',
    kind: 'stop',
    prepare: async (world) => synced(world, { 'a.txt': 'h1', 'b.txt': 'h2' }),
    ask: (engine, { ada, acme }) => engine.stop(ada.linkId, acme, person),
    shows: ['suspended'],
  },
  {
    proves: '[S19]',
    kind: 'resumption, with a deletion that is held',
    prepare: stopped,
    ask: press,
    isPressed: true,
    shows: ['hold', 'deletionHeld', 'rebase', 'upload'],
  },
  {
    proves: '[S15]',
    kind: 'deletion that was confirmed',
    prepare: held,
    ask: (engine, { ada, acme }) => engine.confirmDeletions(ada.linkId, acme, null, person),
    shows: ['deleteRemote', 'deletedAfterConfirmation'],
  },
  {
    proves: '[S15]',
    kind: 'deletion that was taken back',
    prepare: held,
    ask: (engine, { ada, acme }) => engine.takeDeletionsBack(ada.linkId, acme, null, person),
    shows: ['import'],
  },
  {
    proves: '[S15]',
    kind: 'mass deletion that is held',
    prepare: async (world) => {
      await synced(world, Object.fromEntries(names.map((name) => [name, name])))
      for (const name of names) await world.crm.remove(name)
    },
    shows: ['hold'],
  },
  {
    proves: '[S19]',
    kind: 'pause of a link',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      await world.crm.put('a.txt', 'h2')
      await world.ada.put('b.txt', 'h1')
    },
    ask: (engine, { ada }) => engine.pause(ada.linkId, null, person),
    shows: ['paused'],
  },
  {
    proves: '[S19]',
    kind: "end of a record's pause",
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      await world.engine.pause(world.ada.linkId, world.acme, person)
      await world.crm.put('a.txt', 'h2')
      await world.ada.put('b.txt', 'h1')
      await world.ada.sync()
    },
    ask: (engine, { ada, acme }) => engine.resume(ada.linkId, acme, person),
    shows: ['upload', 'import'],
  },
  {
    proves: '[C103] [S18]',
    kind: 'the same account linked again',
    prepare: async (world) => {
      const { ada, crm, engine } = world
      await synced(world, { 'a.txt': 'h1', 'b.txt': 'h1', 'c.txt': 'h1' })
      await engine.unlink(ada.linkId)
      await crm.put('a.txt', 'h2')
      await ada.put('a.txt', 'h3')
      await crm.remove('b.txt')
    },
    ask: (engine, { ada }) => engine.relink(ada.linkId),
    shows: ['storeCopy', 'hold', 'rebase'],
  },
  {
    proves: '[C91]',
    kind: 'state that is not trusted',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1', 'b.txt': 'h1' })
      await world.crm.put('a.txt', 'h2')
    },
    ask: (engine, { ada }) => engine.distrust(ada.linkId),
    shows: ['upload', 'rebase'],
  },
]

/** What concerns the link as a whole. */
export const links: readonly CrashScenario[] = [
  { proves: '[S15]', kind: 'hold of a link', prepare: vanished, shows: ['filesVanished'] },
  {
    proves: '[S15]',
    kind: 'hold answered: stop',
    prepare: linkHeld,
    ask: (engine, { ada }) => engine.answerHold(ada.linkId, 'stop', person),
    shows: ['detach'],
  },
  {
    proves: '[S15]',
    kind: 'hold answered: put back',
    // All but two are back before the answer is heard.
    prepare: async (world) => {
      await linkHeld(world)
      for (const name of names.slice(2)) await world.ada.put(name, name)
    },
    ask: (engine, { ada }) => engine.answerHold(ada.linkId, 'putBack', person),
    shows: ['upload'],
  },
  {
    proves: '[C85] [C86]',
    kind: 'listing after a lost cursor',
    options: { pageSize: 3 },
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1', 'b.txt': 'h1', 'c.txt': 'h1', 'sub/d.txt': 'h1' })
      await world.ada.put('a.txt', 'h2')
      await world.ada.remove('b.txt')
      await world.ada.put('e.txt', 'h2')
      world.ada.remote.owner.loseCursors()
    },
    shows: ['store.mirrorPage', 'updateHost', 'detach', 'import'],
  },
  {
    proves: '[C43] [C110]',
    kind: 'pages of the feed',
    options: { pageSize: 2 },
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1', 'b.txt': 'h1', 'sub/c.txt': 'h1' })
      const { ada } = world
      await ada.move('a.txt', 'backup')
      await ada.put('a.txt', 'h2')
      await ada.remove('backup')
      await ada.move('sub', 'aside')
      await ada.move('aside', 'sub')
      await ada.put('d.txt', 'h3')
    },
    shows: ['updateHost', 'import'],
  },
]
