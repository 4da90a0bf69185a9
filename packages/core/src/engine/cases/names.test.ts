import { expect } from 'vitest'

import { pathLower, remotePath } from '../../domain/remote-path.ts'
import type { Remote, RemoteChange, RemoteEntry } from '../../ports/remote.ts'
import { caseTest } from '../../testing/engine-world/case-test.ts'
import type { World } from '../../testing/engine-world/engine-world.ts'

/** Two files of such names, the first one first. */
const twins =
  (first: string, second: string) =>
  async ({ crm }: World): Promise<void> => {
    await crm.putNew(first, '1')
    await crm.putNew(second, '2')
  }

caseTest(
  'C51 S12',
  'two files of one name get numbers in Dropbox and keep them',
  { base: {}, steps: twins('doc.pdf', 'doc.pdf') },
  {
    ops: ['upload doc.pdf', 'upload doc (2).pdf'],
    host: ['doc.pdf: 1', 'doc.pdf: 2'],
    remote: { 'doc.pdf': '1', 'doc (2).pdf': '2' },
  },
)

caseTest(
  'C51 S12',
  'the second one is not renumbered when the first is deleted',
  { base: {}, before: [{ steps: twins('doc.pdf', 'doc.pdf') }], host: { 'doc.pdf': null }, press: true },
  { ops: ['deleteRemote doc.pdf'], host: { 'doc.pdf': '2' }, remote: { 'doc (2).pdf': '2' } },
)

caseTest(
  'C51 S12',
  'an edit of the second one, once the first is gone, goes under its number',
  {
    base: {},
    before: [{ steps: twins('doc.pdf', 'doc.pdf') }, { host: { 'doc.pdf': null } }],
    host: { 'doc.pdf': 'edited' },
  },
  { ops: ['upload doc (2).pdf'], host: { 'doc.pdf': 'edited' }, remote: { 'doc (2).pdf': 'edited' } },
)

caseTest(
  'C51 S12 S5',
  'the second one, removed in Dropbox and edited once the first is gone, comes back under its number',
  {
    base: {},
    before: [
      { steps: twins('doc.pdf', 'doc.pdf') },
      { remote: { 'doc (2).pdf': null } },
      { steps: ({ crm }) => crm.remove('doc.pdf') },
    ],
    host: { 'doc.pdf': 'edited' },
  },
  { ops: ['upload doc (2).pdf'], host: { 'doc.pdf': 'edited' }, remote: { 'doc (2).pdf': 'edited' } },
)

caseTest(
  'C52 S12',
  'names that differ in case alone are kept apart',
  { base: {}, steps: twins('Doc.pdf', 'doc.PDF') },
  {
    ops: ['upload Doc.pdf', 'upload doc (2).PDF'],
    host: { 'Doc.pdf': '1', 'doc.PDF': '2' },
    remote: { 'Doc.pdf': '1', 'doc (2).PDF': '2' },
  },
)

caseTest(
  'C53 S12',
  'names that differ in their Unicode form alone are kept apart',
  { base: {}, steps: twins('e\u0301.txt', '\u00e9.txt') },
  {
    ops: ['upload \u00e9.txt', 'upload \u00e9 (2).txt'],
    host: { 'e\u0301.txt': '1', '\u00e9.txt': '2' },
    remote: { '\u00e9.txt': '1', '\u00e9 (2).txt': '2' },
  },
)

caseTest(
  'C55 S12',
  'names that Dropbox or Windows refuse are replaced there and kept in the CRM',
  { base: {}, host: { 'b:c?.txt': '1', CON: '2', '~$x.docx': '3', 'desktop.ini': '4', 'end. ': '5' } },
  {
    ops: ['upload b-c-.txt', 'upload -CON', 'upload -~$x.docx', 'upload -desktop.ini', 'upload end-'],
    host: { 'b:c?.txt': '1', CON: '2', '~$x.docx': '3', 'desktop.ini': '4', 'end. ': '5' },
    remote: { 'b-c-.txt': '1', '-CON': '2', '-~$x.docx': '3', '-desktop.ini': '4', 'end-': '5' },
  },
)

caseTest(
  'C57 S12',
  'a record with odd characters in its name has them replaced in its folder, and its number tells it apart',
  {
    base: {},
    steps: async ({ ada, crm, record }) => {
      const [odd, twin] = [record('7', 'A/B GmbH.'), record('8', 'A/B GmbH.')]
      await crm.of(odd).put('a.txt', '7')
      await crm.of(twin).put('a.txt', '8')
      await ada.press(odd, twin)
    },
  },
  {
    ops: [
      'createRecordFolder /Companies/A-B GmbH (7)',
      'createRecordFolder /Companies/A-B GmbH (8)',
      'upload a.txt',
      'upload a.txt',
    ],
    also: async ({ ada }) => {
      expect(await ada.files('/Companies/A-B GmbH (7)')).toEqual(['a.txt: 7'])
      expect(await ada.files('/Companies/A-B GmbH (8)')).toEqual(['a.txt: 8'])
    },
  },
)

