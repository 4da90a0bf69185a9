import { expect } from 'vitest'

import { caseTest } from '../../testing/engine-world/case-test.ts'

/** The record's folder is made with the module's at the first press. */
const folders = ['createModuleFolder /Companies', 'createRecordFolder /Companies/Acme (1)']
const copy = 'a (Dropbox, Ada, 2026-01-01).pdf'
const base = { 'a.pdf': 'h1' }

caseTest(
  'C1 S13',
  'a file of the CRM goes up into its record folder, with the folders that it needs',
  { host: { 'offers/quote.pdf': 'h1' } },
  { ops: [...folders, 'createFolder offers', 'upload offers/quote.pdf'], both: { 'offers/quote.pdf': 'h1' } },
)

caseTest(
  'C2 C17 S3',
  'a file of Dropbox comes in, with its folders, once',
  { base: {}, remote: { 'sub/x/y.txt': 'h1' } },
  { ops: ['importFolder sub', 'importFolder sub/x', 'import sub/x/y.txt'], both: { 'sub/x/y.txt': 'h1' } },
)

caseTest(
  'C3 S2',
  'the same bytes on both sides are bound without a transfer',
  { host: { 'a.pdf': 'h1' }, remote: { 'a.pdf': 'h1' } },
  { ops: [...folders, 'adopt a.pdf'], both: { 'a.pdf': 'h1' } },
)

caseTest(
  'C4 S4',
  'two contents under one name at the first meeting are both kept, on both sides',
  { host: { 'a.pdf': 'ours' }, remote: { 'a.pdf': 'theirs' } },
  {
    ops: [...folders, 'storeCopy a.pdf', 'upload a.pdf', `upload ${copy}`],
    both: { 'a.pdf': 'ours', [copy]: 'theirs' },
    states: { 'a.pdf': 'conflict', [copy]: 'conflict' },
  },
)

caseTest(
  'C5 S3',
  'an edit in the CRM goes over the revision that we know',
  { base, host: { 'a.pdf': 'h2' } },
  { ops: ['upload a.pdf'], both: { 'a.pdf': 'h2' }, activity: ['updatedInRemote'] },
)

caseTest(
  'C6 S3',
  'an edit in Dropbox becomes a new version in the CRM',
  { base, remote: { 'a.pdf': 'h2' } },
  {
    ops: ['updateHost a.pdf'],
    both: { 'a.pdf': 'h2' },
    activity: ['updatedInHost'],
    also: ({ crm }) => expect(crm.textsEver()).toContain('h1'),
  },
)

caseTest(
  'C7 S2',
  'the same edit on both sides is no conflict',
  { base, host: { 'a.pdf': 'h2' }, remote: { 'a.pdf': 'h2' } },
  { ops: ['rebase a.pdf'], both: { 'a.pdf': 'h2' } },
)

caseTest(
  'C8 S4',
  'different edits on both sides make exactly one copy, however often it runs',
  { base, before: [{ host: { 'a.pdf': 'h2' }, remote: { 'a.pdf': 'h3' } }, {}, {}, {}], press: true },
  {
    ops: [],
    both: { 'a.pdf': 'h2', [copy]: 'h3' },
    states: { 'a.pdf': 'conflict', [copy]: 'conflict' },
  },
)

caseTest(
  'C8 S4',
  'the copy is stored in the CRM before anything goes over the version in Dropbox',
  { base, host: { 'a.pdf': 'h2' }, remote: { 'a.pdf': 'h3' } },
  {
    ops: ['storeCopy a.pdf', 'upload a.pdf', `upload ${copy}`],
    both: { 'a.pdf': 'h2', [copy]: 'h3' },
    states: { 'a.pdf': 'conflict', [copy]: 'conflict' },
    activity: ['conflictCopyStored', 'updatedInRemote', 'uploaded'],
  },
)

caseTest(
  'C9 S6',
  'a deletion in the CRM deletes in Dropbox',
  { base: { 'a.pdf': 'h1', 'b.pdf': 'b' }, host: { 'a.pdf': null } },
  { ops: ['deleteRemote a.pdf'], both: { 'b.pdf': 'b' }, activity: ['deletedInRemote'] },
)

caseTest(
  'C11',
  'gone on both sides is forgotten',
  { base, host: { 'a.pdf': null }, remote: { 'a.pdf': null } },
  { ops: ['forget a.pdf'], also: async ({ ada }) => expect(await ada.states()).toEqual([]) },
)

caseTest(
  'C12 S6',
  'what was edited in Dropbox after it was deleted in the CRM comes back instead of being deleted',
  { base, host: { 'a.pdf': null }, remote: { 'a.pdf': 'h2' } },
  { ops: ['import a.pdf'], both: { 'a.pdf': 'h2' }, activity: ['returnedAfterHostDelete'] },
)

caseTest(
  'C13 S5',
  'an edit in the CRM after a deletion in Dropbox puts the file back',
  { base, host: { 'a.pdf': 'h2' }, remote: { 'a.pdf': null } },
  { ops: ['upload a.pdf'], both: { 'a.pdf': 'h2' }, activity: ['putBackBecauseUpdated'] },
)

caseTest(
  'C14',
  'a new version with the same content moves nothing',
  { base, host: [{ 'a.pdf': 'h2' }, { 'a.pdf': 'h1' }] },
  { ops: ['rebase a.pdf'], both: { 'a.pdf': 'h1' } },
)

caseTest(
  'C15',
  'a new revision with the same content moves nothing',
  { base, remote: [{ 'a.pdf': 'h2' }, { 'a.pdf': 'h1' }] },
  { ops: ['rebase a.pdf'], both: { 'a.pdf': 'h1' } },
)

caseTest(
  'C16',
  'a record without files gets an empty folder',
  {},
  { ops: folders, also: ({ ada }) => expect(ada.folders()).toEqual(['/Companies', '/Companies/Acme (1)']) },
)

caseTest(
  'C18 C92 S17',
  'a pass without news is one call, and our own writes are no news',
  { base: { 'a.pdf': 'h1', 'sub/b.pdf': 'h2' } },
  { ops: [], both: { 'a.pdf': 'h1', 'sub/b.pdf': 'h2' } },
)
