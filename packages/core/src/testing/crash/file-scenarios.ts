import type { World } from '../engine-world/engine-world.ts'
import { type CrashScenario, synced } from './crash-scenario.ts'

const person = { userId: 'user-grace', name: 'Grace Hopper', via: 'host' } as const

/** A file moves to a record beside Acme, which has a folder of its own. */
async function moveToBeta(world: World): Promise<void> {
  const { ada, acme, crm, host } = world
  const beta = world.record('2', 'Beta')
  await synced(world, { 'a.txt': 'h1' })
  await ada.press(beta)
  host.moveToRecord(acme, crm.file('a.txt').id, beta)
}

/** What goes to the remote: contents, and names that follow the host's. */
export const outward: readonly CrashScenario[] = [
  {
    proves: '[C1] [C74]',
    kind: 'upload of a new file',
    prepare: async (world) => {
      await synced(world, {})
      await world.crm.put('a.txt', 'h1')
    },
    shows: ['upload'],
  },
  {
    proves: '[C1] [S17]',
    kind: 'uploads side by side',
    prepare: async (world) => {
      await synced(world, {})
      for (const name of ['a', 'b', 'c']) await world.crm.put(`${name}.txt`, name)
    },
    shows: ['upload'],
  },
  {
    proves: '[C5] [C79]',
    kind: 'upload of an edit',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      await world.crm.put('a.txt', 'h2')
    },
    shows: ['updatedInRemote'],
  },
  {
    proves: '[C67] [S11]',
    kind: 'upload beside a version that is too large',
    options: { settings: { maxFileBytes: 10 } },
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      await world.ada.put('a.txt', '0123456789+')
      await world.ada.sync()
      await world.crm.put('a.txt', 'h2')
    },
    shows: ['upload'],
  },
  {
    proves: '[C13] [S5]',
    kind: 'upload of an edit that beats a removal',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      await world.ada.remove('a.txt')
      await world.crm.put('a.txt', 'h2')
    },
    shows: ['putBackBecauseUpdated'],
  },
  {
    proves: '[C22] [S5]',
    kind: 'upload of what is put back',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      await world.ada.remove('a.txt')
      await world.ada.sync()
    },
    ask: (engine, { ada, acme, crm }) => engine.putBack(ada.linkId, acme, [crm.file('a.txt').id]),
    shows: ['upload'],
  },
  {
    proves: '[S2]',
    kind: 'upload from a host that knows no hashes',
    options: { capabilities: { hash: false } },
    prepare: async (world) => {
      await synced(world, {})
      await world.crm.put('a.txt', 'h1')
    },
    shows: ['upload', 'host.read'],
  },
  {
    proves: '[S13]',
    kind: 'folders for an upload',
    prepare: async (world) => {
      await synced(world, {})
      await world.crm.put('sub/deep/a.txt', 'h1')
    },
    shows: ['createFolder', 'upload'],
  },
  {
    proves: '[S3]',
    kind: 'pacing of a file that is edited all the time',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      for (const text of ['h2', 'h3']) {
        await world.crm.put('a.txt', text)
        await world.ada.sync()
      }
      await world.crm.put('a.txt', 'h4')
    },
    shows: ['edited_often'],
  },
  {
    proves: '[C39] [S8]',
    kind: 'move',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      await world.crm.rename('a.txt', 'b.txt')
    },
    shows: ['move'],
  },
  {
    proves: '[S8] [S13]',
    kind: 'move into a folder',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      const { id, version: expectedVersion } = world.crm.file('a.txt')
      await world.host.move?.({ record: world.acme, id, expectedVersion }, ['sub'], person)
    },
    shows: ['createFolder', 'move'],
  },
  {
    proves: '[S8]',
    kind: 'edit and move of one file',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      await world.crm.put('a.txt', 'h2')
      await world.crm.rename('a.txt', 'b.txt')
    },
    shows: ['upload', 'move'],
  },
  {
    proves: '[C42] [S8]',
    kind: 'move aside in a circle of names',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'A', 'b.txt': 'B' })
      await world.crm.rename('a.txt', 'c.txt')
      await world.crm.rename('b.txt', 'a.txt')
      await world.crm.rename('c.txt', 'b.txt')
    },
    shows: ['move'],
  },
  { proves: '[C48]', kind: 'move between records', prepare: moveToBeta, shows: ['move'] },
  {
    proves: '[C9] [C76]',
    kind: 'deletion in the remote',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      await world.crm.remove('a.txt')
    },
    shows: ['deleteRemote'],
  },
]

