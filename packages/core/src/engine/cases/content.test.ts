import { expect } from 'vitest'

import { caseTest } from '../../testing/engine-world/case-test.ts'
import type { World } from '../../testing/engine-world/engine-world.ts'
import { SyncError } from '../../sync-error.ts'

/** The host and the remote take files of eight bytes. */
const small = { settings: { maxFileBytes: 8 } }
const base = { 'a.bin': 'h1' }

caseTest(
  'C63',
  'an empty file is a file, both ways',
  { base: {}, host: { 'up.txt': '' }, remote: { 'down.txt': '' } },
  { ops: ['import down.txt', 'upload up.txt'], both: { 'down.txt': '', 'up.txt': '' } },
)

caseTest(
  'C64 C65 S11',
  'exactly the limit goes, a byte more stays where it is, and siblings go on',
  {
    world: small,
    base: {},
    host: { 'ok.bin': '12345678', 'big.bin': '123456789' },
    remote: { 'theirs.bin': '123456789', 'small.bin': '1' },
  },
  {
    ops: ['block big.bin', 'block theirs.bin', 'import small.bin', 'upload ok.bin'],
    host: { 'big.bin': '123456789', 'ok.bin': '12345678', 'small.bin': '1' },
    remote: { 'ok.bin': '12345678', 'small.bin': '1', 'theirs.bin': '123456789' },
    states: { 'big.bin': 'file_too_large' },
    problems: ['file_too_large big.bin', 'file_too_large theirs.bin'],
  },
)

caseTest(
  'C66 S11',
  'of a version that grew over the limit the CRM keeps the old one',
  { world: small, base, remote: { 'a.bin': 'too large!' } },
  {
    ops: ['block a.bin'],
    host: base,
    remote: { 'a.bin': 'too large!' },
    states: { 'a.bin': 'newer_version_too_large' },
    problems: ['newer_version_too_large a.bin'],
  },
)

const beside = 'a (CRM, Grace Hopper, 2026-01-01).bin'

caseTest(
  'C67 S11',
  'an edit then goes up beside the version that is too large, which is never overwritten',
  {
    world: small,
    base,
    before: [{ remote: { 'a.bin': 'too large!' } }],
    host: { 'a.bin': 'h2' },
  },
  {
    ops: [`upload ${beside}`, 'block a.bin'],
    host: { 'a.bin': 'h2' },
    remote: { 'a.bin': 'too large!', [beside]: 'h2' },
    problems: ['file_too_large a.bin'],
  },
)

caseTest(
  'C67',
  'a crash after the upload beside leaves one file beside',
  {
    world: small,
    base,
    before: [{ remote: { 'a.bin': 'too large!' } }],
    host: { 'a.bin': 'h2' },
    fault: { method: 'upload', when: 'after', error: 'crash' },
  },
  {
    ops: [`upload ${beside}`, 'block a.bin'],
    host: { 'a.bin': 'h2' },
    remote: { 'a.bin': 'too large!', [beside]: 'h2' },
    problems: ['file_too_large a.bin'],
  },
)

caseTest(
  'C68 S11',
  'it comes in when it shrinks again',
  { world: small, base, before: [{ remote: { 'a.bin': 'too large!' } }], remote: { 'a.bin': 'small' } },
  { ops: ['updateHost a.bin'], both: { 'a.bin': 'small' } },
)

caseTest(
  'C69',
  'a document without bytes of its own is told about and never downloaded',
  {
    base: {},
    steps: ({ ada }) =>
      ada.remote.owner.put('/Companies/Acme (1)/plan.paper', new Uint8Array(), { downloadable: false }),
    laterMs: 86_400_000,
  },
  { ops: ['block plan.paper'], remote: { 'plan.paper': '' }, problems: ['not_downloadable plan.paper'] },
)

caseTest(
  'C71 S14',
  'a file that changes while it is read is sent as it is in the end, and never by halves',
  {
    base: {},
    host: { 'a.txt': 'before', 'b.txt': 'sibling' },
    steps: ({ faults, crm }) => faults.meanwhile('read', () => crm.put('a.txt', 'after')),
    laterMs: 0,
  },
  { ops: ['upload a.txt', 'upload b.txt', 'upload a.txt'], both: { 'a.txt': 'after', 'b.txt': 'sibling' } },
)

caseTest(
  'C72',
  'of a file that changes while it is downloaded one version comes in whole, and the next pass takes the newer one',
  {
    base: {},
    remote: { 'a.txt': 'before' },
    steps: ({ faults, ada }) => faults.meanwhile('download', () => ada.put('a.txt', 'after')),
  },
  { ops: ['import a.txt'], host: { 'a.txt': 'before' }, remote: { 'a.txt': 'after' }, also: takesTheNewer },
)

async function takesTheNewer({ ada, crm }: World): Promise<void> {
  await ada.sync()
  expect(crm.files()).toEqual(['a.txt: after'])
}

caseTest(
  'C73 S14',
  'a file that the scanner of the CRM refuses stays in Dropbox, with the reason, and siblings come in',
  {
    base: {},
    remote: { 'b.txt': 'fine', 'virus.exe': 'evil' },
    world: { settings: {} },
    fault: { method: 'create', skip: 1, when: 'before', error: new SyncError('scanner_refused', 'Not this one.') },
    laterMs: 86_400_000,
  },
  {
    ops: ['import b.txt'],
    host: { 'b.txt': 'fine' },
    remote: { 'b.txt': 'fine', 'virus.exe': 'evil' },
    problems: ['scanner_refused virus.exe'],
  },
)

caseTest(
  'C73',
  'what the scanner refused is tried again when it is another version',
  {
    base: {},
    before: [
      {
        remote: { 'a.exe': 'evil' },
        fault: { method: 'create', when: 'before', error: new SyncError('scanner_refused', 'Not this one.') },
      },
    ],
    remote: { 'a.exe': 'fine' },
  },
  { ops: ['import a.exe'], both: { 'a.exe': 'fine' } },
)

caseTest(
  'C93',
  'only the last of quick edits has to go up',
  { base, host: [{ 'a.bin': 'h2' }, { 'a.bin': 'h3' }] },
  { ops: ['upload a.bin'], both: { 'a.bin': 'h3' } },
)

/** Saves every five seconds, each followed by a pass, for ten minutes. */
async function savesAllTheTime({ crm, clock, ada, trace }: World): Promise<void> {
  for (let save = 1; save <= 120; save += 1) {
    await crm.put('a.bin', `save ${save}`)
    await ada.sync()
    clock.advance(5000)
  }
  const uploads = trace.filter(({ op }) => op === 'upload a.bin').length
  expect(uploads, 'three at once, then one a minute').toBe(3 + 9)
}

caseTest(
  'C94',
  'a file that is saved all the time goes up once a minute, and in the end as it is',
  { base, before: [{ steps: savesAllTheTime }], laterMs: 120_000 },
  { ops: [], both: { 'a.bin': 'save 120' } },
)
