import { expect, test } from 'vitest'

import { remotePath } from '../../domain/remote-path.ts'
import type { Remote } from '../../ports/remote.ts'
import { SyncError } from '../../sync-error.ts'
import { caseTest } from '../../testing/engine-world/case-test.ts'
import { type World, engineWorld } from '../../testing/engine-world/engine-world.ts'

const base = { 'a.pdf': 'a', 'sub/b.pdf': 'b' }
const renameRecord = ({ records, acme }: World): void =>
  records.set(acme, { name: 'Acme Corp', number: '1', singular: 'Company' })
const deleteRecord = ({ records, acme }: World): void => records.set(acme, null)
const everyFile = (state: string) => ({ 'a.pdf': state, 'sub/b.pdf': state })

caseTest(
  'C28 C120 S10',
  'a record folder that is removed leaves the files in the CRM, with one line of activity',
  { base, remote: { '/Companies/Acme (1)': null } },
  {
    ops: [],
    host: base,
    states: everyFile('folder_missing'),
    activity: ['recordFolderRemoved'],
    also: async ({ ada }) => expect(await ada.states()).toEqual(['a.pdf: detached', 'b.pdf: detached']),
  },
)

caseTest(
  'C29 S10',
  'what is new in the CRM after that is not sent',
  { base, before: [{ remote: { '/Companies/Acme (1)': null } }], host: { 'c.pdf': 'new' } },
  {
    ops: [],
    host: { ...base, 'c.pdf': 'new' },
    states: { ...everyFile('folder_missing'), 'c.pdf': 'folder_missing' },
    also: ({ ada }) => expect(ada.folders()).toEqual(['/Companies']),
  },
)

caseTest(
  'C29 S10',
  'the button makes the folder anew, for what was not removed',
  {
    base,
    before: [{ remote: { '/Companies/Acme (1)': null } }, { host: { 'c.pdf': 'new' } }],
    press: true,
  },
  {
    ops: ['createRecordFolder /Companies/Acme (1)', 'upload c.pdf'],
    host: { ...base, 'c.pdf': 'new' },
    remote: { 'c.pdf': 'new' },
    states: everyFile('removed_in_remote'),
  },
)

caseTest(
  'C45 C110 S9',
  'a record renamed in the CRM moves its folder, and nothing is uploaded or detached',
  { base, steps: renameRecord, press: true },
  {
    ops: ['moveRecordFolder /Companies/Acme Corp (1)', 'rebase a.pdf', 'rebase sub/b.pdf'],
    host: base,
    remote: {},
    activity: ['recordFolderMoved'],
    also: async ({ ada }) => {
      expect(await ada.files('/Companies/Acme Corp (1)')).toEqual(['a.pdf: a', 'sub/b.pdf: b'])
      expect(ada.remote.calls.map(({ method }) => method)).not.toContain('download')
    },
  },
)

caseTest(
  'C45',
  'a host may ask that folders keep their first names',
  { world: { settings: { followRecordName: false } }, base, steps: renameRecord, press: true },
  { ops: [], both: base },
)

caseTest(
  'C46 S9',
  'a record folder that the user renamed keeps his name and stays bound',
  {
    base,
    before: [{ remote: { '/Companies/Acme (1)': '→ /Companies/ACME old' } }],
    steps: renameRecord,
    host: { 'c.pdf': 'c' },
    press: true,
  },
  {
    ops: ['upload c.pdf'],
    host: { ...base, 'c.pdf': 'c' },
    remote: {},
    also: async ({ ada }) =>
      expect(await ada.files('/Companies/ACME old')).toEqual(['a.pdf: a', 'c.pdf: c', 'sub/b.pdf: b']),
  },
)

caseTest(
  'C47 S9',
  'a folder of the new name that is there already is not merged',
  { base, remote: { '/Companies/Acme Corp (1)/': '' }, steps: renameRecord, press: true },
  { ops: [], both: base, problems: ['folder_name_taken Acme Corp'] },
)

const moveToBeta = ({ host, acme, crm, record }: World, files = ['a.pdf', 'sub/b.pdf']): void => {
  for (const name of files) host.moveToRecord(acme, crm.file(name).id, record('2', 'Beta'))
}
const pressBeta = { steps: ({ ada, record }: World) => ada.press(record('2', 'Beta')) }

caseTest(
  'C48 S8',
  'a file that moves to another record in the CRM is moved in Dropbox, not sent again',
  {
    base: { 'a.pdf': 'a' },
    before: [pressBeta],
    steps: ({ host, acme, crm, record }) => host.moveToRecord(acme, crm.file('a.pdf').id, record('2', 'Beta')),
  },
  {
    ops: ['move /Companies/Acme (1)/a.pdf → a.pdf'],
    also: async ({ ada }) => expect(await ada.files('/Companies/Beta (2)')).toEqual(['a.pdf: a']),
  },
)

