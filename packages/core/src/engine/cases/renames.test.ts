import { expect } from 'vitest'

import { caseTest } from '../../testing/engine-world/case-test.ts'
import type { World } from '../../testing/engine-world/engine-world.ts'

const base = { 'a.pdf': 'h1' }
const removed = { 'a.pdf': 'removed_in_remote' }

const noDownload = ({ ada }: World): void =>
  expect(ada.remote.calls.map(({ method }) => method)).not.toContain('download')

caseTest(
  'C31 S7',
  'a rename in Dropbox makes a new file in the CRM, copied there, and the old one stays',
  { base, remote: { 'a.pdf': '→ b.pdf' } },
  {
    ops: ['detach a.pdf', 'import b.pdf'],
    host: { 'a.pdf': 'h1', 'b.pdf': 'h1' },
    remote: { 'b.pdf': 'h1' },
    states: removed,
    activity: ['keptAfterRemoteDelete', 'importedFromRename'],
    also: noDownload,
  },
)

caseTest(
  'C32',
  'a file that was renamed and edited in Dropbox is downloaded as a new one',
  { base, remote: [{ 'a.pdf': '→ b.pdf' }, { 'b.pdf': 'h2' }] },
  {
    ops: ['detach a.pdf', 'import b.pdf'],
    host: { 'a.pdf': 'h1', 'b.pdf': 'h2' },
    remote: { 'b.pdf': 'h2' },
    states: removed,
  },
)

caseTest(
  'C33',
  'an edit in the CRM beats a rename in Dropbox: the old name goes up again',
  { base, host: { 'a.pdf': 'h2' }, remote: { 'a.pdf': '→ b.pdf' } },
  { ops: ['import b.pdf', 'upload a.pdf'], both: { 'a.pdf': 'h2', 'b.pdf': 'h1' } },
)

caseTest(
  'C34 S7',
  'a file moved to the folder of another record appears there and stays on the first',
  {
    base,
    before: [{ steps: ({ ada, record }) => ada.press(record('2', 'Beta')) }],
    remote: { 'a.pdf': '→ /Companies/Beta (2)/a.pdf' },
  },
  {
    ops: ['detach a.pdf', 'import a.pdf'],
    host: base,
    states: removed,
    also: async ({ crm, ada, record }) => {
      expect(crm.of(record('2', 'Beta')).files()).toEqual(['a.pdf: h1'])
      expect(await ada.states()).toEqual(['a.pdf: detached', 'a.pdf: on'])
    },
  },
)

caseTest(
  'C36 S7 S9',
  'a folder renamed in Dropbox is a new folder in the CRM, without a download',
  { base: { 'sub/a.pdf': 'a', 'sub/b.pdf': 'b' }, remote: { 'sub/': '→ sub2' } },
  {
    ops: ['detach sub/a.pdf', 'detach sub/b.pdf', 'importFolder sub2', 'import sub2/a.pdf', 'import sub2/b.pdf'],
    host: { 'sub/a.pdf': 'a', 'sub/b.pdf': 'b', 'sub2/a.pdf': 'a', 'sub2/b.pdf': 'b' },
    remote: { 'sub2/a.pdf': 'a', 'sub2/b.pdf': 'b' },
    states: { 'sub/a.pdf': 'removed_in_remote', 'sub/b.pdf': 'removed_in_remote' },
    also: noDownload,
  },
)

caseTest(
  'C37',
  'a change of case in Dropbox is told to nobody and changes nothing',
  { base: { 'a.txt': 'h1' }, remote: { 'a.txt': '→ A.txt' } },
  { ops: [], host: { 'a.txt': 'h1' }, remote: { 'A.txt': 'h1' } },
)

caseTest(
  'C38',
  'a rename in the CRM that changes only the case makes no call',
  { base: { 'a.txt': 'h1' }, steps: ({ ada }) => ada.remote.clearCalls(), host: { 'a.txt': '→ A.txt' } },
  {
    ops: ['rebase a.txt'],
    host: { 'A.txt': 'h1' },
    remote: { 'a.txt': 'h1' },
    also: ({ ada }) => expect(ada.remote.calls.map(({ method }) => method)).toEqual(['changes']),
  },
)

caseTest(
  'C39 S8',
  'a rename in the CRM moves the file in Dropbox',
  { base, host: { 'a.pdf': '→ b.pdf' } },
  { ops: ['move a.pdf → b.pdf'], both: { 'b.pdf': 'h1' }, activity: ['movedInRemote'] },
)

caseTest(
  'C39 S8',
  'a file that goes to another folder in the CRM goes there in Dropbox, with its new name',
  { base, host: { 'a.pdf': '→ sub/b.pdf' } },
  { ops: ['createFolder sub', 'move a.pdf → sub/b.pdf'], both: { 'sub/b.pdf': 'h1' } },
)

caseTest(
  'C40 S12',
  'a rename to a name that Dropbox has already takes the next free one, and both are kept',
  { base, host: { 'a.pdf': '→ b.pdf' }, remote: { 'b.pdf': 'theirs' } },
  {
    ops: ['import b.pdf', 'move a.pdf → b (2).pdf'],
    host: { 'b.pdf': 'h1', 'b (2).pdf': 'theirs' },
    remote: { 'b (2).pdf': 'h1', 'b.pdf': 'theirs' },
  },
)

caseTest(
  'C41',
  'a rename in the CRM and an edit in Dropbox both count',
  { base, host: { 'a.pdf': '→ b.pdf' }, remote: { 'a.pdf': 'h2' } },
  { ops: ['updateHost a.pdf', 'move a.pdf → b.pdf'], both: { 'b.pdf': 'h2' } },
)

caseTest(
  'C42 S8',
  'two files that swap their names in the CRM swap them in Dropbox',
  {
    base: { 'a.pdf': 'A', 'b.pdf': 'B' },
    host: [{ 'a.pdf': '→ c.pdf' }, { 'b.pdf': '→ a.pdf' }, { 'c.pdf': '→ b.pdf' }],
  },
  {
    ops: ['move a.pdf → b (2).pdf', 'move b.pdf → a.pdf', 'move b (2).pdf → b.pdf'],
    both: { 'a.pdf': 'B', 'b.pdf': 'A' },
  },
)

caseTest(
  'C43 S7',
  'a program that saves by renaming makes an edit',
  {
    base: { 'a.doc': 'h1' },
    remote: [{ 'a.doc': '→ a.bak' }, { 'a.doc': 'h2' }, { 'a.bak': null }],
  },
  { ops: ['updateHost a.doc'], both: { 'a.doc': 'h2' } },
)

caseTest(
  'C44',
  'the same, seen in two halves, ends in one file',
  { base: { 'a.doc': 'h1' }, before: [{ remote: { 'a.doc': null } }], remote: { 'a.doc': 'h2' } },
  { ops: ['updateHost a.doc'], both: { 'a.doc': 'h2' } },
)

caseTest(
  'S8',
  'a file that is renamed alike on both sides stays one file',
  { base, host: { 'a.pdf': '→ b.pdf' }, remote: { 'a.pdf': '→ b.pdf' } },
  { ops: ['rebase b.pdf'], both: { 'b.pdf': 'h1' } },
)
