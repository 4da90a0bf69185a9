import { readFileSync } from 'node:fs'

import { describe, expect, test } from 'vitest'

import { contentHash } from '../../domain/content-hash.ts'
import { type Revision, revision } from '../../domain/remote-path.ts'
import type { Baseline } from '../../ports/sync-rows.ts'
import type { SyncErrorCode } from '../../sync-error.ts'
import { rowsBelow, tableBelow } from '../../testing/markdown-table.ts'
import { type FileOp, type FileState, planFile } from './plan-file.ts'

const document = readFileSync(new URL('../../../../../docs/sync-rules.md', import.meta.url), 'utf8')

const [h1, h2, h3] = [contentHash('1'.repeat(64)), contentHash('2'.repeat(64)), contentHash('3'.repeat(64))]
const rules: FileState['rules'] = { importBlock: null, maxFileBytes: 10, reattachOn: 'content-change' }
const file = { version: 'v1', name: 'a.txt', folder: [], contentHash: h1, sizeBytes: 5 }
const entry = { revision: revision('r1'), contentHash: h1, sizeBytes: 5, downloadable: true }

const baselineOf = (rest: Pick<Baseline, 'status'> & Partial<Baseline>): NonNullable<FileState['baseline']> => ({
  revision: revision('r1'),
  contentHash: h1,
  hostVersion: 'v1',
  hostName: 'a.txt',
  hostFolder: [],
  deletion: null,
  ...rest,
})

/** What became of the file in the host since a baseline, as the document names its rows. */
const hosts = new Map<string, FileState['host']>([
  ['same', file],
  ['touched', { ...file, version: 'v2' }],
  ['renamed', { ...file, version: 'v2', name: 'b.txt' }],
  ['edited', { ...file, version: 'v2', contentHash: h2 }],
  ['edited and renamed', { ...file, version: 'v2', contentHash: h2, name: 'b.txt' }],
  ['gone', null],
])

/** The same in the remote, as the document names its columns. */
const remotes = new Map<string, FileState['remote']>([
  ['same', entry],
  ['touched', { ...entry, revision: revision('r2') }],
  ['changed', { ...entry, revision: revision('r2'), contentHash: h3 }],
  ['unimportable', { ...entry, revision: revision('r2'), contentHash: h3, sizeBytes: 11 }],
  ['gone', null],
])

/** One cell of a table: two states where it makes a difference whether the contents are alike. */
interface TableCell {
  readonly name: string
  readonly words: readonly string[]
  readonly states: readonly FileState[]
}

type State = Omit<FileState, 'rules'>

/** The cells of a table of the document, each with the state that its row and column mean. */
function cellsOf(heading: string, stateOf: (row: string, column: string) => State): readonly TableCell[] {
  return [...tableBelow(document, heading)].flatMap(([row, columns]) =>
    [...columns].map(([column, text]): TableCell => {
      const state: FileState = { ...stateOf(row, column), rules }
      const words = text.split(' / ')
      return { name: `${row}/${column}`, words, states: words.length === 1 ? [state] : [alike(state), state] }
    }),
  )
}

function alike(state: FileState): FileState {
  const { host, remote } = state
  return host && remote ? { ...state, remote: { ...remote, contentHash: host.contentHash } } : state
}

const bound =
  (baseline: NonNullable<FileState['baseline']>) =>
  (row: string, column: string): State => ({ baseline, host: known(hosts, row), remote: known(remotes, column) })

function known<Value>(names: ReadonlyMap<string, Value>, name: string): Value {
  const value = names.get(name)
  if (value === undefined) throw new Error(`The document names "${name}", which means nothing here.`)
  return value
}

const [held, confirmed] = [
  baselineOf({ status: 'on', deletion: 'held' }),
  baselineOf({ status: 'on', deletion: 'confirmed' }),
]

const tables: readonly (readonly [heading: string, rules: string, cells: readonly TableCell[]])[] = [
  [
    '### First meeting',
    '[S3] [S4] [S11]',
    cellsOf('### First meeting', (row, column) => ({
      baseline: null,
      host: known(new Map([['nothing', null] as const, ['file', { ...file, contentHash: h2 }] as const]), row),
      remote: known(
        new Map([
          ['nothing', null],
          ['file', known(remotes, 'changed')],
          ['unimportable', known(remotes, 'unimportable')],
        ]),
        column,
      ),
    })),
  ],
  ['### Bound', '[S2] [S3] [S4] [S5] [S6] [S8] [S11]', cellsOf('### Bound', bound(baselineOf({ status: 'on' })))],
  ['### Detached', '[S5]', cellsOf('### Detached', bound(baselineOf({ status: 'detached' })))],
  ['### To be put back', '[S5] [S12]', cellsOf('### To be put back', bound(baselineOf({ status: 'putBack' })))],
  ['### Suspended', '[S18] [S19]', cellsOf('### Suspended', bound(baselineOf({ status: 'suspended' })))],
  [
    '### Deletion in question',
    '[S15]',
    cellsOf('### Deletion in question', (row, column) => ({
      baseline: row.endsWith('held') ? held : confirmed,
      host: row.startsWith('gone') ? null : known(hosts, 'same'),
      remote: known(remotes, column),
    })),
  ],
]

