import { expect, test } from 'vitest'

import { caseTest } from '../../testing/engine-world/case-test.ts'
import { type World, engineWorld } from '../../testing/engine-world/engine-world.ts'
import { expectConsistent } from '../../testing/engine-world/expect-consistent.ts'
import { lostReply } from '../../testing/engine-world/faults.ts'
import { SyncError } from '../../sync-error.ts'

const base = { 'a.txt': 'h1' }
const copy = 'a (Dropbox, Ada, 2026-01-01).txt'
const conflict = {
  both: { 'a.txt': 'h2', [copy]: 'h3' },
  states: { 'a.txt': 'conflict', [copy]: 'conflict' },
}

caseTest(
  'C74',
  'a crash after an upload, before the state is written, ends in one file',
  { base: {}, host: base, fault: { method: 'upload', when: 'after', error: 'crash' } },
  { ops: ['adopt a.txt'], both: base },
)

caseTest(
  'C74 C79',
  'the reply of an upload is lost: what is there is recognised by its hash',
  { base: {}, host: base, fault: { method: 'upload', when: 'after', error: lostReply } },
  { ops: ['adopt a.txt'], both: base },
)

caseTest(
  'C79',
  'the same for an edit that went over the old revision although the call failed',
  { base, host: { 'a.txt': 'h2' }, fault: { method: 'upload', when: 'after', error: lostReply } },
  { ops: ['rebase a.txt'], both: { 'a.txt': 'h2' } },
)

caseTest(
  'C74 S4',
  'a crash after an upload and an edit in the CRM before the next pass: what was sent is a conflict copy, nothing is lost',
  {
    base: {},
    host: base,
    fault: { method: 'upload', when: 'after', error: 'crash' },
    steps: ({ faults, crm }) => faults.meanwhile('upload', () => crm.put('a.txt', 'h2')),
  },
  {
    ops: ['storeCopy a.txt', `upload ${copy}`, 'upload a.txt'],
    both: { 'a.txt': 'h2', [copy]: 'h1' },
    states: conflict.states,
  },
)

caseTest(
  'C74 S4',
  'the same after an edit that went over the old revision',
  {
    base,
    host: { 'a.txt': 'h2' },
    fault: { method: 'upload', when: 'after', error: 'crash' },
    steps: ({ faults, crm }) => faults.meanwhile('upload', () => crm.put('a.txt', 'h3')),
  },
  {
    ops: ['storeCopy a.txt', `upload ${copy}`, 'upload a.txt'],
    both: { 'a.txt': 'h3', [copy]: 'h2' },
    states: conflict.states,
  },
)

caseTest(
  'C75',
  'a crash after the CRM took a file ends in one file',
  { base: {}, remote: base, fault: { method: 'create', when: 'after', error: 'crash' } },
  { ops: ['adopt a.txt'], both: base },
)

caseTest(
  'C76',
  'a crash after a deletion in Dropbox is made good',
  { base, host: { 'a.txt': null }, fault: { method: 'deleteFile', when: 'after', error: 'crash' } },
  { ops: ['forget a.txt'], also: async ({ ada }) => expect(await ada.states()).toEqual([]) },
)

caseTest(
  'C76 S6',
  'what its user deletes just before we do is a success',
  {
    base,
    host: { 'a.txt': null },
    steps: ({ faults, ada }) => faults.meanwhile('deleteFile', () => ada.remove('a.txt')),
  },
  {
    ops: ['deleteRemote a.txt'],
    activity: ['deletedInRemote'],
    also: async ({ ada }) => expect(await ada.states()).toEqual([]),
  },
)

caseTest(
  'C77 S4',
  'a crash right after the copy of a conflict was stored makes no second copy',
  {
    base,
    host: { 'a.txt': 'h2' },
    remote: { 'a.txt': 'h3' },
    fault: { method: 'create', when: 'after', error: 'crash' },
  },
  { ops: ['storeCopy a.txt', 'upload a.txt', `upload ${copy}`], ...conflict },
)

caseTest(
  'C77 S4',
  'nor does a crash between the copy and the upload',
  {
    base,
    host: { 'a.txt': 'h2' },
    remote: { 'a.txt': 'h3' },
    fault: { method: 'upload', when: 'before', error: 'crash' },
  },
  { ops: ['storeCopy a.txt', 'upload a.txt', `upload ${copy}`], ...conflict },
)

