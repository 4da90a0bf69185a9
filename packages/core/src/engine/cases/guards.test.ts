import { expect } from 'vitest'

import type { Actor } from '../../ports/host-files.ts'
import { caseTest } from '../../testing/engine-world/case-test.ts'
import type { Tree } from '../../testing/engine-world/case-edits.ts'
import type { World } from '../../testing/engine-world/engine-world.ts'

const grace: Actor = { userId: 'user-ada', name: 'Ada', via: 'host' }

/** `file 01.txt` and so on. */
const names = (count: number, from = 1): readonly string[] =>
  Array.from({ length: count }, (_, at) => `file ${String(at + from).padStart(3, '0')}.txt`)
const files = (count: number, from = 1): Tree => Object.fromEntries(names(count, from).map((name) => [name, name]))
const gone = (count: number, from = 1) => Object.fromEntries(names(count, from).map((name) => [name, null]))
const each = (op: string, count: number, from = 1): readonly string[] =>
  names(count, from).map((name) => `${op} ${name}`)
const everyFile = (state: string, count: number) => Object.fromEntries(names(count).map((name) => [name, state]))

caseTest(
  'S15',
  'twenty deletions are never held: people tidy up',
  { base: files(20), host: gone(20) },
  { ops: each('deleteRemote', 20) },
)

caseTest(
  'S15',
  'one more is, and nothing is deleted before a person says so',
  { base: files(21), host: gone(21) },
  {
    ops: each('hold', 21),
    remote: files(21),
    problems: each('deletion_held', 21),
    activity: Array(21).fill('deletionHeld'),
  },
)

caseTest(
  'C113 S15',
  'a bulk deletion of 800 files is held',
  { base: files(900), host: gone(800) },
  {
    ops: each('hold', 800),
    host: files(100, 801),
    remote: files(900),
    problems: each('deletion_held', 800),
    also: async ({ store, ada, acme }) =>
      expect(await store.recordCounts(ada.linkId, acme)).toMatchObject({ bound: 900, held: 800 }),
  },
)

const confirm =
  (some: readonly string[] | null) =>
  async ({ engine, ada: { linkId }, acme, store }: World): Promise<void> => {
    const rows = await store.baselinesOfRecord(linkId, acme)
    const ids = some && rows.filter(({ hostName }) => some.includes(hostName)).map(({ fileId }) => fileId)
    expect(await engine.confirmDeletions(linkId, acme, ids, grace)).toBe(some?.length ?? 30)
  }

caseTest(
  'C113 S15',
  'a person confirms the deletions: they are carried out, whatever their number',
  { base: files(40), before: [{ host: gone(30) }], steps: confirm(null) },
  {
    ops: each('deleteRemote', 30),
    both: files(10, 31),
    activity: ['deletionsConfirmed', ...Array(30).fill('deletedAfterConfirmation')],
  },
)

caseTest(
  'S15',
  'or some of them: the others stay held',
  { base: files(40), before: [{ host: gone(30) }], steps: confirm(names(2)) },
  {
    ops: each('deleteRemote', 2),
    host: files(10, 31),
    remote: files(38, 3),
    problems: each('deletion_held', 28, 3),
  },
)

caseTest(
  'S15 S6',
  'a deletion that was confirmed is not carried out on a file that was changed meanwhile',
  { base: files(40), before: [{ host: gone(30) }], steps: confirm(names(2)), remote: { 'file 001.txt': 'changed' } },
  {
    ops: ['import file 001.txt', 'deleteRemote file 002.txt'],
    host: { ...files(10, 31), 'file 001.txt': 'changed' },
    remote: { ...files(38, 3), 'file 001.txt': 'changed' },
    problems: each('deletion_held', 28, 3),
  },
)

caseTest(
  'S15',
  'a person takes the deletions back: the files come from Dropbox into the CRM again',
  {
    base: files(40),
    before: [{ host: gone(30) }],
    steps: async ({ engine, ada: { linkId }, acme }) =>
      expect(await engine.takeDeletionsBack(linkId, acme, null, grace)).toBe(30),
  },
  {
    ops: each('import', 30),
    both: files(40),
    activity: ['deletionsTakenBack', ...Array(30).fill('imported')],
  },
)

caseTest(
  'S15',
  'a file that comes back in the CRM by itself is no question any more',
  {
    base: files(40),
    before: [{ host: gone(30) }],
    steps: async ({ host, acme }) => {
      for (const { fileId, state } of host.contentsEver(acme)) {
        if (state === 'trash') await host.restore?.({ record: acme, id: fileId }, grace)
      }
    },
  },
  { ops: [...each('release', 30), ...each('rebase', 30)], both: files(40) },
)

caseTest(
  'S15 S3',
  'and what became of it on either side meanwhile counts',
  {
    base: files(40),
    before: [{ host: gone(30) }],
    steps: async ({ host, acme, crm }) => {
      for (const { fileId, state } of host.contentsEver(acme)) {
        if (state === 'trash') await host.restore?.({ record: acme, id: fileId }, grace)
      }
      await crm.put('file 001.txt', 'edited')
    },
    remote: { 'file 002.txt': 'edited', 'file 003.txt': null },
  },
  {
    ops: [
      ...each('release', 30),
      ...each('rebase', 27, 4),
      'detach file 003.txt',
      'updateHost file 002.txt',
      'upload file 001.txt',
    ],
    host: { ...files(40), 'file 001.txt': 'edited', 'file 002.txt': 'edited' },
    remote: { ...files(2), ...files(37, 4), 'file 001.txt': 'edited', 'file 002.txt': 'edited' },
    states: { 'file 003.txt': 'removed_in_remote' },
  },
)

caseTest(
  'C117 S15',
  'the last hour counts, not the pass: of 200 deletions one by one the 101st is held',
  {
    base: files(400),
    steps: async ({ crm, ada, clock }) => {
      for (const name of names(200)) {
        await crm.remove(name)
        await ada.sync()
        clock.advance(10_000)
      }
    },
  },
  {
    ops: [...each('deleteRemote', 100), ...each('hold', 100, 101)],
    host: files(200, 201),
    remote: files(300, 101),
    problems: each('deletion_held', 100, 101),
  },
)

caseTest(
  'S15',
  'after an hour as many again go unasked',
  { base: files(40), before: [{ host: gone(20) }], steps: ({ clock }) => clock.advance(3_600_001), host: gone(20, 21) },
  { ops: each('deleteRemote', 20, 21) },
)

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
