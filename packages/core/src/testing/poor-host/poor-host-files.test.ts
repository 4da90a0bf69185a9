import { expect, test } from 'vitest'

import type { RecordKey } from '../../domain/record-ref.ts'
import { manualClock, seededRandom } from '../../memory/index.ts'
import { type HostFilesAbilities, bytes, hostFilesContract, webSha256 } from '../index.ts'
import { type PoorHostOptions, poorHostFiles } from './poor-host-files.ts'

const make = (options: Partial<PoorHostOptions> = {}) =>
  poorHostFiles({ clock: manualClock(), random: seededRandom(1), sha256: webSha256, ...options })

const poor: Partial<HostFilesAbilities> = {
  replace: false,
  rename: false,
  move: false,
  copy: false,
  trash: false,
  versions: false,
  folders: 'flat',
  emptyFolders: false,
  hash: false,
  createdId: false,
  changes: 'list',
  conditional: false,
  browse: false,
  history: false,
  folderSteps: false,
}

const contract = (name: string, has: Partial<HostFilesAbilities>, module: RecordKey['module'], folders?: 'none') => {
  const setup = () => {
    const files = make({ folders })
    const ids = seededRandom(2)
    return {
      files,
      newRecord: (tenantId = ids.id()): RecordKey => ({ tenantId, module, id: ids.id() }),
      put: (record: RecordKey, file: string, contents: Uint8Array) => files.put(record, file, contents),
    }
  }
  hostFilesContract(`poor, ${name}`, setup, has)
}

contract('flat folders', poor, 'companies')
contract('without folders', { ...poor, folders: 'none' }, 'companies', 'none')
contract('a module without upload', { ...poor, upload: false }, 'meetings')

const record: RecordKey = { tenantId: 'tenant', module: 'companies', id: '42' }

test('a poor host has no method that it cannot honour', () => {
  for (const method of [
    'replace',
    'rename',
    'move',
    'createFrom',
    'restore',
    'changes',
    'createFolder',
    'moveFolder',
    'history',
    'findByHash',
  ])
    expect(make()).not.toHaveProperty(method)
})

test('another name, folder, size or time is another version, and nothing else is', async () => {
  const files = make()
  const { id, version } = await files.put(record, 'a.txt', bytes('one'))
  expect((await files.get(record, [id]))[0]?.version).toBe(version)
  const edited = await files.put(record, 'a.txt', bytes('two'))
  const renamed = await files.renameAsUser(record, id, 'b.txt')
  expect(new Set([version, edited.version, renamed.version]).size).toBe(3)
})

test('a listing may miss a file that a point read has', async () => {
  const files = make()
  const file = await files.put(record, 'a.txt', bytes('one'))
  files.missInListings(file, 2)
  const listed = async () => (await files.list(record, { after: null, limit: 10 })).files.length
  expect([await listed(), await listed(), await listed()]).toEqual([0, 0, 1])
  expect(await files.get(record, [file.id])).toEqual([file])
})
