import { expect } from 'vitest'

import type { Remote } from '../../ports/remote.ts'
import { SyncError } from '../../sync-error.ts'
import { caseTest, userOf } from '../../testing/engine-world/case-test.ts'
import type { World } from '../../testing/engine-world/engine-world.ts'

const world = { users: ['Ada', 'Bob'] }
const base = { 'a.txt': 'h1' }

/** What Ada may do with Acme from now on. */
const allow =
  (read: boolean, write: boolean) =>
  ({ records, acme }: World): void =>
    records.setAccess({ tenantId: acme.tenantId, userId: 'user-ada' }, acme, { read, write, missing: [] })

caseTest(
  'C96 S1',
  "one user's edit reaches the others through the CRM",
  { world, base, remote: { 'a.txt': 'h2' } },
  { ops: ['updateHost a.txt', 'Bob: upload a.txt'], both: { 'a.txt': 'h2' }, remotes: { Bob: { 'a.txt': 'h2' } } },
)

const copyOf = (name: string) => `a (Dropbox, ${name}, 2026-01-01).txt`

caseTest(
  'C97 S4',
  'two users who edit at once: the first version to reach the CRM keeps the name, and all three places hold both',
  { world, base, remote: { 'a.txt': 'from Ada' }, remotes: { Bob: { 'a.txt': 'from Bob' } } },
  {
    ops: [
      'updateHost a.txt',
      'Bob: storeCopy a.txt',
      'Bob: upload a.txt',
      `Bob: upload ${copyOf('Bob')}`,
      `upload ${copyOf('Bob')}`,
    ],
    both: { 'a.txt': 'from Ada', [copyOf('Bob')]: 'from Bob' },
    remotes: { Bob: { 'a.txt': 'from Ada', [copyOf('Bob')]: 'from Bob' } },
  },
)

caseTest(
  'C98 S5',
  'what one user deletes stays in the CRM and with the others',
  { world, base, remote: { 'a.txt': null } },
  { ops: ['detach a.txt'], host: base, states: { 'a.txt': 'removed_in_remote' }, remotes: { Bob: base } },
)

caseTest(
  'C99',
  'a deletion in the CRM takes the unchanged copies, and an edited one comes back to all',
  { world, base, host: { 'a.txt': null }, remotes: { Bob: { 'a.txt': 'edited by Bob' } } },
  {
    ops: ['deleteRemote a.txt', 'Bob: import a.txt', 'upload a.txt'],
    both: { 'a.txt': 'edited by Bob' },
    remotes: { Bob: { 'a.txt': 'edited by Bob' } },
  },
)

caseTest(
  'C100',
  'what one user renames is a new file for the others',
  { world, base, remote: { 'a.txt': '→ b.txt' } },
  {
    ops: ['detach a.txt', 'import b.txt', 'Bob: upload b.txt'],
    host: { 'a.txt': 'h1', 'b.txt': 'h1' },
    remote: { 'b.txt': 'h1' },
    states: { 'a.txt': 'removed_in_remote' },
    remotes: { Bob: { 'a.txt': 'h1', 'b.txt': 'h1' } },
  },
)

caseTest(
  'C101',
  'a user without a link takes part in nothing, and everybody can see who does',
  { world, base, steps: ({ engine, spokes }) => engine.unlink(spokes[1]?.linkId ?? ''), host: { 'b.txt': 'h2' } },
  {
    ops: ['upload b.txt'],
    both: { 'a.txt': 'h1', 'b.txt': 'h2' },
    remotes: { Bob: base },
    also: async ({ store, acme, crm }) => {
      const copies = await store.copies(acme, [crm.file('a.txt').id])
      expect(copies.map(({ firstName, status }) => `${firstName}: ${status}`)).toEqual(['Ada: on'])
    },
  },
)

caseTest(
  'C107 S16',
  'without the right to write, files go up and nothing comes in',
  { base: {}, host: { 'up.txt': '1' }, remote: { 'down.txt': '2' }, steps: allow(true, false) },
  {
    ops: ['block down.txt', 'upload up.txt'],
    host: { 'up.txt': '1' },
    remote: { 'up.txt': '1', 'down.txt': '2' },
    problems: ['missing_right down.txt'],
    activity: ['missingRight', 'uploaded'],
  },
)

