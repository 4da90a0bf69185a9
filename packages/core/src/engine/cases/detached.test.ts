import { expect } from 'vitest'

import { caseTest } from '../../testing/engine-world/case-test.ts'
import type { World } from '../../testing/engine-world/engine-world.ts'

const base = { 'a.pdf': 'h1' }
const removed = { states: { 'a.pdf': 'removed_in_remote' } }

caseTest(
  'C10 S5',
  'a deletion in Dropbox leaves the file in the CRM, detached',
  { base, remote: { 'a.pdf': null } },
  { ops: ['detach a.pdf'], host: base, ...removed, activity: ['keptAfterRemoteDelete'] },
)

caseTest(
  'C19 S5',
  'a file that was removed in Dropbox is not sent again by later passes',
  { base, detached: ['a.pdf'], before: [{}, {}], laterMs: 86_400_000 },
  { ops: [], host: base, ...removed },
)

caseTest(
  'C20 S5',
  'pressing the button does not bring a removed file back',
  { base, detached: ['a.pdf'], press: true },
  { ops: [], host: base, ...removed },
)

const others = ({ record }: World) => Array.from({ length: 20 }, (_, at) => record(String(at + 2), `Company ${at + 2}`))

caseTest(
  'C21 S5',
  'a bulk run over many records brings nothing back either, and its preview says so',
  {
    base,
    detached: ['a.pdf'],
    before: [
      {
        steps: async (world) => {
          for (const other of others(world)) await world.crm.of(other).put('b.pdf', 'h2')
          await world.ada.press(...others(world))
        },
      },
    ],
    steps: async (world) => {
      const { engine, ada, acme } = world
      const records = [acme, ...others(world)]
      expect((await engine.preview(ada.linkId, records)).toRemote).toEqual({ files: 0, bytes: 0 })
      const { records: ends } = await ada.press(...records)
      expect(ends.map(({ end }) => end)).toEqual(records.map(() => 'nothingToDo'))
    },
  },
  { ops: [], host: base, ...removed },
)

caseTest(
  'C22 S5',
  'a file that was removed in Dropbox goes up again when a person asks for it',
  {
    base: { 'a.pdf': 'h1', 'b.pdf': 'h2' },
    detached: ['a.pdf'],
    steps: async ({ engine, ada, acme, crm }) => {
      const ids = ['a.pdf', 'b.pdf'].map((name) => crm.file(name).id)
      expect(await engine.putBack(ada.linkId, acme, ids)).toBe(1)
    },
  },
  { ops: ['upload a.pdf'], both: { 'a.pdf': 'h1', 'b.pdf': 'h2' }, activity: ['uploaded'] },
)

caseTest(
  'C22 S12',
  'a file that is put back has the number again that it had, also where the other one of its name is gone',
  {
    base: {},
    before: [
      {
        steps: async ({ crm }) => {
          await crm.putNew('doc.pdf', '1')
          await crm.putNew('doc.pdf', '2')
        },
      },
      { remote: { 'doc (2).pdf': null } },
      { host: { 'doc.pdf': null } },
    ],
    steps: async ({ engine, ada, acme, crm }) =>
      expect(await engine.putBack(ada.linkId, acme, [crm.file('doc.pdf').id])).toBe(1),
  },
  { ops: ['upload doc (2).pdf'], host: { 'doc.pdf': '2' }, remote: { 'doc (2).pdf': '2' } },
)

caseTest(
  'C22 C74 S12',
  'and is recognised under another one, if its own was taken and a crash came after the upload',
  {
    base,
    detached: ['a.pdf'],
    remote: { 'a.pdf/': '' },
    steps: ({ engine, ada, acme, crm }) => engine.putBack(ada.linkId, acme, [crm.file('a.pdf').id]),
    fault: { method: 'upload', when: 'after', error: 'crash' },
  },
  {
    ops: ['importFolder a.pdf', 'adopt a.pdf'],
    host: base,
    remote: { 'a (2).pdf': 'h1' },
  },
)

caseTest(
  'C22',
  'what a person asks for in the middle of a pass is not forgotten by it',
  {
    base,
    detached: ['a.pdf'],
    host: base,
    steps: ({ faults, engine, ada, acme, crm }) => {
      // The feed's commit, then the one that clears the key.
      faults.meanwhile('commit', () => undefined)
      faults.meanwhile('commit', () => engine.putBack(ada.linkId, acme, [crm.file('a.pdf').id]))
    },
  },
  { ops: ['upload a.pdf'], both: base },
)

caseTest(
  'C23',
  'a removed file that is deleted in the CRM is forgotten without a call',
  { base, detached: ['a.pdf'], host: { 'a.pdf': null } },
  { ops: ['forget a.pdf'], also: async ({ ada }) => expect(await ada.states()).toEqual([]) },
)

caseTest(
  'C24 S5',
  'a file that is restored in Dropbox is bound again',
  { base, detached: ['a.pdf'], remote: { 'a.pdf': 'h1' } },
  { ops: ['adopt a.pdf'], both: base, activity: ['reattached'] },
)

caseTest(
  'C25',
  'other content at the path of a removed file is its new version',
  { base, detached: ['a.pdf'], remote: { 'a.pdf': 'h2' } },
  {
    ops: ['updateHost a.pdf'],
    both: { 'a.pdf': 'h2' },
    activity: ['reattached'],
    also: ({ crm }) => expect(crm.textsEver()).toContain('h1'),
  },
)

caseTest(
  'C26 S4',
  'a removed file that both sides write anew is a conflict',
  { base, detached: ['a.pdf'], host: { 'a.pdf': 'h3' }, remote: { 'a.pdf': 'h2' } },
  {
    ops: ['storeCopy a.pdf', 'upload a.pdf', 'upload a (Dropbox, Ada, 2026-01-01).pdf'],
    both: { 'a.pdf': 'h3', 'a (Dropbox, Ada, 2026-01-01).pdf': 'h2' },
    states: { 'a.pdf': 'conflict', 'a (Dropbox, Ada, 2026-01-01).pdf': 'conflict' },
  },
)

caseTest(
  'C27 S5 S7',
  'a file of equal content under another name is a new one; the removed one stays removed',
  { base, detached: ['a.pdf'], remote: { 'b.pdf': 'h1' } },
  { ops: ['import b.pdf'], host: { 'a.pdf': 'h1', 'b.pdf': 'h1' }, remote: { 'b.pdf': 'h1' }, ...removed },
)

caseTest(
  'C35 S5',
  'a file that leaves its record folder is detached',
  { base, remote: { 'a.pdf': '→ /elsewhere.pdf' } },
  { ops: ['detach a.pdf'], host: base, ...removed, problems: ['not_in_a_record elsewhere.pdf'] },
)

caseTest(
  'C112 S5',
  'a file that comes back from the trash of the CRM goes up again',
  {
    base,
    before: [{ host: { 'a.pdf': null } }],
    steps: async ({ host, acme }) => {
      const [held] = host.contentsEver(acme)
      await host.restore?.({ record: acme, id: held?.fileId ?? '' }, { userId: null, name: '', via: 'host' })
    },
  },
  { ops: ['upload a.pdf'], both: base },
)

caseTest(
  'C112 S5',
  'a new version of the same content is no reason to bring a removed file back, where people are to decide',
  {
    world: { settings: { reattachOn: 'explicit' } },
    base,
    detached: ['a.pdf'],
    host: { 'a.pdf': 'h2' },
  },
  { ops: [], host: { 'a.pdf': 'h2' }, ...removed },
)