/** What comes into the host, and both at once. */
export const inward: readonly CrashScenario[] = [
  {
    proves: '[C2] [C75]',
    kind: 'import of a new file',
    prepare: async (world) => {
      await synced(world, {})
      await world.ada.put('a.txt', 'h1')
    },
    shows: ['import'],
  },
  {
    proves: '[C17] [C75]',
    kind: 'imports side by side, with their folder',
    prepare: async (world) => {
      await synced(world, {})
      for (const name of ['a', 'b', 'c']) await world.ada.put(`sub/${name}.txt`, name)
    },
    shows: ['import', 'importFolder'],
  },
  {
    proves: '[C12] [S6]',
    kind: 'import of what was edited after its deletion',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      await world.crm.remove('a.txt')
      await world.ada.put('a.txt', 'h2')
    },
    shows: ['returnedAfterHostDelete'],
  },
  {
    proves: '[C31] [S7]',
    kind: 'import as a copy of what was renamed',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      await world.ada.move('a.txt', 'b.txt')
    },
    shows: ['importedFromRename', 'host.createFrom', 'detach'],
  },
  {
    proves: '[C6] [S3]',
    kind: 'new version in the host',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      await world.ada.put('a.txt', 'h2')
    },
    shows: ['updateHost'],
  },
  {
    proves: '[C41]',
    kind: 'new version of a file that was renamed',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      await world.crm.rename('a.txt', 'b.txt')
      await world.ada.put('a.txt', 'h2')
    },
    shows: ['updateHost', 'move'],
  },
  {
    proves: '[C25] [S5]',
    kind: 'new version of what was removed',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      await world.ada.remove('a.txt')
      await world.ada.sync()
      await world.ada.put('a.txt', 'h2')
    },
    shows: ['updateHost', 'reattached'],
  },
  {
    proves: '[C8] [C77] [S4]',
    kind: 'conflict: copy, then upload, then the copy',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      await world.crm.put('a.txt', 'h2')
      await world.ada.put('a.txt', 'h3')
    },
    shows: ['storeCopy', 'upload'],
  },
  {
    proves: '[C4] [S4]',
    kind: 'conflict at the first meeting',
    prepare: async ({ crm, ada }) => {
      await crm.put('a.txt', 'h1')
      await ada.put('a.txt', 'h2')
    },
    ask: (engine, { ada, acme }) => engine.enrol(ada.linkId, acme, 'user-ada'),
    isPressed: true,
    shows: ['storeCopy', 'upload'],
  },
  {
    proves: '[S13]',
    kind: 'import of a folder',
    prepare: async (world) => {
      await synced(world, {})
      await world.ada.mkdir('sub')
    },
    shows: ['importFolder'],
  },
]

/** What needs no transfer: rows only. */
export const bookkeeping: readonly CrashScenario[] = [
  {
    proves: '[C3]',
    kind: 'adopt at the first meeting',
    prepare: async ({ crm, ada }) => {
      await crm.put('a.txt', 'h1')
      await ada.put('a.txt', 'h1')
    },
    ask: (engine, { ada, acme }) => engine.enrol(ada.linkId, acme, 'user-ada'),
    isPressed: true,
    shows: ['adopt'],
  },
  {
    proves: '[C24] [S5]',
    kind: 'adopt of what is there again',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      await world.ada.remove('a.txt')
      await world.ada.sync()
      await world.ada.put('a.txt', 'h1')
    },
    shows: ['adopt', 'reattached'],
  },
  {
    proves: '[C14]',
    kind: 'rebase',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      await world.crm.put('a.txt', 'h1')
    },
    shows: ['rebase'],
  },
  {
    proves: '[C7]',
    kind: 'rebase after the same edit on both sides',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      await world.crm.put('a.txt', 'h2')
      await world.ada.put('a.txt', 'h2')
    },
    shows: ['rebase'],
  },
  {
    proves: '[C10] [S5]',
    kind: 'detach',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      await world.ada.remove('a.txt')
    },
    shows: ['detach'],
  },
  {
    proves: '[C11]',
    kind: 'forget',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      await world.crm.remove('a.txt')
      await world.ada.remove('a.txt')
    },
    shows: ['forget'],
  },
  {
    proves: '[C23]',
    kind: 'forget of what was detached',
    prepare: async (world) => {
      await synced(world, { 'a.txt': 'h1' })
      await world.ada.remove('a.txt')
      await world.ada.sync()
      await world.crm.remove('a.txt')
    },
    shows: ['forget'],
  },
  {
    proves: '[C64] [S11]',
    kind: 'block of what is too large',
    options: { settings: { maxFileBytes: 10 } },
    prepare: async (world) => {
      await synced(world, {})
      await world.crm.put('a.txt', '0123456789+')
    },
    shows: ['block', 'file_too_large'],
  },
  {
    proves: '[C107] [S16]',
    kind: 'block for a right that is missing',
    prepare: async (world) => {
      await synced(world, {})
      const user = { tenantId: world.acme.tenantId, userId: 'user-ada' }
      world.records.setAccess(user, world.acme, { read: true, write: false, missing: [] })
      await world.ada.put('a.txt', 'h1')
    },
    shows: ['block', 'missing_right'],
  },
  {
    proves: '[C115]',
    kind: 'note of a file in no record',
    prepare: async (world) => {
      await synced(world, {})
      await world.ada.put('/stray.txt', 'h1')
    },
    shows: ['notInARecord', 'not_in_a_record'],
  },
]