caseTest(
  'C107 S16',
  'what waited comes in once when the right is back',
  {
    base: {},
    before: [{ remote: { 'down.txt': '2' }, steps: allow(true, false) }],
    steps: allow(true, true),
    press: true,
  },
  { ops: ['import down.txt'], both: { 'down.txt': '2' } },
)

caseTest(
  'C107 S16 S11',
  'nothing is written over a version that may not come in: an edit goes up beside it',
  { base, host: { 'a.txt': 'h2' }, remote: { 'a.txt': 'h3' }, steps: allow(true, false) },
  {
    ops: ['upload a (CRM, Grace Hopper, 2026-01-01).txt', 'block a.txt'],
    host: { 'a.txt': 'h2' },
    remote: { 'a.txt': 'h3', 'a (CRM, Grace Hopper, 2026-01-01).txt': 'h2' },
    problems: ['missing_right a.txt'],
  },
)

caseTest(
  'C108 S16',
  'a record that became invisible is sent no more, and its files stay',
  { base, host: { 'b.txt': 'secret' }, steps: allow(false, false) },
  {
    ops: [],
    host: { 'a.txt': 'h1', 'b.txt': 'secret' },
    remote: base,
    states: { 'b.txt': 'waiting' },
    problems: ['record_invisible Acme'],
  },
)

caseTest(
  'C109',
  'the link of a user who was removed from the CRM is paused: nothing is deleted on either side',
  {
    base,
    host: { 'a.txt': null, 'b.txt': 'h2' },
    steps: ({ engine, ada }) => engine.pause(ada.linkId, null, { userId: null, name: 'CRM', via: 'host' }),
  },
  { ops: [], outcome: 'paused', host: { 'b.txt': 'h2' }, remote: base, states: { 'b.txt': 'link_paused' } },
)

/** A folder that somebody shares, and makes read-only later on. */
const shared = { path: '/Companies/Acme (1)/shared/', isReadOnly: false, refusals: 0 }

function withSharedFolder(remote: Remote): Remote {
  const check = (path: string): void => {
    if (!shared.isReadOnly || !path.startsWith(shared.path)) return
    shared.refusals += 1
    throw new SyncError('no_write_permission', 'This folder is read-only.')
  }
  return {
    ...remote,
    async upload(request, options) {
      check(request.path)
      return remote.upload(request, options)
    },
    async deleteFile(file, options) {
      check(file.path)
      return remote.deleteFile(file, options)
    },
  }
}

caseTest(
  'C111',
  'a shared folder that becomes read-only blocks what would be written there, after one attempt; other folders and imports go on',
  {
    world: { disguise: withSharedFolder, settings: { transfers: 1 } },
    base: { 'a.txt': 'h1', 'shared/b.txt': 'h2', 'shared/c.txt': 'h3' },
    steps: () => {
      shared.isReadOnly = true
    },
    host: { 'a.txt': 'edited', 'shared/b.txt': 'edited', 'shared/c.txt': null, 'shared/d.txt': 'new' },
    remote: { 'shared/e.txt': 'theirs' },
  },
  {
    ops: ['import shared/e.txt', 'upload a.txt'],
    host: { 'a.txt': 'edited', 'shared/b.txt': 'edited', 'shared/d.txt': 'new', 'shared/e.txt': 'theirs' },
    remote: { 'a.txt': 'edited', 'shared/b.txt': 'h2', 'shared/c.txt': 'h3', 'shared/e.txt': 'theirs' },
    states: { 'shared/b.txt': 'no_write_permission', 'shared/d.txt': 'no_write_permission' },
    problems: ['no_write_permission b.txt', 'no_write_permission c.txt', 'no_write_permission d.txt'],
    also: () => expect(shared.refusals).toBe(1),
  },
)

caseTest(
  'C114',
  'a file attached to two records is two files',
  {
    base: { 'a.txt': 'same' },
    before: [
      {
        steps: async ({ crm, ada, record }) => {
          await crm.of(record('2', 'Beta')).put('a.txt', 'same')
          await ada.press(record('2', 'Beta'))
        },
      },
    ],
    steps: ({ crm, record }) => crm.of(record('2', 'Beta')).remove('a.txt'),
  },
  {
    ops: ['deleteRemote a.txt'],
    both: { 'a.txt': 'same' },
    also: async (world) => expect(await userOf(world, 'Ada').files('/Companies/Beta (2)')).toEqual([]),
  },
)
