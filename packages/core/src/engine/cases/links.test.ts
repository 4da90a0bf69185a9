import { expect } from 'vitest'

import type { StoreSnapshot } from '../../memory/index.ts'
import type { Actor } from '../../ports/host-files.ts'
import { caseTest } from '../../testing/engine-world/case-test.ts'
import type { World } from '../../testing/engine-world/engine-world.ts'

const base = { 'a.txt': 'h1', 'b.txt': 'h2', 'c.txt': 'h3', 'd.txt': 'h4', 'e.txt': 'h5' }
const ada: Actor = { userId: 'user-ada', name: 'Ada', via: 'host' }

const unlink = ({ engine, ada }: World): Promise<void> => engine.unlink(ada.linkId)
const relink = ({ engine, ada }: World): Promise<void> => engine.relink(ada.linkId)
const stop = ({ engine, ada: { linkId }, acme }: World): Promise<void> => engine.stop(linkId, acme, ada)
const pauseRecord = ({ engine, ada: { linkId }, acme }: World): Promise<void> => engine.pause(linkId, acme, ada)
const resumeRecord = ({ engine, ada: { linkId }, acme }: World): Promise<void> => engine.resume(linkId, acme, ada)
const pauseLink = ({ engine, ada: { linkId } }: World): Promise<void> => engine.pause(linkId, null, ada)
const resumeLink = ({ engine, ada: { linkId } }: World): Promise<void> => engine.resume(linkId, null, ada)

/** Nothing of what is paused is called synchronised. */
const pausedFiles = { 'a.txt': 'link_paused', 'c.txt': 'link_paused', 'd.txt': 'link_paused', 'e.txt': 'link_paused' }
const states = (state: string) => Object.fromEntries(Object.keys(base).map((name) => [name, state]))

caseTest(
  'C102 S18',
  'unlinking keeps both sides and remembers what was bound',
  { base, steps: unlink },
  {
    ops: [],
    outcome: 'paused',
    both: base,
    states: states('onlyInHost'),
    also: async ({ ada, store }) => {
      expect(await ada.states()).toHaveLength(5)
      expect(await store.link(ada.linkId)).toMatchObject({ status: 'revoked' })
    },
  },
)

caseTest(
  'C102 S18 S19',
  'unlinking in the middle of a pass takes effect before the next op',
  {
    base: {},
    host: { 'a.txt': 'h1', 'b.txt': 'h2' },
    world: { settings: { transfers: 1 } },
    steps: (world) => world.faults.meanwhile('upload', () => unlink(world)),
  },
  {
    ops: ['upload a.txt'],
    outcome: 'paused',
    host: { 'a.txt': 'h1', 'b.txt': 'h2' },
    remote: { 'a.txt': 'h1' },
    states: { 'a.txt': 'onlyInHost', 'b.txt': 'onlyInHost' },
  },
)

const copy = 'b (Dropbox, Ada, 2026-01-01).txt'

caseTest(
  'C103 C105 S18',
  'the same account linked again: alike is bound, edits count, both edited is a conflict, a deletion is asked about',
  {
    base,
    before: [{ steps: unlink }],
    host: { 'b.txt': 'ours', 'c.txt': 'edited', 'd.txt': null },
    remote: { 'b.txt': 'theirs', 'e.txt': 'edited' },
    steps: relink,
  },
  {
    ops: [
      'rebase a.txt',
      'hold d.txt',
      'storeCopy b.txt',
      'updateHost e.txt',
      'upload c.txt',
      'upload b.txt',
      `upload ${copy}`,
    ],
    host: { 'a.txt': 'h1', 'b.txt': 'ours', [copy]: 'theirs', 'c.txt': 'edited', 'e.txt': 'edited' },
    remote: { 'a.txt': 'h1', 'b.txt': 'ours', [copy]: 'theirs', 'c.txt': 'edited', 'd.txt': 'h4', 'e.txt': 'edited' },
    states: { 'b.txt': 'conflict', [copy]: 'conflict' },
    problems: ['deletion_held d.txt'],
  },
)

