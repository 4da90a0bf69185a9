import { expect, test } from 'vitest'

import { instant } from '../../domain/instant.ts'
import type { RecordKey } from '../../domain/record-ref.ts'
import type { HostFile } from '../../ports/host-files.ts'
import type { HostMirrorRow } from '../../ports/sync-rows.ts'
import { type Listing, compareListing, suspectsOf } from './compare-listing.ts'

const record: RecordKey = { tenantId: 't', module: 'companies', id: '1' }

const file = (id: string, version = 'v1'): HostFile => ({
  record,
  id,
  version,
  name: `${id}.txt`,
  folder: [],
  sizeBytes: 1,
  mediaType: 'text/plain',
  contentHash: null,
  updatedAt: instant('2026-11-22T12:00:00.000Z'),
  updatedBy: { userId: null, name: '', via: 'host' },
})
const row = (fileId: string, absences = 0, version = 'v1'): HostMirrorRow => ({ fileId, version, absences })

const compare = (mirror: readonly HostMirrorRow[], files: readonly HostFile[], rest: Partial<Listing> = {}) =>
  compareListing(record, { mirror, known: mirror, files, found: [], remembered: new Set(), ...rest })

test('[C1] [C5] a new file and another version are news, and nothing else is', () => {
  const { rows, changes } = compare([row('same'), row('edited')], [file('same'), file('edited', 'v2'), file('new')])
  expect(changes).toEqual([
    { type: 'upsert', record, fileId: 'edited' },
    { type: 'upsert', record, fileId: 'new' },
  ])
  expect(rows).toEqual([row('same'), row('edited', 0, 'v2'), row('new')])
})

test('[S6] the first absence is only noted', () => {
  expect(compare([row('a')], [])).toEqual({ rows: [row('a', 1)], changes: [] })
  expect(suspectsOf([row('a')], [])).toEqual([])
})

test('[S6] the second one is a deletion, unless a point read finds the file', () => {
  expect(suspectsOf([row('a', 1), row('b', 1)], [file('b')])).toEqual(['a'])
  expect(compare([row('a', 1)], [])).toEqual({
    rows: [row('a', 2)],
    changes: [{ type: 'delete', record, fileId: 'a' }],
  })
  expect(compare([row('a', 1)], [], { found: [file('a')] })).toEqual({
    rows: [row('a')],
    changes: [{ type: 'upsert', record, fileId: 'a' }],
  })
})

test('[S6] what was absent and is listed again is news, as what was to be done with it was put off', () => {
  for (const absences of [1, 2])
    expect(compare([row('a', absences)], [file('a')])).toEqual({
      rows: [row('a')],
      changes: [{ type: 'upsert', record, fileId: 'a' }],
    })
})

test('[S6] a deletion is told once, and kept as long as a link remembers the file', () => {
  expect(compare([row('a', 2)], [], { remembered: new Set(['a']) })).toEqual({ rows: [row('a', 2)], changes: [] })
  expect(compare([row('a', 2)], [])).toEqual({ rows: [], changes: [] })
})

test('[S1] a file that one link has bound since the last listing is news to the others, and missed when it goes', () => {
  const known = [row('bound')]
  expect(compare([], [file('bound')], { known }).changes).toEqual([{ type: 'upsert', record, fileId: 'bound' }])
  expect(compare([], [], { known }).rows).toEqual([row('bound', 1)])
})
