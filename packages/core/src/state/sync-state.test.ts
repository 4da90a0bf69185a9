import { expect, test } from 'vitest'

import { contentHash } from '../domain/content-hash.ts'
import { instant } from '../domain/instant.ts'
import type { HostFile } from '../ports/host-files.ts'
import type { Problem } from '../ports/sync-rows.ts'
import type { SyncErrorCode } from '../sync-error.ts'
import { newBaseline, newEnrolment, newLink, newRecord } from '../testing/sync-store/rows.ts'
import { dirtyKeyText } from './dirty-key.ts'
import { type FileSyncInput, fileSyncOf } from './file-sync.ts'
import { type RecordSyncInput, recordSyncOf } from './record-sync.ts'

const at = instant('2026-11-22T08:00:00Z')
const record = newRecord('tenant-1')
const link = newLink()
const enrolment = newEnrolment(link.id, record, { lastSettledAt: at })
const file: HostFile = {
  record,
  id: 'f1',
  name: 'a.txt',
  folder: [],
  sizeBytes: 5,
  mediaType: 'text/plain',
  version: 'v1',
  contentHash: contentHash('1'.repeat(64)),
  updatedAt: at,
  updatedBy: { userId: null, name: '', via: 'host' },
}
const baseline = newBaseline(link.id, record, 'f1', '/Companies/Acme (1)/a.txt', { hostVersion: 'v1' })
const problem = (code: SyncErrorCode, retryAt: Problem['retryAt'] = null): Problem => ({
  linkId: link.id,
  record,
  key: { type: 'file', record, fileId: 'f1' },
  code,
  subject: 'a.txt',
  attempts: 1,
  retryAt,
  input: '',
})

const synced: FileSyncInput = {
  link,
  enrolment,
  file,
  baseline,
  problem: null,
  conflict: false,
  dirty: false,
  transfer: null,
  maxFileBytes: 10,
}

test.for<[string, Partial<FileSyncInput>, string]>([
  ['bound at this version, nothing dirty, no problem', {}, 'synced'],
  ['without a link', { link: null }, 'onlyInHost'],
  ['after unlinking', { link: { ...link, status: 'revoked' } }, 'onlyInHost'],
  ['in a record that is not synchronised', { enrolment: null }, 'onlyInHost'],
  ['in a record that was stopped', { enrolment: { ...enrolment, status: 'stopped' } }, 'onlyInHost'],
  ['without its folder', { enrolment: { ...enrolment, status: 'folderMissing' } }, 'onlyInHost folder_missing'],
  ['while the link must be renewed', { link: { ...link, status: 'reconnect' } }, 'waiting link_revoked'],
  ['new', { baseline: null }, 'waiting'],
  ['at another version', { file: { ...file, version: 'v2' } }, 'waiting'],
  ['dirty', { dirty: true }, 'waiting'],
  ['dirty while paused', { dirty: true, link: { ...link, status: 'paused' } }, 'waiting link_paused'],
  ['suspended', { baseline: { ...baseline, status: 'suspended' } }, 'waiting'],
  ['removed in Dropbox', { baseline: { ...baseline, status: 'detached' } }, 'onlyInHost removed_in_remote'],
  ['in a conflict', { conflict: true }, 'conflict conflict'],
  ['in a conflict and dirty', { conflict: true, dirty: true }, 'waiting'],
  ['going up', { transfer: 'uploading', dirty: true }, 'uploading'],
  ['too large', { file: { ...file, sizeBytes: 11 } }, 'blocked file_too_large'],
  ['refused', { problem: problem('host_refused') }, 'blocked host_refused'],
  ['without a right', { problem: problem('missing_right') }, 'blocked missing_right'],
  ['to be tried again', { problem: problem('host_unavailable', at) }, 'failed host_unavailable'],
])('[S3] a file %s', ([, change, expected]) => {
  const { state, code } = fileSyncOf({ ...synced, ...change })
  expect([state, code].filter(Boolean).join(' ')).toBe(expected)
})