caseTest(
  'S8',
  'a crash after a move leaves one file under the new name',
  { base, host: { 'a.txt': '→ b.txt' }, fault: { method: 'move', when: 'after', error: 'crash' } },
  { ops: ['rebase b.txt'], both: { 'b.txt': 'h1' } },
)

test('[C78] a bug that writes the state for an effect that never took place is found out by what each case compares', async () => {
  const world = await engineWorld({
    disguise: (remote) => ({
      ...remote,
      async upload(request, options) {
        const file = await remote.upload(request, options)
        await remote.deleteFile(file)
        return file
      },
    }),
  })
  await world.crm.put('a.txt', 'h1')
  await world.ada.press(world.acme)
  await expect(expectConsistent(world, world.ada)).rejects.toThrow('[I4]')
})

caseTest(
  'C80 S14',
  'when Dropbox asks for silence nothing is asked before its time, and nothing is lost',
  {
    base: {},
    host: base,
    fault: {
      method: 'upload',
      when: 'before',
      error: new SyncError('remote_busy', 'Later.', { retryAfterMs: 300_000 }),
    },
    steps: ({ ada }) => ada.remote.clearCalls(),
  },
  {
    ops: [],
    outcome: 'blocked',
    host: base,
    states: { 'a.txt': 'waiting' },
    also: async ({ ada, clock }) => {
      expect(ada.remote.calls.map(({ method }) => method)).toEqual(['changes'])
      clock.advance(300_001)
      expect((await ada.sync()).ops).toEqual({ upload: 1 })
      expect(await ada.files()).toEqual(['a.txt: h1'])
    },
  },
)

caseTest(
  'C81 S14',
  'the remote refuses some of many writes for now: only these are tried again, each file goes up once',
  {
    world: { settings: { transfers: 1 } },
    base: {},
    host: { 'a.txt': '1', 'b.txt': '2', 'c.txt': '3', 'd.txt': '4' },
    fault: { method: 'upload', skip: 2, when: 'before', error: new SyncError('remote_busy', 'Too many writes.') },
    laterMs: 10_000,
  },
  {
    ops: ['upload a.txt', 'upload b.txt', 'upload c.txt', 'upload d.txt'],
    both: { 'a.txt': '1', 'b.txt': '2', 'c.txt': '3', 'd.txt': '4' },
  },
)

caseTest(
  'C82',
  'an account that is full is told of once; deletions and imports go on, and uploads when there is room again',
  {
    base: { 'a.txt': 'h1', 'b.txt': 'h2' },
    host: { 'a.txt': null, 'c.txt': 'no room', 'd.txt': 'no room' },
    remote: { 'e.txt': 'h3' },
    steps: ({ ada }) => {
      ada.remote.clearCalls()
      ada.remote.owner.setAllocatedBytes(0)
    },
  },
  {
    ops: ['import e.txt', 'deleteRemote a.txt'],
    host: { 'b.txt': 'h2', 'c.txt': 'no room', 'd.txt': 'no room', 'e.txt': 'h3' },
    remote: { 'b.txt': 'h2', 'e.txt': 'h3' },
    states: { 'c.txt': 'insufficient_space', 'd.txt': 'insufficient_space' },
    problems: ['insufficient_space c.txt', 'insufficient_space d.txt'],
    also: async ({ ada, clock }) => {
      ada.remote.owner.setAllocatedBytes(null)
      clock.advance(120_000)
      expect((await ada.sync()).ops).toEqual({ upload: 2 })
    },
  },
)

caseTest(
  'C84',
  'a revoked authorization stops the link and keeps everything',
  { base, host: { 'b.txt': 'h2' }, steps: ({ ada }) => ada.remote.owner.revoke() },
  {
    ops: [],
    outcome: 'reconnect',
    host: { 'a.txt': 'h1', 'b.txt': 'h2' },
    remote: base,
    states: { 'a.txt': 'link_revoked', 'b.txt': 'link_revoked' },
    activity: ['reconnectNeeded'],
    also: async ({ ada, store }) => {
      expect(await ada.states()).toEqual(['a.txt: on'])
      expect(await store.link(ada.linkId)).toMatchObject({ status: 'reconnect' })
    },
  },
)

