import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { type Actor, type Instant, type RecordKey, instant } from '@twinfolder/core'
import { bytes, collect, hashOf, streamOf } from '@twinfolder/core/testing'
import { expect, test } from 'vitest'

import { DataFolderInUseError } from './data-folder.ts'
import { startTwinfolderNode } from './start-twinfolder-node.ts'

const record: RecordKey = { tenantId: 'tenant-1', module: 'companies', id: '42' }
const sofie: Actor = { userId: 'sofie', name: 'Sofie', via: 'host' }
const at: Instant = instant('2026-11-22T12:00:00.000Z')

test('opening a data folder again finds everything; a second start beside the first is refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'twinfolder-node-'))
  const dataDir = join(folder, 'data')
  const first = await startTwinfolderNode({ dataDir })
  first.announce('http://127.0.0.1:4000')
  await expect(startTwinfolderNode({ dataDir })).rejects.toThrow(DataFolderInUseError)

  const contents = { open: () => streamOf(bytes('a quote')), sizeBytes: 7, contentHash: await hashOf(bytes('a quote')) }
  const request = { folder: ['Offers'], name: 'quote.pdf', actor: sofie, idempotencyKey: 'key' }
  const file = await first.files.create(record, request, contents)
  await first.stores.links.putGrant('link-1', 'v1.sealed')
  await first.stores.work.request([{ linkId: 'link-1', record, priority: 100 }])
  await first.close()

  const second = await startTwinfolderNode({ dataDir })
  expect(await second.files.get(record, [file.id])).toEqual([file])
  expect(await collect(await second.files.read(file))).toEqual(bytes('a quote'))
  expect((await second.files.create(record, request, contents)).id).toBe(file.id)
  expect(await second.files.folders(record)).toEqual([['Offers']])
  expect(await second.stores.links.getGrant('link-1')).toBe('v1.sealed')
  expect((await second.stores.work.claim('worker', { now: at, until: at, limit: 1 }))?.items).toHaveLength(1)
  await second.close()
  await rm(folder, { recursive: true })
}, 60_000)
