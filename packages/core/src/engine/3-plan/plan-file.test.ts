import { describe, expect, test } from 'vitest'

import { contentHash } from '../../domain/content-hash.ts'
import { revision } from '../../domain/remote-path.ts'
import type { Baseline } from '../../ports/sync-store.ts'
import { type FileState, planFile } from './plan-file.ts'

const h1 = contentHash('1'.repeat(64))
const h2 = contentHash('2'.repeat(64))
const h3 = contentHash('3'.repeat(64))

const baselineAt = (status: Baseline['status']) => ({
  status,
  revision: revision('r1'),
  contentHash: h1,
  hostVersion: 'v1',
  hostName: 'a.txt',
  hostFolder: [],
})
const rules: FileState['rules'] = { importBlock: null, maxFileBytes: 10, reattachOn: 'content-change' }
const file = { version: 'v1', name: 'a.txt', folder: [], contentHash: h1, sizeBytes: 5 }
const entry = { revision: revision('r1'), contentHash: h1, sizeBytes: 5, downloadable: true }

const hosts = {
  none: file,
  touched: { ...file, version: 'v2' },
  renamed: { ...file, version: 'v2', name: 'b.txt' },
  edited: { ...file, version: 'v2', contentHash: h2 },
  editedAndRenamed: { ...file, version: 'v2', contentHash: h2, name: 'b.txt' },
  gone: null,
} satisfies Record<string, FileState['host']>

const remotes = {
  none: entry,
  touched: { ...entry, revision: revision('r2') },
  changed: { ...entry, revision: revision('r2'), contentHash: h3 },
  unimportable: { ...entry, revision: revision('r2'), contentHash: h3, sizeBytes: 11 },
  gone: null,
} satisfies Record<string, FileState['remote']>

/** An op in a word, as the golden tables below write it. */
function opOf(state: Omit<FileState, 'rules'> & { readonly rules?: FileState['rules'] }): string {
  const op = planFile({ rules, ...state })
  switch (op?.type) {
    case undefined:
      return '-'
    case 'rebase':
      return op.names ? 'rebase names' : 'rebase'
    case 'upload':
      return `upload ${op.why}${op.over ? ` over ${op.over}` : ''}`
    case 'deleteRemote':
      return `delete ${op.revision}`
    case 'import':
      return `import ${op.why}`
    case 'block':
      return op.code
    default:
      return op?.type ?? '-'
  }
}

function table(status: Baseline['status']): Record<string, string> {
  const cells: Record<string, string> = {}
  for (const [hostChange, host] of Object.entries(hosts)) {
    for (const [remoteChange, remote] of Object.entries(remotes)) {
      cells[`${hostChange}/${remoteChange}`] = opOf({ baseline: baselineAt(status), host, remote })
    }
  }
  return cells
}

test('[S2] [S3] [S4] [S5] [S6] [S8] [S11] every cell of a file that is bound', () => {
  expect(table('on')).toEqual({
    'none/none': '-',
    'none/touched': 'rebase',
    'none/changed': 'updateHost',
    'none/unimportable': 'newer_version_too_large',
    'none/gone': 'detach',
    'touched/none': 'rebase',
    'touched/touched': 'rebase',
    'touched/changed': 'updateHost',
    'touched/unimportable': 'newer_version_too_large',
    'touched/gone': 'detach',
    'renamed/none': 'move',
    'renamed/touched': 'rebase',
    'renamed/changed': 'updateHost',
    'renamed/unimportable': 'newer_version_too_large',
    'renamed/gone': 'detach',
    'edited/none': 'upload edited over r1',
    'edited/touched': 'upload edited over r2',
    'edited/changed': 'storeCopy',
    'edited/unimportable': 'uploadBeside',
    'edited/gone': 'upload putBack',
    'editedAndRenamed/none': 'upload edited over r1',
    'editedAndRenamed/touched': 'upload edited over r2',
    'editedAndRenamed/changed': 'storeCopy',
    'editedAndRenamed/unimportable': 'uploadBeside',
    'editedAndRenamed/gone': 'upload putBack',
    'gone/none': 'delete r1',
    'gone/touched': 'delete r2',
    'gone/changed': 'import returned',
    'gone/unimportable': 'forget',
    'gone/gone': 'forget',
  })
})