const loseCursors = ({ ada }: World): void => ada.remote.owner.loseCursors()

caseTest(
  'C85',
  'a lost cursor lists everything anew and moves nothing, whatever order the paths are stored in',
  // In UTF-16 the smiley sorts before the other letter, in code points and in UTF-8 after it.
  { base: { 'a.txt': 'h1', '\u{1f600}.txt': 'h2', '\uffee.txt': 'h3', 'sub/b.txt': 'h4' }, steps: loseCursors },
  { ops: [], both: { 'a.txt': 'h1', '\u{1f600}.txt': 'h2', '\uffee.txt': 'h3', 'sub/b.txt': 'h4' } },
)

caseTest(
  'C85',
  'what happened while the cursor was lost is found by comparing',
  { base: { ...base, 'b.txt': 'h2' }, remote: { 'a.txt': 'h3', 'b.txt': null, 'c.txt': 'h4' }, steps: loseCursors },
  {
    ops: ['detach b.txt', 'updateHost a.txt', 'import c.txt'],
    host: { 'a.txt': 'h3', 'b.txt': 'h2', 'c.txt': 'h4' },
    remote: { 'a.txt': 'h3', 'c.txt': 'h4' },
    states: { 'b.txt': 'removed_in_remote' },
  },
)

caseTest(
  'C86',
  'a listing that breaks makes nothing look absent',
  {
    world: { pageSize: 1 },
    base: { 'a.txt': 'h1', 'b.txt': 'h2' },
    steps: loseCursors,
    fault: { method: 'changes', skip: 3, when: 'before', error: lostReply },
  },
  { ops: [], both: { 'a.txt': 'h1', 'b.txt': 'h2' } },
)

caseTest(
  'C89 S17',
  'two workers on one link: the second one waits',
  {
    base: {},
    host: base,
    steps: ({ faults, engine, ada }) =>
      faults.meanwhile('upload', async () => {
        const second = await engine.runPass(ada.linkId, { records: null, owner: 'worker-2' })
        expect(second.outcome).toBe('leaseBusy')
      }),
  },
  { ops: ['upload a.txt'], both: base },
)

caseTest(
  'C89 S17',
  'a worker that was too slow and lost its lease writes nothing any more',
  {
    base: {},
    host: base,
    steps: ({ faults, engine, ada, clock, acme }) => {
      const takeOver = async (): Promise<void> => {
        clock.advance(60_000)
        const other = await engine.runPass(ada.linkId, { records: [acme], owner: 'worker-2' })
        expect(other.ops).toEqual({ adopt: 1 })
      }
      // The commit that follows the upload: too late to notice anything but that it is refused.
      faults.meanwhile('upload', () => faults.meanwhile('commit', takeOver))
    },
  },
  { ops: ['adopt a.txt'], outcome: 'leaseBusy', both: base },
)

caseTest(
  'C90 S2',
  'clocks that are wrong change nothing',
  {
    base,
    before: [{ steps: ({ clock }) => clock.set(0), remote: { 'a.txt': 'h2' } }],
    steps: ({ clock }) => clock.set(4_000_000_000_000),
    host: { 'a.txt': 'h3' },
  },
  { ops: ['upload a.txt'], both: { 'a.txt': 'h3' } },
)

test.each([0, 1, 2, 3, 4])(
  '[S14] a store that does not answer the commit %i of a pass ends that pass, and nothing has to wait for a problem of its own',
  async (skip) => {
    const { crm, ada, acme, faults } = await engineWorld()
    for (const name of ['a.txt', 'b.txt']) await crm.put(name, name)
    const error = new SyncError('host_unavailable', 'The store does not answer.')
    faults.add({ method: 'commit', skip, when: skip % 2 === 0 ? 'before' : 'after', error })
    expect(await ada.press(acme)).toMatchObject({ outcome: 'blocked', failure: 'host_unavailable' })
    expect(faults.came).toEqual(['commit'])
    expect(await ada.problems()).toEqual([])
    await ada.sync()
    expect(await ada.files()).toEqual(['a.txt: a.txt', 'b.txt: b.txt'])
    await ada.isAtRest()
  },
)
