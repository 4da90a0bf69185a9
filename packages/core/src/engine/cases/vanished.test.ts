import { expect } from 'vitest'

import type { Actor } from '../../ports/host-files.ts'
import { caseTest } from '../../testing/engine-world/case-test.ts'
import type { World } from '../../testing/engine-world/engine-world.ts'
import { each, everyFile, files, gone, names } from '../../testing/engine-world/many-files.ts'

const grace: Actor = { userId: 'user-ada', name: 'Ada', via: 'host' }

/** Two more records with twenty files each. */
const threeRecords = async ({ crm, ada, record }: World): Promise<void> => {
  for (const number of ['2', '3']) {
    const other = record(number, `Company ${number}`)
    for (const [name, text] of Object.entries(files(20))) await crm.of(other).put(name, text)
    await ada.press(other)
  }
}
const vanish = async ({ ada }: World): Promise<void> => {
  for (const entry of ada.remote.owner.tree()) if (entry.kind === 'file') await ada.remove(entry.path)
}
caseTest(
  'C121 S15',
  'sixty files of three records vanish at once: the link is held, with one question',
  { base: files(20), before: [{ steps: threeRecords }], steps: vanish },
  {
    ops: [],
    outcome: 'held',
    host: files(20),
    states: everyFile('link_paused', 20),
    activity: ['filesVanished'],
    also: async ({ store, ada }) => {
      expect(await store.link(ada.linkId)).toMatchObject({ status: 'held', hold: { vanished: 60, answer: null } })
      expect(await ada.states()).toEqual(
        Array.from({ length: 3 }, () => names(20))
          .flat()
          .map((name) => `${name}: on`)
          .toSorted(),
      )
    },
  },
)

caseTest(
  'C120 S10 S15',
  'a record folder of twenty files is removed: that is about the record alone',
  { base: files(20), remote: { '/Companies/Acme (1)': null } },
  {
    ops: [],
    host: files(20),
    states: everyFile('folder_missing', 20),
    activity: ['recordFolderRemoved'],
  },
)

const deleteEverything = { '/Companies': null }
const answer =
  (choice: 'putBack' | 'stop') =>
  ({ engine, ada }: World): Promise<void> =>
    engine.answerHold(ada.linkId, choice, grace)

caseTest(
  'C30 S15',
  'everything is deleted in Dropbox: nothing is detached, nothing is deleted, the user is asked',
  { base: files(400), remote: deleteEverything },
  {
    ops: [],
    outcome: 'held',
    host: files(400),
    states: everyFile('link_paused', 400),
    activity: ['filesVanished'],
    also: async ({ ada }) =>
      expect(new Set((await ada.baselines()).map(({ status }) => status))).toEqual(new Set(['on'])),
  },
)

caseTest(
  'C30 S15',
  'the user says that it was a mistake: everything goes up again',
  { base: files(60), before: [{ remote: deleteEverything }], steps: answer('putBack') },
  {
    ops: ['createModuleFolder /Companies', 'createRecordFolder /Companies/Acme (1)', ...each('upload', 60)],
    both: files(60),
    also: async ({ store, ada }) =>
      expect(await store.link(ada.linkId)).toMatchObject({ status: 'active', hold: null }),
  },
)

caseTest(
  'C30 S15 S12',
  'and under the number that it had, also when the other file of its name is gone in the CRM meanwhile',
  {
    base: files(60),
    before: [
      {
        steps: async ({ crm }) => {
          await crm.putNew('doc.pdf', '1')
          await crm.putNew('doc.pdf', '2')
        },
      },
      { remote: deleteEverything },
    ],
    host: { 'doc.pdf': null },
    steps: answer('putBack'),
  },
  {
    ops: [
      'createModuleFolder /Companies',
      'createRecordFolder /Companies/Acme (1)',
      'forget doc.pdf',
      'upload doc (2).pdf',
      ...each('upload', 60),
    ],
    host: { ...files(60), 'doc.pdf': '2' },
    remote: { ...files(60), 'doc (2).pdf': '2' },
  },
)

caseTest(
  'C30 S15 S10',
  'the user says that it was meant: the files stay in the CRM, and the record rests until it is asked for',
  { base: files(60), before: [{ remote: deleteEverything }], steps: answer('stop') },
  {
    ops: [],
    host: files(60),
    states: everyFile('folder_missing', 60),
    activity: ['holdAnswered', 'recordFolderRemoved'],
    also: async ({ store, ada }) =>
      expect(await store.link(ada.linkId)).toMatchObject({ status: 'active', hold: null }),
  },
)

caseTest(
  'C30 S15 S5',
  'or, where the folder is still there, they are detached one by one',
  { base: files(60), before: [{ remote: gone(60) }], steps: answer('stop') },
  {
    ops: each('detach', 60),
    host: files(60),
    states: everyFile('removed_in_remote', 60),
  },
)

caseTest(
  'C30 S15',
  'the files come back by themselves: the link goes on as if nothing had been',
  { base: files(60), before: [{ remote: gone(60) }], remote: files(60) },
  {
    ops: each('rebase', 60),
    both: files(60),
    also: async ({ store, ada }) =>
      expect(await store.link(ada.linkId)).toMatchObject({ status: 'active', hold: null }),
  },
)

caseTest(
  'S15',
  'what goes somewhere else in the same pull has not vanished',
  { base: files(60), remote: { '/Companies': '→ /Firmen' } },
  {
    ops: each('rebase', 60),
    host: files(60),
    activity: ['recordFolderFollowed'],
    also: async ({ ada }) => expect(await ada.files('/Firmen/Acme (1)')).toHaveLength(60),
  },
)

caseTest(
  'S15',
  'a crash after the page that told of it does not lose the question',
  {
    base: files(60),
    remote: gone(60),
    fault: { method: 'commit', when: 'after', error: 'crash' },
  },
  { ops: [], outcome: 'held', host: files(60), states: everyFile('link_paused', 60) },
)

caseTest(
  'S15 S19',
  'what vanishes from a record that is paused is no question before it goes on',
  {
    base: files(60),
    before: [{ steps: ({ engine, ada: { linkId }, acme }) => engine.pause(linkId, acme, grace) }],
    remote: gone(60),
    steps: async ({ crm, ada, record }) => {
      await crm.of(record('2', 'Beta')).put('b.txt', 'h2')
      await ada.press(record('2', 'Beta'))
    },
  },
  {
    ops: ['createRecordFolder /Companies/Beta (2)', 'upload b.txt'],
    host: files(60),
    states: everyFile('link_paused', 60),
    also: async ({ engine, ada, acme }) => {
      await engine.resume(ada.linkId, acme, grace)
      expect((await ada.sync()).outcome).toBe('held')
    },
  },
)