test('[S5] every cell of a file that was removed in the remote', () => {
  expect(table('detached')).toEqual({
    'none/none': 'adopt',
    'none/touched': 'adopt',
    'none/changed': 'updateHost',
    'none/unimportable': 'newer_version_too_large',
    'none/gone': '-',
    'touched/none': 'adopt',
    'touched/touched': 'adopt',
    'touched/changed': 'updateHost',
    'touched/unimportable': 'newer_version_too_large',
    'touched/gone': '-',
    'renamed/none': 'adopt',
    'renamed/touched': 'adopt',
    'renamed/changed': 'updateHost',
    'renamed/unimportable': 'newer_version_too_large',
    'renamed/gone': 'rebase names',
    'edited/none': 'upload edited over r1',
    'edited/touched': 'upload edited over r2',
    'edited/changed': 'storeCopy',
    'edited/unimportable': 'uploadBeside',
    'edited/gone': 'upload putBack',
    'editedAndRenamed/none': 'upload edited over r1',
    'editedAndRenamed/touched': 'upload edited over r2',
    'editedAndRenamed/changed': 'storeCopy',
    'editedAndRenamed/unimportable': 'uploadBeside',
    'editedAndRenamed/gone': 'upload putBack',
    'gone/none': 'import new',
    'gone/touched': 'import new',
    'gone/changed': 'import new',
    'gone/unimportable': 'forget',
    'gone/gone': 'forget',
  })
})

test('[S18] a suspended baseline resumes like a bound one, but deletes nothing unasked', () => {
  expect(table('suspended')).toEqual({
    ...table('on'),
    'none/none': 'rebase',
    'gone/none': '-',
    'gone/touched': '-',
  })
})

describe('[S3] [S4] a first meeting', () => {
  test.for([
    ['nothing anywhere', null, null, '-'],
    ['only in the host', file, null, 'upload new'],
    ['alike', file, entry, 'adopt'],
    ['different', file, remotes.changed, 'storeCopy'],
    ['too large there', file, remotes.unimportable, 'uploadBeside'],
    ['only in the remote', null, entry, 'import new'],
    ['too large, only in the remote', null, remotes.unimportable, 'file_too_large'],
    ['a document without bytes', null, { ...entry, contentHash: null, downloadable: false }, 'not_downloadable'],
  ] as const)('%s', ([, host, remote, expected]) => {
    expect(opOf({ baseline: null, host, remote })).toBe(expected)
  })
})

test('[S3] the same edit on both sides is no conflict', () => {
  const remote = { ...remotes.changed, contentHash: h2 }
  expect(opOf({ baseline: baselineAt('on'), host: hosts.edited, remote })).toBe('rebase')
  expect(opOf({ baseline: baselineAt('detached'), host: hosts.edited, remote })).toBe('adopt')
})

test('[S16] without the right to write nothing comes into the host, and nothing is written over what cannot come in', () => {
  const blocked: FileState['rules'] = { ...rules, importBlock: 'missing_right' }
  for (const [host, remote] of [
    [hosts.none, remotes.changed],
    [hosts.edited, remotes.changed],
    [null, remotes.changed],
  ] as const) {
    expect(opOf({ baseline: baselineAt('on'), host, remote, rules: blocked })).toBe('missing_right')
  }
  expect(opOf({ baseline: baselineAt('on'), host: hosts.edited, remote: entry, rules: blocked })).toBe(
    'upload edited over r1',
  )
})

test('[S11] a file of the host that is too large is not sent', () => {
  expect(opOf({ baseline: null, host: { ...file, sizeBytes: 11 }, remote: null })).toBe('file_too_large')
  expect(opOf({ baseline: null, host: { ...file, sizeBytes: 10 }, remote: null })).toBe('upload new')
})

test('[S5] a host may ask that removed files are put back by people only', () => {
  const explicit: FileState['rules'] = { ...rules, reattachOn: 'explicit' }
  expect(opOf({ baseline: baselineAt('detached'), host: hosts.edited, remote: null, rules: explicit })).toBe('-')
})