/** The op that a word of the document means for a state. */
function opOf(word: string, { baseline, remote }: FileState): FileOp | null {
  const at: Revision | null = remote?.revision ?? null
  switch (word) {
    case '–':
      return null
    case 'upload':
      return { type: 'upload', over: at, why: baseline ? 'edited' : 'new' }
    case 'put back':
      return { type: 'upload', over: null, why: 'putBack' }
    case 'again':
      return { type: 'upload', over: null, why: 'asked' }
    case 'beside':
      return { type: 'uploadBeside' }
    case 'move':
    case 'adopt':
    case 'release':
    case 'detach':
    case 'forget':
      return { type: word }
    case 'delete':
      return { type: 'deleteRemote', revision: revision(at ?? ''), confirmed: false }
    case 'delete now':
      return { type: 'deleteRemote', revision: revision(at ?? ''), confirmed: true }
    case 'ask':
      return { type: 'hold' }
    case 'asked':
      return { type: 'block', code: 'deletion_held' }
    case 'import':
      return { type: 'import', why: 'new' }
    case 'return':
      return { type: 'import', why: 'returned' }
    case 'version':
      return { type: 'updateHost' }
    case 'copy':
      return { type: 'storeCopy' }
    case 'note':
      return { type: 'rebase', names: false }
    case 'note name':
      return { type: 'rebase', names: true }
    case 'block':
      return { type: 'block', code: baseline ? 'newer_version_too_large' : 'file_too_large' }
    default:
      throw new Error(`The document says "${word}", which is no op.`)
  }
}

describe.each(tables)('%s', (_heading, ids, cells) => {
  test.each(cells)(`${ids} $name: $words`, ({ words, states }) => {
    expect(states.map(planFile)).toEqual(states.map((state, at) => opOf(words[at] ?? '', state)))
  })
})

test('the tables have a cell for every state: 6 without a baseline, 30 for each status, 20 for a deletion', () => {
  expect(tables.map(([, , cells]) => cells.length)).toEqual([6, 30, 30, 30, 30, 20])
})

test('every word of the legend is used, and no other', () => {
  const legend = rowsBelow(document, '## The table').map(([word = '']) => word)
  const used = tables.flatMap(([, , cells]) => cells.flatMap(({ words }) => words))
  expect(legend.toSorted()).toEqual([...new Set(used)].toSorted())
})

/** What the conditions of the document's last table mean for a state, and the reason that they give. */
const conditions = new Map<string, { readonly code: SyncErrorCode; readonly on: (state: FileState) => FileState }>([
  [
    'nothing may come into the host (S16)',
    { code: 'missing_right', on: (state) => ({ ...state, rules: { ...rules, importBlock: 'missing_right' } }) },
  ],
  [
    'ours is over the limit (S11)',
    { code: 'file_too_large', on: (state) => ({ ...state, host: state.host && { ...state.host, sizeBytes: 11 } }) },
  ],
  [
    'people alone put back what was removed (S5)',
    { code: 'unexpected', on: (state) => ({ ...state, rules: { ...rules, reattachOn: 'explicit' } }) },
  ],
])

describe('### Rules on top', () => {
  const rows = rowsBelow(document, '### Rules on top')

  test.each([...conditions])('[S5] [S11] [S16] where %s', (where, { code, on }) => {
    const own = rows.filter(([condition]) => condition === where)
    for (const [heading, , cells] of tables) {
      for (const { name, words, states } of cells) {
        const expected = states.map((state, at) => {
          const word = words[at] ?? ''
          const follows = own.find(([, instead = '']) => isMeant(instead, word, heading))?.[2]
          return follows === 'block' ? { type: 'block', code } : opOf(follows ?? word, on(state))
        })
        expect(
          states.map((state) => planFile(on(state))),
          `${heading} ${name}`,
        ).toEqual(expected)
      }
    }
  })

  test('[S5] [S11] [S16] there are these conditions and no other', () => {
    expect(new Set(rows.map(([where]) => where))).toEqual(new Set(conditions.keys()))
  })
})

/** Whether a list of words, e.g. `import, return`, has one; `put back, of a detached file` is about that table alone. */
function isMeant(list: string, word: string, heading: string): boolean {
  if (list.endsWith('of a detached file')) return heading === '### Detached' && list.startsWith(word)
  return list.split(', ').includes(word)
}

test('[S11] a document without bytes is told as such, and so is a new version without them', () => {
  const paper = { ...entry, revision: revision('r2'), contentHash: null, downloadable: false }
  expect(planFile({ baseline: null, host: null, remote: paper, rules })).toEqual({
    type: 'block',
    code: 'not_downloadable',
  })
  const state = { baseline: baselineOf({ status: 'on' }), host: file, remote: paper, rules }
  expect(planFile(state)).toEqual({ type: 'block', code: 'not_downloadable' })
})

test('[S11] the limit is inclusive', () => {
  const big = { ...file, sizeBytes: 11 }
  expect(planFile({ baseline: null, host: big, remote: null, rules })).toEqual({
    type: 'block',
    code: 'file_too_large',
  })
  expect(planFile({ baseline: null, host: { ...big, sizeBytes: 10 }, remote: null, rules })).toMatchObject({
    type: 'upload',
  })
})

test('[S2] contents that are not known equal nothing', () => {
  const state = { baseline: null, host: { ...file, contentHash: null }, remote: entry, rules }
  expect(planFile(state)).toEqual({ type: 'storeCopy' })
})
