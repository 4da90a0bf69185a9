import { expect } from 'vitest'

import type { Actor } from '../../ports/host-files.ts'
import { caseTest } from '../../testing/engine-world/case-test.ts'
import type { World } from '../../testing/engine-world/engine-world.ts'
import { each, files, gone, names } from '../../testing/engine-world/many-files.ts'

const grace: Actor = { userId: 'user-ada', name: 'Ada', via: 'host' }

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

caseTest(
  'C113 S15',
  'all that is dirty counts, not what is planned at a time: of 600 deletions of 2,000 none goes before the question',
  { base: files(2000), host: gone(600) },
  {
    ops: each('hold', 600),
    host: files(1400, 601),
    remote: files(2000),
    problems: each('deletion_held', 600),
  },
)

caseTest(
  'S15',
  'and 520 of 2,100, which are few enough, all go',
  { base: files(2100), host: gone(520) },
  { ops: each('deleteRemote', 520), both: files(1580, 521) },
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