const long = 'x'.repeat(300)

caseTest(
  'C56 S12',
  'a name that is too long is shortened, keeps its extension, and two of them stay apart',
  { base: {}, host: { [`${long}1.txt`]: '1', [`${long}2.txt`]: '2' } },
  {
    ops: [expect.stringMatching(/^upload x+~[0-9a-f]{8}\.txt$/), expect.stringMatching(/^upload x+~[0-9a-f]{8}\.txt$/)],
    host: { [`${long}1.txt`]: '1', [`${long}2.txt`]: '2' },
    remote: [
      expect.stringMatching(/^x{242}~[0-9a-f]{8}\.txt: 1$/),
      expect.stringMatching(/^x{242}~[0-9a-f]{8}\.txt: 2$/),
    ],
  },
)

const oddly = { disguise: withOddFolding }

caseTest(
  'C58 S12',
  'a remote that folds letters in its own way makes no conflict: its own key counts',
  { world: oddly, base: { 'ẞ.txt': '1' }, before: [{ host: { 'ẞ.txt': '2' } }], host: { 'ẞ.txt': null } },
  { ops: ['deleteRemote ẞ.txt'] },
)

caseTest(
  'C58',
  'equal files under a name that Dropbox folds in its own way are bound',
  { world: oddly, host: { 'ẞ.txt': 'h1' }, remote: { 'ẞ.txt': 'h1' } },
  {
    ops: ['createModuleFolder /Companies', 'createRecordFolder /Companies/Acme (1)', 'adopt ẞ.txt'],
    both: { 'ẞ.txt': 'h1' },
  },
)

caseTest(
  'C58',
  'a name that our own folding takes for another one is told apart by the reply',
  { world: oddly, base: { 'ẞ.txt': 'h1' }, host: { 'ß.txt': 'h2' }, remote: { 'ẞ.txt': 'h3' } },
  {
    ops: ['updateHost ẞ.txt', 'upload ß (2).txt'],
    host: { 'ẞ.txt': 'h3', 'ß.txt': 'h2' },
    remote: { 'ẞ.txt': 'h3', 'ß (2).txt': 'h2' },
  },
)

caseTest(
  'C59',
  'a folder where a file was does not replace the file in the CRM',
  { base: { a: 'file' }, remote: [{ a: null }, { 'a/x.txt': 'x' }] },
  {
    ops: ['detach a', 'importFolder a', 'import a/x.txt'],
    host: { a: 'file', 'a/x.txt': 'x' },
    remote: { 'a/x.txt': 'x' },
    states: { a: 'removed_in_remote' },
  },
)

caseTest(
  'C60',
  'a file where a folder was detaches what was in it and comes in under its name',
  { base: { 'f/a.txt': '1' }, remote: [{ 'f/': null }, { f: '2' }] },
  {
    ops: ['detach f/a.txt', 'import f'],
    host: { 'f/a.txt': '1', f: '2' },
    remote: { f: '2' },
    states: { 'f/a.txt': 'removed_in_remote' },
  },
)

caseTest(
  'C61',
  'a new file gets the next name where Dropbox has a folder of that name',
  { base: {}, before: [{ remote: { 'x/': '' } }], host: { x: '1' } },
  { ops: ['upload x (2)'], host: { x: '1' }, remote: { 'x (2)': '1' } },
)

caseTest(
  'C62',
  'a conflicted copy that Dropbox made is a file like any other',
  { base: { 'a.txt': '1' }, remote: { 'a (conflicted copy).txt': '2' } },
  { ops: ['import a (conflicted copy).txt'], both: { 'a (conflicted copy).txt': '2', 'a.txt': '1' } },
)

caseTest(
  'S12',
  'a file that is deleted and made again in the CRM keeps its name in Dropbox',
  { base: { 'a.txt': '1' }, host: [{ 'a.txt': null }, { 'a.txt': '2' }] },
  { ops: ['deleteRemote a.txt', 'upload a.txt'], both: { 'a.txt': '2' } },
)

/** Keeps the capital sharp s as it is, as Dropbox does, where JavaScript makes it small. */
function withOddFolding(remote: Remote): Remote {
  const odd = <Change extends RemoteChange>(change: Change): Change => ({
    ...change,
    pathLower: pathLower(change.pathLower.replaceAll('ß', 'ẞ')),
  })
  const entry = (found: RemoteEntry | null): RemoteEntry | null => found && odd(found)
  return {
    ...remote,
    changes: async (cursor, options) => {
      const page = await remote.changes(cursor, options)
      return { ...page, changes: page.changes.map(odd) }
    },
    get: async (target, options) => entry(await remote.get(target, options)),
    upload: async (request, options) => odd(await remote.upload(request, options)),
    move: async (from, to, options) => odd(await remote.move(remotePath(from), to, options)),
    createFolder: async (path, options) => odd(await remote.createFolder(path, options)),
  }
}