caseTest(
  'C48 S5',
  'a file that moved to another record in the CRM is new there, also if its copy at the old one was removed meanwhile',
  {
    base: { 'a.pdf': 'a' },
    before: [pressBeta],
    steps: ({ host, acme, crm, record }) => host.moveToRecord(acme, crm.file('a.pdf').id, record('2', 'Beta')),
    remote: { 'a.pdf': null },
  },
  {
    ops: ['forget a.pdf', 'upload a.pdf'],
    remote: {},
    also: async ({ ada }) => expect(await ada.files('/Companies/Beta (2)')).toEqual(['a.pdf: a']),
  },
)

caseTest(
  'C48 S8',
  'also when only the button of the record is pressed that it moved to',
  {
    base: { 'a.pdf': 'a' },
    before: [pressBeta],
    steps: async (world) => {
      moveToBeta(world, ['a.pdf'])
      await world.ada.press(world.record('2', 'Beta'))
    },
  },
  {
    ops: ['move /Companies/Acme (1)/a.pdf → a.pdf'],
    also: async ({ ada }) => expect(await ada.files('/Companies/Beta (2)')).toEqual(['a.pdf: a']),
  },
)

caseTest(
  'S9 S10',
  "a record whose folder was removed does not take another record's folder that was moved to its place",
  {
    base: { 'a.pdf': 'a' },
    before: [pressBeta],
    steps: async ({ ada }) => {
      await ada.remove('/Companies/Acme (1)')
      await ada.move('/Companies/Beta (2)', '/Companies/Acme (1)')
    },
  },
  {
    ops: [],
    host: { 'a.pdf': 'a' },
    remote: {},
    states: { 'a.pdf': 'folder_missing' },
    also: async ({ ada, acme, record, store }) => {
      expect(await store.enrolment(ada.linkId, acme)).toMatchObject({ status: 'folderMissing' })
      expect(await store.enrolment(ada.linkId, record('2', 'Beta'))).toMatchObject({
        status: 'active',
        folder: '/Companies/Acme (1)',
      })
    },
  },
)

caseTest(
  'C48 S8',
  'or only that of the one that it left',
  {
    base: { 'a.pdf': 'a', 'b.pdf': 'b' },
    before: [pressBeta],
    steps: async (world) => {
      moveToBeta(world, ['a.pdf'])
      await world.ada.press(world.acme)
    },
  },
  {
    ops: ['move /Companies/Acme (1)/a.pdf → a.pdf'],
    both: { 'b.pdf': 'b' },
    also: async ({ ada }) => expect(await ada.files('/Companies/Beta (2)')).toEqual(['a.pdf: a']),
  },
)

caseTest(
  'C50 S8 S9',
  'two records merged: their files move, and what only Dropbox has stays in the old folder',
  {
    base,
    before: [pressBeta],
    remote: { 'paper.pdf': 'x' },
    steps: (world) => {
      moveToBeta(world)
      deleteRecord(world)
    },
  },
  {
    ops: [
      'createFolder sub',
      'move /Companies/Acme (1)/a.pdf → a.pdf',
      'move /Companies/Acme (1)/sub/b.pdf → sub/b.pdf',
    ],
    remote: { 'paper.pdf': 'x' },
    also: async ({ ada, acme, store }) => {
      expect(await ada.files('/Companies/Beta (2)')).toEqual(['a.pdf: a', 'sub/b.pdf: b'])
      expect(await store.enrolment(ada.linkId, acme)).toMatchObject({ status: 'orphaned' })
    },
  },
)

caseTest(
  'C49 S9',
  'a record that is deleted in the CRM keeps its folder and its files in Dropbox',
  { base, remote: { 'extra.pdf': 'x' }, steps: deleteRecord, press: true },
  {
    ops: [],
    host: base,
    remote: { ...base, 'extra.pdf': 'x' },
    states: everyFile('record_gone'),
    also: async ({ store, ada, acme }) =>
      expect(await store.enrolment(ada.linkId, acme)).toMatchObject({ status: 'orphaned' }),
  },
)

caseTest(
  'C49 S9 S15',
  'a host may ask that what is unchanged is deleted then; what was added or changed there stays, and so does the folder',
  {
    world: { settings: { onRecordDeleted: 'deleteUnchanged' } },
    base: { ...base, 'c.pdf': 'c' },
    remote: { 'extra.pdf': 'x', 'c.pdf': 'changed' },
    steps: deleteRecord,
    press: true,
  },
  {
    ops: ['deleteRemote a.pdf', 'deleteRemote sub/b.pdf'],
    host: { ...base, 'c.pdf': 'c' },
    remote: { 'extra.pdf': 'x', 'c.pdf': 'changed' },
    states: { ...everyFile('record_gone'), 'c.pdf': 'record_gone' },
    also: ({ ada }) => expect(ada.folders()).toContain('/Companies/Acme (1)/sub'),
  },
)

caseTest(
  'C115 C116',
  'a file outside every record folder is told about once and never imported',
  { base: {}, remote: { '/loose.txt': '1', '/Companies/Unknown (9)/stray.txt': '2' }, laterMs: 86_400_000 },
  {
    ops: [],
    problems: ['not_in_a_record loose.txt', 'not_in_a_record stray.txt'],
    activity: ['notInARecord', 'notInARecord'],
  },
)

