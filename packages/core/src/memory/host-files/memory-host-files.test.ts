import { describe, expect, test } from 'vitest'

import type { RecordKey } from '../../domain/record-ref.ts'
import { type HostFilesAbilities, bytes, failureOf, hostFilesContract, webSha256 } from '../../testing/index.ts'
import { manualClock } from '../manual-clock.ts'
import { seededRandom } from '../seeded-random.ts'
import { type MemoryHostOptions, memoryHostFiles } from './memory-host-files.ts'

const make = (options: Partial<MemoryHostOptions> = {}) =>
  memoryHostFiles({ clock: manualClock(), random: seededRandom(1), sha256: webSha256, ...options })

/** The contract for a host whose modules all have the same, unless `options` say otherwise. */
const contract = (
  name: string,
  has: Partial<HostFilesAbilities> = {},
  options: Partial<MemoryHostOptions> = { capabilities: has },
): void => {
  const setup = () => {
    const files = make(options)
    const ids = seededRandom(2)
    return {
      files,
      newRecord: (tenantId = ids.id()): RecordKey => ({ tenantId, module: 'meetings', id: ids.id() }),
      put: (record: RecordKey, name: string, contents: Uint8Array) => files.put(record, name, contents),
    }
  }
  hostFilesContract(`memory, ${name}`, setup, has)
}

const nothing: Partial<HostFilesAbilities> = {
  upload: false,
  replace: false,
  rename: false,
  move: false,
  copy: false,
  trash: false,
  versions: false,
  folders: 'none',
  emptyFolders: false,
  hash: false,
  changes: 'list',
  conditional: false,
}

contract('rich')
contract('one feed row on a page', {}, { feedPageSize: 1 })
contract('flat folders', { folders: 'flat' })
contract('without versions and hashes', { conditional: false, hash: false, emptyFolders: false })
contract('a module that can only list', nothing, { capabilities: { meetings: nothing } })
contract('a host that can only list', nothing)

describe('the memory host', () => {
  const record: RecordKey = { tenantId: 'tenant', module: 'companies', id: '42' }
  const other: RecordKey = { ...record, id: '43' }
  const actor = { userId: 'user-ada', name: 'Ada', via: 'host' } as const

  test('a method that no module has is missing', () => {
    const files = make({ capabilities: nothing })
    for (const method of ['replace', 'createFolder', 'changes']) expect(files).not.toHaveProperty(method)
  })

  test('a method that another module has refuses with host_refused', async () => {
    const files = make({ capabilities: { companies: { rename: false } } })
    const file = await files.put(record, 'a.txt', bytes('a'))
    const renamed = files.rename?.({ record, id: file.id, expectedVersion: file.version }, 'b.txt', actor)
    expect(renamed && (await failureOf(renamed))).toBe('host_refused')
  })

  test('a user saves over a file, or adds one beside it', async () => {
    const files = make()
    const first = await files.put(record, 'Offers/a.txt', bytes('one'))
    const second = await files.put(record, 'Offers/a.txt', bytes('two'))
    expect(second.id).toBe(first.id)
    const beside = await files.putNew(record, { folder: ['Offers'], name: 'a.txt' }, bytes('three'))
    expect(beside.id).not.toBe(first.id)
    expect(files.allFiles(record).map((file) => file.name)).toEqual(['a.txt', 'a.txt'])
  })

  test('every content is held: current, in the history and in the trash', async () => {
    const files = make()
    const file = await files.put(record, 'a.txt', bytes('one'))
    const edited = await files.put(record, 'a.txt', bytes('two'))
    await files.put(record, 'b.txt', bytes('three'))
    await files.remove({ record, id: file.id, expectedVersion: edited.version }, actor)
    const held = files.contentsEver(record).map((contents) => [contents.state, String.fromCharCode(...contents.bytes)])
    expect(held).toEqual([
      ['current', 'three'],
      ['history', 'one'],
      ['trash', 'two'],
    ])
    expect(files.bytesOf(record, file.id)).toBeNull()
  })

  test('[C48] a file that goes to another record keeps its id', async () => {
    const files = make()
    const start = await files.changes?.('tenant', null)
    const file = await files.put(record, 'a.txt', bytes('a'))
    files.moveToRecord(record, file.id, other)
    expect(files.allFiles(record)).toEqual([])
    expect(files.bytesOf(other, file.id)).toEqual(bytes('a'))
    expect((await files.changes?.('tenant', start?.position ?? null))?.changes).toEqual([
      { type: 'upsert', record, fileId: file.id },
      { type: 'delete', record, fileId: file.id },
      { type: 'upsert', record: other, fileId: file.id },
    ])
  })

  test('[C118] a removed folder is gone with its files; the others stay', async () => {
    const files = make()
    await files.put(record, 'Offers/2026/a.txt', bytes('a'))
    await files.put(record, 'Offers 2/b.txt', bytes('b'))
    files.removeFolder(record, ['Offers'])
    expect(files.allFiles(record)).toMatchObject([{ folder: ['Offers 2'] }])
    expect(await files.folders?.(record)).toEqual([['Offers 2']])
  })

  test('[C14] saving the same bytes is another version with the same hash', async () => {
    const files = make()
    const first = await files.put(record, 'a.txt', bytes('a'))
    const second = await files.put(record, 'a.txt', bytes('a'))
    expect(second.contentHash).toBe(first.contentHash)
    expect(second.version).not.toBe(first.version)
  })
})