caseTest(
  'C105 S18 S15',
  'a deletion made while unlinked is carried out when a person confirms it',
  {
    base,
    before: [{ steps: unlink }, { host: { 'd.txt': null } }, { steps: relink }],
    steps: async ({ engine, ada: { linkId }, acme }) =>
      expect(await engine.confirmDeletions(linkId, acme, null, ada)).toBe(1),
  },
  {
    ops: ['deleteRemote d.txt'],
    both: { 'a.txt': 'h1', 'b.txt': 'h2', 'c.txt': 'h3', 'e.txt': 'h5' },
    activity: ['deletionsConfirmed', 'deletedAfterConfirmation'],
  },
)

caseTest(
  'C105 S18',
  'what was removed in Dropbox while unlinked is detached',
  { base, before: [{ steps: unlink }], remote: { 'd.txt': null }, steps: relink },
  {
    ops: ['detach d.txt', 'rebase a.txt', 'rebase b.txt', 'rebase c.txt', 'rebase e.txt'],
    host: base,
    remote: { 'a.txt': 'h1', 'b.txt': 'h2', 'c.txt': 'h3', 'e.txt': 'h5' },
    states: { 'd.txt': 'removed_in_remote' },
  },
)

caseTest(
  'C104 S18',
  'another account starts from nothing: everything goes there on request, and the old one is left alone',
  {
    base,
    before: [{ steps: unlink }],
    steps: async ({ link, acme }) => {
      const other = await link('Ada', { accountId: 'dbid:other' })
      await other.press(acme)
      expect(await other.files()).toHaveLength(5)
    },
  },
  {
    ops: [
      'Ada: createModuleFolder /Companies',
      'Ada: createRecordFolder /Companies/Acme (1)',
      ...Object.keys(base).map((name) => `Ada: upload ${name}`),
    ],
    outcome: 'paused',
    both: base,
    states: states('onlyInHost'),
  },
)

caseTest(
  'C119 S19',
  'a record that was stopped and is taken up again: edits of both sides count, a deletion is asked about, the rest is bound',
  {
    base,
    before: [{ steps: stop }, { host: { 'a.txt': 'ours', 'b.txt': null }, remote: { 'c.txt': 'theirs' } }],
    press: true,
  },
  {
    ops: ['hold b.txt', 'rebase d.txt', 'rebase e.txt', 'updateHost c.txt', 'upload a.txt'],
    host: { 'a.txt': 'ours', 'c.txt': 'theirs', 'd.txt': 'h4', 'e.txt': 'h5' },
    remote: { 'a.txt': 'ours', 'b.txt': 'h2', 'c.txt': 'theirs', 'd.txt': 'h4', 'e.txt': 'h5' },
    problems: ['deletion_held b.txt'],
  },
)

caseTest(
  'C119 S19',
  'what was deleted is asked about also when the record is taken up again before any pass saw that it was stopped',
  { base, steps: stop, host: { 'b.txt': null }, press: true },
  {
    ops: ['hold b.txt', 'rebase a.txt', 'rebase c.txt', 'rebase d.txt', 'rebase e.txt'],
    host: { 'a.txt': 'h1', 'c.txt': 'h3', 'd.txt': 'h4', 'e.txt': 'h5' },
    remote: base,
    problems: ['deletion_held b.txt'],
  },
)

caseTest(
  'S19',
  'a record that is stopped keeps both sides, and nothing of it is synchronised',
  { base, before: [{ steps: stop }], host: { 'a.txt': 'ours', 'f.txt': 'new' }, remote: { 'c.txt': 'theirs' } },
  {
    ops: [],
    host: { ...base, 'a.txt': 'ours', 'f.txt': 'new' },
    remote: { ...base, 'c.txt': 'theirs' },
    states: { ...states('onlyInHost'), 'f.txt': 'onlyInHost' },
    also: async ({ ada }) => expect(await ada.states()).toContain('a.txt: suspended'),
  },
)

caseTest(
  'S19',
  'stopping in the middle of a pass takes effect for that record, and others go on',
  {
    base: {},
    world: { settings: { transfers: 1 } },
    before: [{ steps: ({ ada, record }) => ada.press(record('2', 'Beta')) }],
    host: { 'a.txt': 'h1', 'b.txt': 'h2' },
    steps: async (world) => {
      world.faults.meanwhile('upload', () => stop(world))
      await world.crm.of(world.record('2', 'Beta')).put('c.txt', 'h3')
    },
  },
  {
    ops: ['upload a.txt', 'upload c.txt'],
    host: { 'a.txt': 'h1', 'b.txt': 'h2' },
    remote: { 'a.txt': 'h1' },
    states: { 'a.txt': 'onlyInHost', 'b.txt': 'onlyInHost' },
  },
)