test('[S14] a failed file says when it is tried again', () => {
  expect(fileSyncOf({ ...synced, problem: problem('host_unavailable', at) }).retryAt).toBe(at)
})

const settled: RecordSyncInput = {
  link,
  linking: false,
  refused: false,
  enrolment,
  access: { read: true, write: true, missing: [] },
  uploadSupported: true,
  dirty: 0,
  problems: [],
  detached: 0,
  held: 0,
  conflicts: 0,
  progress: null,
  checkedAt: null,
}

test.for<[string, Partial<RecordSyncInput>, string]>([
  ['at rest', {}, 'settled'],
  ['never pressed', { enrolment: null }, 'notEnrolled'],
  ['just pressed', { enrolment: { ...enrolment, lastSettledAt: null } }, 'waiting'],
  ['with something dirty', { dirty: 1 }, 'waiting'],
  ['with an attempt to come', { problems: [problem('remote_busy', at)] }, 'waiting'],
  ['in a pass', { dirty: 1, progress: { done: 1, total: 2, bytes: 3 } }, 'syncing'],
  ['paused', { enrolment: { ...enrolment, status: 'paused' } }, 'paused'],
  ['of a held link', { link: { ...link, status: 'held' } }, 'held'],
  ['stopped', { enrolment: { ...enrolment, status: 'stopped' } }, 'stopped'],
  ['without its folder', { enrolment: { ...enrolment, status: 'folderMissing' } }, 'folderMissing'],
  ['whose link must be renewed', { link: { ...link, status: 'reconnect' } }, 'waiting'],
])('[S3] a record %s', ([, change, phase]) => {
  expect(recordSyncOf({ ...settled, ...change }).phase).toBe(phase)
})

test('[S5] [S11] what needs a person is counted, also in a record at rest', () => {
  const { phase, attention } = recordSyncOf({ ...settled, detached: 2, problems: [problem('file_too_large')] })
  expect({ phase, attention }).toEqual({ phase: 'settled', attention: 3 })
})

test('[S4] [S15] conflicts are counted for attention; a held deletion is a problem and counts once', () => {
  const held = { ...settled, held: 1, conflicts: 2, problems: [problem('deletion_held')] }
  expect(recordSyncOf(held)).toMatchObject({ phase: 'settled', attention: 3, held: 1, conflicts: 2 })
  const never = recordSyncOf({ ...held, enrolment: null })
  expect(never).toMatchObject({ attention: 0, held: 0, conflicts: 0 })
})

test('[S16] without the right to write, or in a host that takes no files, the direction is to Dropbox', () => {
  const missing = [{ code: 'owner', label: 'Owner', howTo: null }]
  const oneWay = recordSyncOf({ ...settled, access: { read: true, write: false, missing } })
  expect(oneWay).toMatchObject({ direction: 'toDropbox', missing })
  expect(recordSyncOf({ ...settled, uploadSupported: false })).toMatchObject({ direction: 'toDropbox', missing: [] })
})

test('[S18] the link of a user in a word', () => {
  const linkOf = (change: Partial<RecordSyncInput>) => recordSyncOf({ ...settled, ...change }).link
  expect(linkOf({})).toBe('linked')
  expect(linkOf({ link: null })).toBe('none')
  expect(linkOf({ link: null, linking: true })).toBe('linking')
  expect(linkOf({ link: null, refused: true })).toBe('refused')
  expect(linkOf({ link: { ...link, status: 'reconnect' } })).toBe('reconnect')
})

test('keys are equal exactly when their texts are', () => {
  const other = newRecord('tenant-1')
  const texts = [record, other].flatMap((of) => [
    dirtyKeyText({ type: 'file', record: of, fileId: 'x' }),
    dirtyKeyText({ type: 'record', record: of }),
  ])
  expect(new Set(texts).size).toBe(4)
  expect(dirtyKeyText({ type: 'record', record: { id: record.id, module: record.module, tenantId: 'tenant-1' } })).toBe(
    texts[1],
  )
})
