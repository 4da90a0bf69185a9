import { describe, expect, test } from 'vitest'

import type { HostChange, HostFile, HostFiles } from '../../ports/host-files.ts'
import type { HostFilesAbilities, HostFilesContractSetup } from './host-files-contract.ts'
import { ada, contents, expecting, someFile } from './steps.ts'

/** The host's change feed, where it has one. */
export function hostFeedTests(given: () => HostFilesContractSetup, has: HostFilesAbilities): void {
  if (has.changes !== 'feed') return

  /** A new record of a tenant of its own, and a reader of that tenant's feed. */
  const feed = async () => {
    const { files, newRecord } = given()
    const record = await newRecord()
    const changes = files.changes?.bind(files) ?? expect.fail('a module with a feed has `changes`')
    const readAll = async (from: string | null) => {
      const rows: HostChange[] = []
      let page = await changes(record.tenantId, from)
      rows.push(...page.changes)
      while (page.hasMore) {
        page = await changes(record.tenantId, page.position)
        rows.push(...page.changes)
      }
      return { rows, position: page.position }
    }
    return { files, record, readAll }
  }
  /** A change of a file is one row. */
  const expectRow = async (change: (files: HostFiles, file: HostFile) => Promise<unknown>) => {
    const { files, record, readAll } = await feed()
    const file = await someFile(given(), record, 'a.txt')
    const { position } = await readAll(null)
    await change(files, file)
    expect((await readAll(position)).rows).toEqual([upsert(file)])
  }

  describe('changes', () => {
    test('without a position tells only where the feed is now', async () => {
      const { record, readAll } = await feed()
      await someFile(given(), record, 'a.txt')
      const { rows, position } = await readAll(null)
      expect(rows).toEqual([])
      expect((await readAll(position)).rows).toEqual([])
    })

    test('has a row for each new file, in order', async () => {
      const { record, readAll } = await feed()
      const { position } = await readAll(null)
      const made = [await someFile(given(), record, 'a.txt'), await someFile(given(), record, 'b.txt')]
      expect((await readAll(position)).rows).toEqual(made.map((file) => upsert(file)))
    })

    if (has.replace)
      test('has a row for new contents', () =>
        expectRow(async (files, file) =>
          files.replace?.(expecting(file), await contents('new'), { actor: ada, idempotencyKey: `key-${file.id}` }),
        ))

    if (has.rename)
      test('has a row for a new name', () =>
        expectRow(async (files, file) => files.rename?.(expecting(file), 'b.txt', ada)))

    if (has.move)
      test('has a row for a new folder', () =>
        expectRow(async (files, file) => files.move?.(expecting(file), ['Offers'], ada)))

    test('has an explicit row for a deletion', async () => {
      const { files, record, readAll } = await feed()
      const file = await someFile(given(), record, 'a.txt')
      const { position } = await readAll(null)
      await files.remove(expecting(file), ada)
      expect((await readAll(position)).rows).toEqual([{ type: 'delete', record, fileId: file.id }])
    })

    if (has.trash)
      test('has a row for what is taken back', async () => {
        const { files, record, readAll } = await feed()
        const file = await someFile(given(), record, 'a.txt')
        await files.remove(expecting(file), ada)
        const { position } = await readAll(null)
        await files.restore?.(file, ada)
        expect((await readAll(position)).rows).toEqual([upsert(file)])
      })

    test('can be read again from a position', async () => {
      const { record, readAll } = await feed()
      const { position } = await readAll(null)
      await someFile(given(), record, 'a.txt')
      const first = await readAll(position)
      expect((await readAll(position)).rows).toEqual(first.rows)
      expect((await readAll(first.position)).rows).toEqual([])
    })

    test('has the records of its tenant and no others', async () => {
      const { record, readAll } = await feed()
      const { position } = await readAll(null)
      const sibling = await given().newRecord(record.tenantId)
      const file = await someFile(given(), sibling, 'a.txt')
      await someFile(given(), await given().newRecord(), 'theirs.txt')
      expect((await readAll(position)).rows).toEqual([upsert(file)])
    })
  })
}

function upsert(file: HostFile): HostChange {
  return { type: 'upsert', record: file.record, fileId: file.id }
}