const meanwhile = { host: { 'a.txt': 'ours', 'b.txt': null }, remote: { 'c.txt': 'theirs', 'd.txt': null } }
const after = {
  host: { 'a.txt': 'ours', 'c.txt': 'theirs', 'd.txt': 'h4', 'e.txt': 'h5' },
  remote: { 'a.txt': 'ours', 'c.txt': 'theirs', 'e.txt': 'h5' },
}

caseTest(
  'S19',
  'a record that is paused is watched, and nothing follows from what happens',
  { base, before: [{ steps: pauseRecord }], ...meanwhile },
  {
    ops: [],
    host: { 'a.txt': 'ours', 'c.txt': 'h3', 'd.txt': 'h4', 'e.txt': 'h5' },
    remote: { 'a.txt': 'h1', 'b.txt': 'h2', 'c.txt': 'theirs', 'e.txt': 'h5' },
    states: pausedFiles,
  },
)

caseTest(
  'S19',
  'when the record goes on, what happened meanwhile is dealt with as if it happened now',
  { base, before: [{ steps: pauseRecord }, meanwhile], steps: resumeRecord },
  {
    ops: ['detach d.txt', 'updateHost c.txt', 'upload a.txt', 'deleteRemote b.txt'],
    ...after,
    states: { 'd.txt': 'removed_in_remote' },
  },
)

caseTest(
  'S19',
  'a link that is paused is watched: its passes read both feeds and do nothing',
  { base, before: [{ steps: pauseLink }], ...meanwhile },
  {
    ops: [],
    outcome: 'paused',
    host: { 'a.txt': 'ours', 'c.txt': 'h3', 'd.txt': 'h4', 'e.txt': 'h5' },
    remote: { 'a.txt': 'h1', 'b.txt': 'h2', 'c.txt': 'theirs', 'e.txt': 'h5' },
    states: pausedFiles,
  },
)

caseTest(
  'S19',
  'when the link goes on, what was noted is dealt with',
  { base, before: [{ steps: pauseLink }, meanwhile], steps: resumeLink },
  {
    ops: ['detach d.txt', 'updateHost c.txt', 'upload a.txt', 'deleteRemote b.txt'],
    ...after,
    states: { 'd.txt': 'removed_in_remote' },
    activity: ['resumed', 'keptAfterRemoteDelete', 'updatedInHost', 'updatedInRemote', 'deletedInRemote'],
  },
)

const copyOfA = 'a (Dropbox, Ada, 2026-01-01).txt'
const backups = new WeakMap<World, StoreSnapshot>()

caseTest(
  'C91',
  'a database out of a backup: what is alike is bound again, what differs is kept twice, and no deletion follows unasked',
  {
    base: { 'a.txt': 'h1', 'b.txt': 'h2', 'c.txt': 'h3', 'd.txt': 'h4', 'e.txt': 'h5' },
    before: [
      {
        steps: (world) => backups.set(world, world.store.snapshot()),
        host: { 'a.txt': 'newer', 'b.txt': null },
        remote: { 'd.txt': null, 'e.txt': 'newer' },
      },
    ],
    host: { 'a.txt': 'newest', 'c.txt': null },
    steps: async (world) => {
      const backup = backups.get(world)
      if (backup) world.store.restore(backup)
      await world.engine.distrust(world.ada.linkId)
    },
  },
  {
    ops: [
      'forget b.txt',
      'rebase e.txt',
      'hold c.txt',
      'detach d.txt',
      'storeCopy a.txt',
      `upload ${copyOfA}`,
      'upload a.txt',
    ],
    host: { 'a.txt': 'newest', [copyOfA]: 'newer', 'd.txt': 'h4', 'e.txt': 'newer' },
    remote: { 'a.txt': 'newest', [copyOfA]: 'newer', 'c.txt': 'h3', 'e.txt': 'newer' },
    states: { 'a.txt': 'conflict', [copyOfA]: 'conflict', 'd.txt': 'removed_in_remote' },
    problems: ['deletion_held c.txt'],
  },
)