test('[C115] what is found outside every record folder is told as a change of the link, so that its page is not stale', async () => {
  const events: string[] = []
  const { ada, acme } = await engineWorld({ settings: { onEvent: ({ type }) => void events.push(type) } })
  await ada.press(acme)
  expect(events).not.toContain('linkChanged')
  await ada.put('/loose.txt', '1')
  await ada.sync()
  expect(events.filter((type) => type === 'linkChanged')).toHaveLength(1)
  await ada.put('/Companies/Acme (1)/b.txt', '2')
  await ada.sync()
  expect(events.filter((type) => type === 'linkChanged')).toHaveLength(1)
})

caseTest(
  'C116',
  'a folder that somebody made for a record is taken once that record is synchronised',
  {
    base: {},
    before: [{ remote: { '/Companies/Beta (2)/early.txt': '1' } }],
    steps: ({ ada, record }) => ada.press(record('2', 'Beta')),
  },
  {
    ops: ['createRecordFolder /Companies/Beta (2)', 'import early.txt'],
    also: ({ crm, record }) => expect(crm.of(record('2', 'Beta')).files()).toEqual(['early.txt: 1']),
  },
)

caseTest(
  'S13',
  'an empty folder that was there before is no news, and the button does not bring it into the CRM',
  { host: { 'a.pdf': 'a' }, steps: ({ ada }) => ada.mkdir('/Companies/Acme (1)/old'), press: true },
  {
    ops: ['createModuleFolder /Companies', 'createRecordFolder /Companies/Acme (1)', 'upload a.pdf'],
    both: { 'a.pdf': 'a' },
    also: async ({ host, acme }) => expect(await host.folders?.(acme)).toEqual([]),
  },
)

caseTest(
  'S13 S14',
  'a new folder that the CRM does not take now has a problem, and is made when that is due',
  {
    base: {},
    remote: { 'sub/': '' },
    fault: { method: 'createFolder', when: 'before', error: new SyncError('host_unavailable', 'Later.') },
  },
  {
    ops: [],
    problems: ['host_unavailable sub'],
    also: async ({ host, acme, ada, clock }) => {
      clock.advance(60_001)
      expect((await ada.sync()).ops).toEqual({ importFolder: 1 })
      expect(await ada.problems()).toEqual([])
      expect(await host.folders?.(acme)).toEqual([['sub']])
    },
  },
)

caseTest(
  'S13 S14',
  'one that the CRM refuses stays a problem; the button tries again, and its sister came in meanwhile',
  {
    base: {},
    remote: { 'one/': '', 'two/': '' },
    fault: { method: 'createFolder', when: 'before', error: new SyncError('host_refused', 'Not such a name.') },
  },
  {
    ops: ['importFolder two'],
    problems: ['host_refused one'],
    also: async ({ host, acme, ada }) => {
      expect((await ada.press(acme)).ops).toMatchObject({ importFolder: 1 })
      expect(await ada.problems()).toEqual([])
      expect(await host.folders?.(acme)).toHaveLength(2)
    },
  },
)

caseTest(
  'C118 S13',
  'a folder that is deleted in the CRM leaves Dropbox file by file; the empty one stays and does not come back',
  {
    base,
    host: { 'sub/': null },
    steps: ({ ada }) => ada.remote.owner.loseCursors(),
  },
  {
    ops: ['deleteRemote sub/b.pdf'],
    both: { 'a.pdf': 'a' },
    also: async ({ ada, host, acme }) => {
      ada.remote.owner.loseCursors()
      expect((await ada.sync()).ops).toEqual({})
      expect(ada.folders()).toContain('/Companies/Acme (1)/sub')
      expect(await host.folders?.(acme)).toEqual([])
    },
  },
)

caseTest(
  'C47 C58',
  'a name that leads to the folder of another record, by a rule of the remote that we do not know, is not taken',
  {
    world: { disguise: withBlindEyes },
    base: { 'a.pdf': 'a' },
    before: [{ steps: ({ crm, record }) => crm.of(record('1\u200b', 'Acme')).put('b.pdf', 'b') }],
    steps: ({ ada, record }) => ada.press(record('1\u200b', 'Acme')),
  },
  {
    ops: ['createRecordFolder /Companies/Acme (record-1)', 'upload b.pdf'],
    both: { 'a.pdf': 'a' },
    also: async ({ ada, crm, acme, record }) => {
      expect(crm.of(acme).files()).toEqual(['a.pdf: a'])
      expect(crm.of(record('1\u200b', 'Acme')).files()).toEqual(['b.pdf: b'])
      expect(await ada.problems()).toEqual([])
    },
  },
)

/** A remote to which a zero-width space in the name of a folder is nothing. */
function withBlindEyes(remote: Remote): Remote {
  return {
    ...remote,
    createFolder: (path, options) => remote.createFolder(remotePath(path.replaceAll('\u200b', '')), options),
  }
}
